"""Cambios en línea: what the holder changes without editing the text (documents §4.2, D-53)."""

from django.db import transaction

from documents import history
from documents.models import Copy, Party
from documents.services import telling
from documents.states import Category, Confidentiality, CopyRole, CopyState, DocumentKind, PartyRole
from institutions.models import Appointment
from quipux.errors import Invalid, NotAllowedNow
from quipux.history.models import Entry as HistoryEntry
from quipux.workflow import Entry, Move, perform

PENDING = CopyState.CITIZEN_PENDING  # of the clerk who will send it on
WRITTEN, IN_WORK = (CopyState.DRAFT, PENDING), (CopyState.DRAFT, CopyState.IN_PROCESS, PENDING)
# Where each may be changed, and its name in the Recorrido.
EDITABLE = {"category": WRITTEN, "classification": WRITTEN, "confidentiality": IN_WORK,
            "notes": (*IN_WORK, CopyState.SENT), "directed_to": WRITTEN}  # fmt: skip
NAMES = {"category": "Categoría", "classification": "Tipificación", "confidentiality": "Nivel de Seguridad",
         "notes": "Notas", "directed_to": "Dirigido a"}  # fmt: skip
WORDS = {"category": Category, "confidentiality": Confidentiality}
NEEDS_COMMENT = "Escriba en Comentario por qué el documento pasa a Público."


@transaction.atomic
def change_data(copy: Copy, changes: dict, *, actor, comment: str = "") -> Copy:
    """Change data of this very copy; the other copies of the document keep theirs.

    Args:
        changes: new values by field, of ``EDITABLE``; those that are the same as now are left out.

    Raises:
        Invalid: it becomes Público without a reason.
        Forbidden, NotAllowedNow: the copy is not the actor's, or its state does not admit a change.
    """
    copy = Copy.objects.select_for_update(of=("self",)).select_related("document").get(pk=copy.pk)
    changes = {name: value for name, value in changes.items() if getattr(copy, name) != value}
    if not changes:
        return copy
    _check(copy, changes, comment)
    told = [
        f"{NAMES[name]}: {_word(name, getattr(copy, name))} → {_word(name, value)}" for name, value in changes.items()
    ]
    details = {"changes": {name: [_kept(getattr(copy, name)), _kept(value)] for name, value in changes.items()}}
    entry = Entry(history.CHANGE_DATA, comment="\n".join(filter(None, [*told, comment])), details=details)
    [copy] = perform(Move(copy, "change_data", {"changes": changes}), actor=actor, subject=copy, entries=[entry])
    if changes.get("confidentiality") == Confidentiality.PUBLIC:
        _tell_sender(copy, actor)
    return copy


def editable(copy: Copy) -> list[str]:
    """The fields its state admits."""
    directed = copy.state == PENDING or copy.document.kind == DocumentKind.INCOMING
    return [name for name, states in EDITABLE.items() if copy.state in states and (name != "directed_to" or directed)]


def _check(copy, changes, comment):
    for name in changes:
        if name not in editable(copy):
            raise NotAllowedNow(f"«{NAMES[name]}» ya no se puede cambiar: el documento está en estado "
                                f"{copy.get_state_display()}.")  # fmt: skip
    if changes.get("confidentiality") == Confidentiality.PUBLIC and not comment.strip():
        raise Invalid(NEEDS_COMMENT, comment=NEEDS_COMMENT)


def _kept(value):
    """As JSON keeps it: people by their UUID."""
    return str(value.uuid) if isinstance(value, Appointment) else value


def _word(name, value) -> str:
    if value is None:
        return "nadie"
    return str(WORDS[name](value).label if name in WORDS else value) or "vacío"


def _tell_sender(copy, actor):
    """De is told, of a copy that he may open."""
    sender = Party.objects.filter(document=copy.document_id, role=PartyRole.FROM, appointment__isnull=False)
    party = sender.select_related("appointment__person").first()
    if party is None or party.appointment == actor.appointment:
        return
    own = copy.institution_id == party.appointment.institution_id
    shown = copy if own else Copy.objects.get(document=copy.document_id, role=CopyRole.ORIGINAL)
    last = HistoryEntry.objects.of(copy).values_list("sequence", flat=True).first()
    telling.tell(party.appointment, telling.MADE_PUBLIC, shown, actor=actor, key=f"public-{copy.uuid}-{last}")
