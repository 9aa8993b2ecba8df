"""What holders do with a copy: reassign, inform, shelve, read (documents §4.2)."""

from django.db import transaction

from documents import history
from documents.models import ConfidentialGrant, Copy, Informed, Participation
from documents.services.receivers import Receiver
from documents.states import How
from institutions.models import Appointment
from quipux import clock
from quipux.errors import Invalid
from quipux.workflow import Entry, Move, perform


@transaction.atomic
def reassign(copy: Copy, target: Appointment, *, actor, comment="", deadline=None) -> Copy:
    """Pass a copy to another holder of the same institution.

    Raises:
        Invalid: the target is the actor, is not working, or serves elsewhere.
        Forbidden, NotAllowedNow: the copy is not the actor's, or not En Trámite.
    """
    _check_target(copy, target, actor)
    now = clock.now()
    values = {"holder": target, "by": actor.appointment, "deadline": deadline, "instant": now}
    [copy] = perform(Move(copy, "reassign", values), actor=actor, subject=copy,
                     entries=[Entry(history.REASSIGN, comment=comment, target=Receiver(target))])  # fmt: skip
    _took_part(copy, actor.appointment, How.REASSIGNED_BY, now, target, comment=comment, deadline=deadline)
    _took_part(copy, target, How.REASSIGNED_TO, now, actor.appointment)
    return copy


@transaction.atomic
def inform(copy: Copy, target: Appointment, *, actor, comment="") -> Informed:
    """Let somebody of the institution read a copy without passing it on."""
    _check_target(copy, target, actor)
    now = clock.now()
    [copy] = perform(Move(copy, "inform"), actor=actor, subject=copy,
                     entries=[Entry(history.INFORM, comment=comment, target=Receiver(target))])  # fmt: skip
    row, _ = Informed.objects.update_or_create(copy=copy, informer=actor.appointment, informed=target, defaults={
        "comment": comment, "at": now, "read_at": None, "removed_at": None})  # fmt: skip
    if copy.is_confidential:
        ConfidentialGrant.objects.get_or_create(copy=copy, appointment=target, revoked_at=None, defaults={
            "granted_by": actor.appointment, "at": now})  # fmt: skip
    _took_part(copy, target, How.INFORMED_TO, now, actor.appointment)
    _took_part(copy, actor.appointment, How.INFORMED_BY, now, target)
    return row


def shelve(copy: Copy, *, actor, comment="") -> Copy:
    """Archivar: the holder files the copy."""
    [copy] = perform(Move(copy, "shelve", {"instant": clock.now()}), actor=actor, subject=copy,
                     entries=[Entry(history.SHELVE, comment=comment)])  # fmt: skip
    return copy


def mark_read(copy: Copy, *, actor) -> None:
    """Note that the present holder opened the copy; anybody else's reading leaves no mark."""
    Copy.objects.filter(pk=copy.pk, holder=actor.appointment, is_read=False).update(is_read=True)


def _check_target(copy, target, actor):
    if target.pk == actor.appointment.pk:
        raise Invalid("Elija a otra persona: el documento ya está con usted.")
    if not target.is_working or target.institution_id != copy.institution_id:
        raise Invalid(f"No puede elegir a {target.person.full_name}: no es un servidor activo de su institución.")


def _took_part(copy, appointment, how, at, other, **said):
    Participation.objects.create(appointment=appointment, document_id=copy.document_id, copy=copy, how=how,
                                 document_date=copy.sort_at, at=at, other=other, **said)  # fmt: skip
