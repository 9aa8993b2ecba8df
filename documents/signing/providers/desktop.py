"""A program on the person's machine signs; the private key never leaves it (documents §9.1, D-23)."""

from urllib.parse import quote

from django.conf import settings

from documents.models import Copy, SignatureRequest, SigningSession
from documents.signing import receiving, sessions
from documents.signing.providers.base import Provider
from documents.states import CopyRole, SignatureProvider, SignatureState


class Desktop(Provider):
    """Hands PDFs over to a program that holds the session's token, or to the person, who uploads what was signed."""

    slug = SignatureProvider.DESKTOP

    def address(self, session: SigningSession, token: str) -> str:
        """What opens the signer program: where to ask, with which token, and for which documents."""
        waiting = session.requests.filter(state=SignatureState.OPEN).values("document")
        copies = Copy.objects.filter(document__in=waiting, role=CopyRole.ORIGINAL).order_by("pk")
        where = f"{settings.QUIPUX_PUBLIC_URL}/firma/{session.uuid}/"
        return settings.QUIPUX_SIGNATURE_DESKTOP_URL.format(
            direccion=quote(where, safe=""), ficha=token,
            documentos=",".join(str(uuid) for uuid in copies.values_list("uuid", flat=True)))  # fmt: skip

    def request_by_token(self, session_uuid, copy_uuid, token: str) -> SignatureRequest | None:
        """The request of a copy for whoever presents the session's token; None for everybody else."""
        requests = SignatureRequest.objects.select_related("session", "document__official_pdf")
        found = requests.filter(session__uuid=session_uuid, document__copies__uuid=copy_uuid,
                                document__copies__role=CopyRole.ORIGINAL).first()  # fmt: skip
        return found if found and token and sessions.has_token(found.session, token) else None

    def receive(self, request: SignatureRequest, content: bytes) -> SignatureRequest:
        """A signed PDF, posted by the program or uploaded by the person; see `receiving.receive`."""
        return receiving.receive(request, content, provider=self.slug)
