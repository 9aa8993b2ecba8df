"""What people do with a copy: reassign, recover, inform, shelve, comment, read (documents §4.2)."""

from datetime import date

from django.db import transaction

from documents import history, permissions, targets
from documents.models import ConfidentialGrant, Copy, Informed, Participation
from documents.services import tasks, telling
from documents.services.receivers import Receiver
from documents.states import CopyState, How
from institutions.models import Appointment
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid
from quipux.history import recorder
from quipux.history.models import Entry as HistoryEntry
from quipux.workflow import Entry, Move, perform

GONE = "El documento ya no está en esta bandeja."
TOO_LATE = "El documento se está procesando y ya no puede recuperarlo."
NEEDS_LEAVE = "El documento {} es Confidencial. Marque a quién autoriza a leerlo."


@transaction.atomic
def reassign(copy: Copy, target: Appointment, *, actor, comment="", deadline: date | None = None) -> Copy:
    """Pass a copy to another holder; from a shared tray the member takes it first.

    Args:
        deadline: Fecha Máxima de trámite; None clears the one it had.

    Raises:
        Invalid: the target is the actor, is not working, serves elsewhere or is out of reach.
        Forbidden, NotAllowedNow, Conflict: the copy is not the actor's any more, or not En Trámite.
    """
    copy = _locked(copy)
    targets.check_target(target, copy, actor)
    if not permissions.is_holder(copy, actor):
        copy = take(copy, actor=actor)
    entry = Entry(history.REASSIGN, comment=comment, target=Receiver(target),
                  details={"deadline": deadline.isoformat()} if deadline else None)  # fmt: skip
    copy = _pass(copy, target, actor, deadline, entry)
    telling.tell(target, telling.REASSIGNED, copy, actor=actor, key=_event(copy, "reassign"), deadline=deadline)
    return copy


def antecedents_held(copy: Copy, actor) -> list[Copy]:
    """What a draft answers or continues, as far as the actor holds it En Trámite (documents §4.2, Reasignar)."""
    antecedent = copy.document.antecedent_id
    if copy.state != CopyState.DRAFT or antecedent is None:
        return []
    held = Copy.objects.visible_to(actor).filter(
        document=antecedent, holder=actor.appointment, state=CopyState.IN_PROCESS
    )
    return list(held.select_related("document").order_by("pk"))


@transaction.atomic
def take(copy: Copy, *, actor) -> Copy:
    """Tomar: a member of the shared tray becomes holder; of two at once, one reads that it is gone."""
    copy = _locked(copy)
    if not permissions.can_take(copy, actor):
        raise Conflict(GONE)
    chief, member = copy.holder, actor.appointment
    entry = Entry(history.REASSIGN, comment=f"Documento tomado por {actor.user.full_name}", target=Receiver(member))
    copy = _pass(copy, member, actor, copy.deadline, entry, giver=chief)
    telling.tell(chief, telling.TAKEN, copy, actor=actor, key=_event(copy, "take"))
    return copy


def _pass(copy, target, actor, deadline, entry, giver=None):
    now, giver = clock.now(), giver or actor.appointment
    values = {"holder": target, "by": actor.appointment, "deadline": deadline, "instant": now}
    [copy] = perform(Move(copy, "reassign", values), actor=actor, subject=copy, entries=[entry])
    _took_part(copy, giver, How.REASSIGNED_BY, now, target, comment=entry.comment, deadline=deadline)
    _took_part(copy, target, How.REASSIGNED_TO, now, giver)
    tasks.hand_over(copy, giver, target, actor=actor)
    return copy


@transaction.atomic
def recover(copy: Copy, *, actor, comment="") -> Copy:
    """Recuperar: back to who reassigned it last, while the receiver did not pass it on or has left.

    Raises:
        Conflict: it is being worked on by somebody it was passed on to.
    """
    copy = _locked(copy)
    given_to, had = _last_receiver(copy), copy.holder
    if str(copy.holder.uuid) != given_to and copy.holder.is_working:
        raise Conflict(TOO_LATE)
    [copy] = perform(Move(copy, "recover", {"holder": actor.appointment, "instant": clock.now()}), actor=actor,
                     subject=copy, entries=[Entry(history.RECOVER, comment=comment)])  # fmt: skip
    tasks.hand_over(copy, had, actor.appointment, actor=actor)
    return copy


def _last_receiver(copy):
    entry = HistoryEntry.objects.of(copy).filter(action=history.REASSIGN).first()
    return (entry.target or {}).get("appointment", "") if entry else ""


@transaction.atomic
def inform(copy: Copy, target: Appointment, *, actor, comment="", authorised: bool = False) -> Informed:
    """Let somebody of the institution read a copy without passing it on; again refreshes the row.

    Args:
        authorised: the actor gives leave to read a confidential copy (documents §13.12).

    Raises:
        Invalid: the target cannot be chosen, or a confidential copy was not authorised for him.
    """
    copy = _locked(copy)
    targets.check_colleague(target, copy, actor)
    if copy.is_confidential and not authorised:
        raise Invalid(NEEDS_LEAVE.format(copy))
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
    telling.tell(target, telling.INFORMED, copy, actor=actor, key=_event(copy, "inform"))
    return row


@transaction.atomic
def remove_informed(copy: Copy, *, actor, comment="") -> None:
    """Eliminar informado: only the actor's own rows of this copy leave the tray Informados.

    Raises:
        Forbidden: the actor was not informed of it.
    """
    rows = Informed.objects.filter(copy=copy, informed=actor.appointment, removed_at__isnull=True)
    if not rows.update(removed_at=clock.now()):
        raise Forbidden("Usted no consta entre los informados de este documento.")
    recorder.record(copy, history.REMOVE_INFORMED, actor=actor, comment=comment)


@transaction.atomic
def shelve(copy: Copy, *, actor, comment="") -> Copy:
    """Archivar: the holder files the copy; its pending tasks are cancelled."""
    copy = _locked(copy)
    if permissions.is_holder(copy, actor):
        tasks.cancel_all(copy, actor=actor, reason="El documento se archivó.")
    [copy] = perform(Move(copy, "shelve", {"instant": clock.now()}), actor=actor, subject=copy,
                     entries=[Entry(history.SHELVE, comment=comment)])  # fmt: skip
    return copy


def unshelve(copy: Copy, *, actor, comment="") -> Copy:
    """Restaurar archivado: En Trámite or Enviado again, unread; cancelled tasks stay cancelled."""
    [copy] = perform(Move(copy, "unshelve"), actor=actor, subject=copy,
                     entries=[Entry(history.UNSHELVE, comment=comment)])  # fmt: skip
    return copy


@transaction.atomic
def comment(copy: Copy, text: str, *, actor) -> Copy:
    """Comentar: an entry of the Recorrido, told to the holder."""
    copy = _locked(copy)
    target = Receiver(copy.holder) if copy.holder_id else None  # a citizen reads no comments (documents §12)
    [copy] = perform(Move(copy, "comment"), actor=actor, subject=copy,
                     entries=[Entry(history.COMMENT, comment=text, target=target)])  # fmt: skip
    if copy.holder_id not in (None, actor.appointment.pk):
        telling.tell(copy.holder, telling.COMMENTED, copy, actor=actor, key=_event(copy, "comment"))
    return copy


def mark_read(copy: Copy, *, actor) -> None:
    """Note that the present holder opened the copy; who was informed has a mark of his own."""
    if actor.is_citizen:
        Copy.objects.filter(pk=copy.pk, holder_citizen=actor.user, is_read=False).update(is_read=True)
        return
    post = actor.appointment
    Copy.objects.filter(pk=copy.pk, holder=post, is_read=False).update(is_read=True)
    Informed.objects.filter(copy=copy, informed=post, read_at__isnull=True).update(read_at=clock.now())


def mark_unread(copy: Copy, *, actor) -> None:
    """«Marcar como no leído», by the holder only.

    Raises:
        Conflict: somebody else holds it now.
    """
    if not Copy.objects.filter(pk=copy.pk, holder=actor.appointment).update(is_read=False):
        raise Conflict(GONE)


def _locked(copy) -> Copy:
    return Copy.objects.locked(copy.pk, "document__type", "document__area", "holder__person", "holder__area",
                               "previous_holder")  # fmt: skip


def _event(copy, name) -> str:
    """Names one event of a copy: its entries only grow."""
    return f"{name}-{copy.uuid}-{HistoryEntry.objects.of(copy).values_list('sequence', flat=True).first()}"


def _took_part(copy, appointment, how, at, other, **said):
    Participation.objects.create(appointment=appointment, document_id=copy.document_id, copy=copy, how=how,
                                 document_date=copy.sort_at, at=at, other=other, **said)  # fmt: skip
