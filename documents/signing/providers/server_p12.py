"""Signing here with a .p12 that the person uploads for this act (documents §9.1, safety §2.8, D-24).

File and password live in the memory of this request and nowhere else: no row, cache, message, log, temporary file nor
argument of a process ever has them. Off unless the installation and the institution switch it on.
"""

import time
from dataclasses import dataclass, field

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from documents.models import InstitutionSettings, SigningSession
from documents.signing import receiving, rights
from documents.signing.providers.base import Provider
from documents.states import SignatureProvider, SignatureState
from quipux import clock
from quipux.errors import DomainError, NotAllowedNow
from quipux.files import store
from quipux.pdf import PdfError
from quipux.signatures import signing
from quipux.signatures.results import Stamp

PATIENCE = 25.0  # seconds of one request; what is left is signed when the person comes back with the key
REASON = "Firmo el documento {}"
NOT_OFFERED = "Su institución no permite firmar con un archivo .p12 en el servidor. Use el programa de firma."


@dataclass
class Result:
    """How many documents were signed, why others were not, and how many wait for another turn."""

    signed: int = 0
    refused: list[str] = field(default_factory=list)
    left: int = 0


class ServerP12(Provider):
    """Signs every open document of a session with one key that is forgotten afterwards."""

    slug = SignatureProvider.SERVER_P12

    def is_offered(self, institution) -> bool:
        allowed = InstitutionSettings.objects.filter(institution=institution, allows_server_p12=True)
        return super().is_offered(institution) and allowed.exists()

    @sensitive_variables()
    def receive(self, session: SigningSession, data: bytes, password: str, *, patience: float = PATIENCE) -> Result:
        """Sign what is open in a session.

        Args:
            data: the .p12 file.
            patience: seconds after which no other document is begun.

        Raises:
            BadKeyFile: it is no .p12, or the password is not its own; nothing was signed.
            NotAllowedNow: the institution does not allow it.
        """
        if not self.is_offered(session.appointment.institution):
            raise NotAllowedNow(NOT_OFFERED)
        end, result = time.monotonic() + patience, Result()
        with signing.SigningKey.from_p12(data, password.encode()) as key:
            for request in _open_requests(session):
                if time.monotonic() > end:
                    result.left += 1
                else:
                    _sign(request, key, result)
        return result


def _open_requests(session):
    rows = session.requests.filter(state=SignatureState.OPEN).select_related(
        "document__official_pdf", "document__institution", "session__user", "session__appointment")  # fmt: skip
    return list(rows.order_by("pk"))


@sensitive_variables("key")
def _sign(request, key, result):
    document = request.document
    try:
        signed = signing.sign(store.read(document.official_pdf), key, stamp=_stamp(request),
                                 reason=REASON.format(document.number), at=clock.now(),
                                 training=document.institution.is_training)  # fmt: skip
        receiving.receive(request, signed, provider=SignatureProvider.SERVER_P12)
    except (DomainError, PdfError) as error:
        result.refused.append(f"{document.number}: {error.message}")
    else:
        result.signed += 1


def _stamp(request):
    document, sender = request.document, rights.sender_of(request.document_id)
    address = f"{settings.QUIPUX_PUBLIC_URL}/verificar/?codigo={document.verification_code}"
    return Stamp(name=sender.name, identity=rights.identity_of(sender), qr=address, position=sender.title,
                            training=document.institution.is_training)  # fmt: skip
