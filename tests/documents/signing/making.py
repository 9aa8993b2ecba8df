"""Signed documents and their certificates, made by walking the product's own services."""

from dataclasses import dataclass

from documents.models import Copy, Document, SignatureRequest, SigningSession
from documents.services.sending import run_to_the_end
from documents.signing import sessions
from documents.signing.providers import DESKTOP
from quipux.files import store
from quipux.signatures import test_authority
from tests import factories
from tests.documents.signing.signer import sign

PASSWORD = b"clave del certificado"


@dataclass(frozen=True)
class Signing:
    """An open session of one person."""

    session: SigningSession
    token: str
    originals: list[Copy]

    def request(self, place: int = 0) -> SignatureRequest:
        return self.session.requests.select_related("session", "document__official_pdf").get(
            document=self.originals[place].document_id)  # fmt: skip

    def given(self, place: int = 0) -> bytes:
        """The PDF handed over."""
        return store.read(self.request(place).document.official_pdf)

    def page(self) -> str:
        return f"/firma/{self.session.uuid}/"

    def address(self, place: int = 0) -> str:
        """Where a signer program asks."""
        return f"/firma/{self.session.uuid}/{self.originals[place].uuid}.pdf"


def open_session(person, originals) -> Signing:
    opened = sessions.open_session(originals, actor=factories.actor_of(person))
    return Signing(opened.session, opened.token, list(originals))


def certificate(person, **fields) -> bytes:
    """A .p12 of the test authority in the name of a member of the cast; PASSWORD opens it."""
    values = {"identity": person.user.identity_number, "name": person.user.full_name, "password": PASSWORD}
    return test_authority.issue(**values | fields)


def signed_by(person, pdf: bytes, **fields) -> bytes:
    """``pdf`` signed on the machine of a member of the cast."""
    return sign(pdf, certificate(person, **fields), PASSWORD)


def make_signed(author, *, to, **fields) -> Copy:
    """The original of a document that its author signed and that was delivered."""
    signing = open_session(author, [factories.make_unsigned(author, to=to, **fields)])
    DESKTOP.receive(signing.request(), signed_by(author, signing.given()))
    [original] = signing.originals
    run_to_the_end(original.document.sending.pk)
    return factories.original_of(Document.objects.get(pk=original.document_id))
