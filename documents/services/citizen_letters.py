"""Docs. Ciudadanos: a clerk looks at a citizen's letter and sends it on (documents §4.2, §11)."""

from django.db import transaction

from documents import permissions
from documents.models import Copy
from documents.services.arriving import entry_of, holder_of, note_arrivals
from documents.services.incoming import directable
from documents.states import CopyState
from institutions.models import Appointment
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid
from quipux.workflow import Move, perform

GONE = "El documento ya no está en esta bandeja."


@transaction.atomic
def release(copy: Copy, *, actor, directed_to: Appointment | None = None, comment: str = "") -> Copy:
    """Enviar: the letter is En Trámite with its addressee, or with the directed person.

    Args:
        directed_to: gets it in place of who is in Para, who is informed.

    Raises:
        Conflict: somebody sent it before.
        Forbidden: the actor does not process citizens' documents in that institution.
        Invalid: who should get it does not receive documents.
    """
    copy = Copy.objects.locked(copy.pk, "document", "institution", "party__appointment__person")
    if copy.state != CopyState.CITIZEN_PENDING:
        raise Conflict(GONE)
    if not permissions.can_process_citizens(copy, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    if directed_to and not directable(copy.institution).filter(pk=directed_to.pk).exists():
        raise Invalid("Elija en «Dirigir documento a» a una persona de la lista.")
    party, now = copy.party, clock.now()
    holder = holder_of(party, directed_to)
    values = {"holder": holder, "directed_to": directed_to, "instant": now}
    entry = entry_of(party, holder, comment=comment)
    [copy] = perform(Move(copy, "release", values), actor=actor, subject=copy, entries=[entry])
    copy.party = party
    note_arrivals([copy], actor=actor, now=now)
    return copy
