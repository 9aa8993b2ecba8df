"""What every way of signing offers (documents §9.1)."""

from abc import ABC, abstractmethod
from collections.abc import Iterable

from django.conf import settings

from documents.models import ActRun, Copy, SigningSession
from documents.signing import sessions
from documents.signing.sessions import Opened


class Provider(ABC):
    """One way of signing.

    Attributes:
        slug: one of ``documents.states.SignatureProvider``.
    """

    slug: str

    def is_offered(self, institution) -> bool:
        """Whether people of the institution may use it."""
        return self.slug in settings.QUIPUX_SIGNATURE_PROVIDERS

    def prepare(self, documents: Iterable[Copy], signer, *, run: ActRun | None = None, network: str = "") -> Opened:
        """Open a session for originals in No Enviados; see `sessions.open_session`."""
        return sessions.open_session(documents, actor=signer, run=run, network=network)

    @abstractmethod
    def receive(self, *args, **kwargs):
        """Take in what this way brings; whatever comes ends in `receiving.receive`."""

    def cancel(self, session: SigningSession) -> int:
        """The person signs no more; how many documents were left in No Enviados."""
        return sessions.close(session)
