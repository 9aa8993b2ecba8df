"""What the page of a signing session says: how far it is, and where each document stands (documents §9.1, ui §7.10)."""

from dataclasses import dataclass
from functools import cached_property

from documents.models import Copy, SignatureRequest, SigningSession
from documents.signing.describing import words_of
from documents.states import CopyRole, CopyState, SignatureState
from quipux import clock

PREPARING, OPEN, OVER = "preparando", "firmando", "terminada"
COLOURS = {SignatureState.VALID: "green", SignatureState.OPEN: "blue", SignatureState.RECEIVED: "blue",
           SignatureState.REJECTED: "red"}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One document of the session."""

    request: SignatureRequest
    original: Copy
    is_open: bool

    @property
    def state(self) -> str:
        return self.request.get_state_display()

    @property
    def signed(self) -> str:
        """What its signature is; empty without one."""
        document = self.request.document
        return words_of(document) if document.is_signed else ""

    @property
    def colour(self) -> str:
        return COLOURS.get(self.request.state, "grey")


class SessionPage:
    """Facts of one session, read once."""

    def __init__(self, session: SigningSession):
        self.session = session
        self.now = clock.now()

    @cached_property
    def lines(self) -> list[Line]:
        rows = (
            self.session.requests.select_related("document__signature")
            .defer("document__signature__report")
            .order_by("pk")
        )
        originals = {copy.document_id: copy for copy in
                     Copy.objects.filter(document__in=rows.values("document"), role=CopyRole.ORIGINAL)}  # fmt: skip
        return [Line(row, originals[row.document_id], self._in_time and row.state == SignatureState.OPEN)
                for row in rows]  # fmt: skip

    @cached_property
    def is_open(self) -> bool:
        return self._in_time and any(line.request.is_live for line in self.lines)

    @property
    def _in_time(self):
        return self.session.closed_at is None and self.now < self.session.expires_at

    def _count(self, *states) -> int:
        return sum(line.request.state in states for line in self.lines)

    @property
    def waiting(self) -> int:
        """Documents whose PDF may be signed now."""
        return sum(line.is_open for line in self.lines)

    @property
    def again(self) -> list[Copy]:
        """Originals that were left without signature and may be tried once more."""
        if self.is_open:
            return []
        return [line.original for line in self.lines
                if line.request.state != SignatureState.VALID and line.original.state == CopyState.UNSENT_ORIGINAL]  # fmt: skip

    @cached_property
    def progress(self) -> dict:
        """What the bar and its sentence say."""
        signed, total = self._count(SignatureState.VALID), len(self.lines)
        return {"text": self._sentence(signed, total), "value": signed, "maximum": total, "state": self.state,
                "updated_text": f"Actualizado {clock.local(self.now):%H:%M:%S} (GMT-5)."}  # fmt: skip

    @property
    def state(self) -> str:
        """Changes when the page has other things to offer."""
        if not self.is_open:
            return OVER
        ready = PREPARING if self._count(SignatureState.PREPARING) else OPEN
        return f"{ready}-{self._count(SignatureState.VALID, SignatureState.REJECTED)}"

    def _sentence(self, signed, total):
        preparing, until = self._count(SignatureState.PREPARING), f"{clock.local(self.session.expires_at):%H:%M}"
        if signed == total:
            return "El documento está firmado." if total == 1 else f"Los {total} documentos están firmados."
        if not self.is_open:
            return f"La sesión terminó: {signed} de {total} firmados. Los demás están en No Enviados, con su número."
        if preparing:
            return f"Preparando los PDF: {total - preparing} de {total} listos."
        return f"Firmados {signed} de {total}. Puede firmar hasta las {until}."


def session_of(uuid, actor) -> SigningSession | None:
    """A session of the person in the very post that opened it."""
    rows = SigningSession.objects.select_related("appointment__institution", "run")
    return rows.filter(uuid=uuid, user=actor.user, appointment=actor.appointment).first()


def request_of(session: SigningSession, copy_uuid) -> SignatureRequest | None:
    """The request of an original in a session."""
    rows = session.requests.select_related("document__official_pdf", "session")
    return rows.filter(document__copies__uuid=copy_uuid, document__copies__role=CopyRole.ORIGINAL).first()
