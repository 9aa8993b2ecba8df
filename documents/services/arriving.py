"""What arrives by the hands of a clerk: with its addressee, or with the person it is directed to (documents §4.2, §11)."""

from documents import history
from documents.models import Copy, Informed, Participation, Party
from documents.services import telling
from documents.services.receivers import Receiver
from documents.states import CopyRole, How, PartyRole
from institutions.models import Appointment, SharedTray
from quipux.errors import Invalid
from quipux.history import recorder
from quipux.workflow import Entry


def holder_of(party: Party, directed_to: Appointment | None) -> Appointment:
    """Who gets the copy of a party: the directed person in place of who is in Para.

    Raises:
        Invalid: whoever should get it does not receive documents any more.
    """
    holder = directed_to if directed_to is not None and party.role == PartyRole.TO else party.appointment
    if not holder.is_working:
        raise Invalid(f"No se puede enviar a {holder.person.full_name}: ya no recibe documentos. Elija otra persona "
                      "en «Dirigir documento a» o edite los destinatarios.")  # fmt: skip
    return holder


def entry_of(party: Party, holder: Appointment, comment: str = "") -> Entry:
    """What the Recorrido says of the arrival."""
    directed = holder.pk != party.appointment_id
    return Entry(history.DIRECT if directed else history.DELIVER, comment=comment, target=Receiver(holder))


def note_arrivals(copies: list[Copy], *, actor, now) -> None:
    """Who takes part from now on, who is informed instead of holding, and who is told.

    Args:
        copies: just delivered, with party, its appointment and holder.
    """
    for copy in copies:
        how = How.RECEIVED if copy.role == CopyRole.TO else How.COPIED
        _fact(copy, copy.party.appointment, how, actor.appointment, now)
        if copy.holder_id != copy.party.appointment_id:
            _inform_addressee(copy, actor, now)
    _tell(copies, actor)


def _inform_addressee(copy, actor, now):
    """Who was written to reads the copy that is with the directed person."""
    addressee = copy.party.appointment
    _fact(copy, copy.holder, How.REASSIGNED_TO, actor.appointment, now)
    if not addressee.is_working:
        return
    Informed.objects.create(copy=copy, informer=actor.appointment, informed=addressee, at=now)
    _fact(copy, addressee, How.INFORMED_TO, actor.appointment, now)
    _fact(copy, actor.appointment, How.INFORMED_BY, addressee, now)
    recorder.record(copy, history.INFORM, actor=actor, target=Receiver(addressee))
    telling.tell(addressee, telling.INFORMED, copy, actor=actor, key=f"dirigido-{copy.uuid}")


def _fact(copy, post, how, other, now):
    Participation.objects.create(appointment=post, document=copy.document, copy=copy, other=other, how=how,
                                 document_date=copy.sort_at, at=now)  # fmt: skip


def _tell(copies, actor):
    """Each holder, and who works in the shared tray of one; never of a confidential document."""
    public = {copy.holder_id: copy for copy in copies if not copy.is_confidential}
    shares = SharedTray.objects.in_force().filter(chief__in=public).select_related("member__person")
    told = [(copy, copy.holder) for copy in copies] + [(public[row.chief_id], row.member) for row in shares]
    for copy, post in told:
        telling.tell(post, telling.RECEIVED, copy, actor=actor, key=f"entrega-{copy.uuid}")
