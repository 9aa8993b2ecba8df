"""How a document is told to a citizen: plain states, and no officer below the Jefe (documents §12, §15)."""

from collections.abc import Iterable

from documents.models import Copy, Document, Party
from documents.states import CopyRole, CopyState
from institutions.models import Appointment

RECEIVED, MOVING, ANSWERED, SHELVED, ANNULLED = "Recibido", "En trámite", "Contestado", "Archivado", "Anulado"
EXPLAINED = {
    RECEIVED: "La institución ya tiene el documento y todavía no lo ha revisado.",
    MOVING: "La institución está atendiendo el documento.",
    ANSWERED: "La institución contestó el documento.",
    SHELVED: "La institución terminó de atender el documento y lo archivó.",
    ANNULLED: "El registro de este documento se anuló. Acérquese a la institución con su comprobante.",
}
ENDED = (CopyState.ANNULLED, CopyState.DELETED, CopyState.PURGED)


def answers_to(documents: Iterable[int]) -> dict[int, Document]:
    """The first answer sent to each document, by its primary key, in one query."""
    sent = Document.objects.filter(answer_to__document__in=documents, sent_at__isnull=False)
    found = sent.select_related("answer_to").order_by("-sent_at", "-pk")
    return {answer.answer_to.document_id: answer for answer in found}


def state_of(copies: Iterable[Copy], answer: Document | None) -> str:
    """The state of what somebody presented, from all the copies of one document or from some of them."""
    received = [copy for copy in copies if copy.role != CopyRole.ORIGINAL]
    if any(copy.role == CopyRole.ORIGINAL and copy.state in ENDED for copy in copies):
        return ANNULLED
    if answer:
        return ANSWERED
    if received and all(copy.state == CopyState.SHELVED for copy in received):
        return SHELVED
    return MOVING if any(_is_moving(copy) for copy in received) else RECEIVED


def _is_moving(copy):
    """Somebody of the institution opened it or passed it on."""
    return copy.state == CopyState.SHELVED or copy.is_read or copy.previous_holder_id is not None


def addressee(party: Party) -> str:
    """Whom a letter is for: a Jefe or a citizen by name, anybody else by the área alone."""
    post = party.appointment
    if post is None or post.profile == Appointment.Profile.CHIEF:
        return ", ".join(filter(None, [party.name, party.title]))
    return party.area_name


def sender(party: Party) -> str:
    """Who signs, as the document itself prints it."""
    return ", ".join(filter(None, [party.name, party.title]))


def named(party: Party) -> str:
    """Whom the citizen herself wrote to: by name, whoever it is."""
    post = party.appointment
    name, title = (party.name, party.title) if party.name else (post.person.full_name, post.title)
    return ", ".join(filter(None, [name, title]))


LETTER_STATES = {
    CopyState.DRAFT: "En elaboración",
    CopyState.UNSENT_ORIGINAL: "Espera su firma",
    CopyState.SENT: "Enviada",
    CopyState.SHELVED: "Enviada",
    CopyState.DELETED: "Eliminada",
    CopyState.ANNULLED: "Anulada",
}
AT_WINDOW, WAITING = "En la ventanilla", "Espera su firma"


def letter_state(original: Copy) -> str:
    """The state of a letter in words."""
    return LETTER_STATES[original.state]


def delivery_state(copy: Copy, answer: Document | None) -> str:
    """How one copy of a letter goes in its institution."""
    if copy.state == CopyState.UNSENT_ELECTRONIC:
        return WAITING
    return AT_WINDOW if copy.state == CopyState.CITIZEN_PENDING else state_of([copy], answer)
