"""Giving each approved request its night, moving it, or running it now (backups §2.5; T5, T6, T7, T9, T13)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.conf import settings
from django.db import transaction

from backups import history, hours, permissions, reservations, room
from backups.models import Backup, BackupPart, BackupRequest
from backups.reservations import Reservations
from backups.schedule import Load
from backups.services import notices
from backups.states import BackupState, Kind, RequestState
from quipux import clock, jobs
from quipux.calendar import WorkingCalendar
from quipux.calendar.days import working_calendar
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry as History
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, perform

WAITING = reservations.WAITING
BATCH = 20  # requests placed in one transaction: the nights stay locked for a fraction of a second
NOTHING_CHOSEN = "Debe seleccionar las solicitudes que requiere calendarizar."
NOT_A_DATE = "Debe ingresar una fecha válida."
PAST_DATE = "La fecha a ejecutar debe ser igual o posterior a hoy."

window = hours.window


# T5 -----------------------------------------------------------------------------------------------------


def schedule_requests() -> int:
    """Give a night to every approved request that has none, oldest approval first (T5).

    What a night left unbegun goes to the next one, as what it left half done does (T9).

    Returns:
        How many had no night and got one.
    """
    _move_overdue()
    placed = 0
    while batch := _place_some():
        placed += batch
    return placed


@transaction.atomic
def _place_some():
    if not Backup.objects.unscheduled().exists():
        return 0
    book, calendar = Reservations(window().next_to_begin(clock.now()), lock=True), working_calendar()
    chosen = []
    for backup in _in_approval_order(Backup.objects.unscheduled())[:BATCH]:
        night = book.pick(backup.request, promised(backup.request, calendar)[0])
        book.place(backup.request, night)
        chosen.append((backup, night))
    return sum(_give(backup, night, guard=_has_no_night) for backup, night in chosen)


def _in_approval_order(backups):
    return backups.select_related("request__institution").order_by("request__approved_at", "pk")


def _has_no_night(backup):
    if backup.scheduled_for is not None:
        raise NotAllowedNow(backup.refusal_message())


def _give(backup, night, *, guard=None):
    """Whether the backup moved; one that was withdrawn or moved meanwhile stays as it is."""
    try:
        _move_to(backup, night, guard=guard)
    except NotAllowedNow:
        return False
    return True


def _move_to(backup, night, *, actor=SYSTEM, run_now=False, reason="", guard=None):
    """T5, T6 and T7: the same entry, with the operator's reason after it; the requester is told of a late night."""
    move = "retry" if backup.state == BackupState.FAILED else "schedule"
    perform(Move(backup, move, {"night": night, "run_now": run_now}), actor=actor, subject=backup.request, guard=guard,
            entries=[Entry(history.SCHEDULED, comment=history.scheduled_comment(night, reason))])  # fmt: skip
    if backup.scheduled_for is not None:
        tell_if_late(backup.request, night)


def tell_if_late(request: BackupRequest, night: date) -> None:
    """«Nueva fecha», when the night a request was moved to ends after the last promised day (backups §7)."""
    if night >= promised(request)[1]:
        notices.new_night(request, night)


def _move_overdue():
    now = clock.now()
    waiting = Backup.objects.filter(state=BackupState.PENDING, request__state=RequestState.APPROVED, run_now=False)
    overdue = list(_in_approval_order(waiting.filter(scheduled_for__lt=hours.night_at(now))))
    if overdue:
        night = hours.night_at(now) if hours.is_open(now) else hours.next_night(now)
        for backup in overdue:
            _give(backup, night, guard=partial(_still_on, backup.scheduled_for))


def move_by_plan(request: BackupRequest, night_from: date, night_to: date) -> bool:
    """T5 for a request whose night lost its capacity; gives whether it was still there to be moved."""
    backup = Backup.objects.select_related("request__institution").get(request=request)
    return _give(backup, night_to, guard=partial(_still_on, night_from))


def _still_on(night, backup):
    if backup.scheduled_for != night:
        raise NotAllowedNow(backup.refusal_message())


def plan_night(request: BackupRequest) -> date:
    """The night the request would get now: an estimate, which locks and writes nothing."""
    book = Reservations(window().next_to_begin(clock.now()), lock=False)
    return book.pick(request, promised(request)[0])


def load_of(request: BackupRequest) -> Load:
    return reservations.load_of(request)


def promised(request: BackupRequest, calendar: WorkingCalendar | None = None) -> tuple[date, date]:
    """The first and the last promised working day, counted from the approval (backups §2.5).

    Args:
        calendar: read once by who asks about many; read now when omitted.
    """
    return promised_from(request.kind, clock.local(request.approved_at).date(), calendar)


def promised_from(kind: str, day: date, calendar: WorkingCalendar | None = None) -> tuple[date, date]:
    """The promised working days for a request of ``kind`` approved on ``day``."""
    days = settings.QUIPUX_PROMISE_PERSONAL if kind == Kind.PERSONAL else settings.QUIPUX_PROMISE_INSTITUTIONAL
    calendar = calendar or working_calendar()
    return tuple(calendar.add_working_days(day, count) for count in days)


# T6, T7: operators --------------------------------------------------------------------------------------


@dataclass
class Result:
    """What became of each request of a mass act.

    Attributes:
        moved: requests that are now in the night.
        refused: number of the request and the sentence that says why not.
    """

    moved: list[BackupRequest] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)


class CapacityWarning(Conflict):
    """The night would hold more than it admits; who confirms may go on."""


def calendarizar(requests: Iterable[BackupRequest], night: date, *, actor, reason: str = "",
                 confirmed: bool = False) -> Result:  # fmt: skip
    """Move requests to a night, each in its own transaction (T6).

    Args:
        reason: added to the fixed comment when it is not empty.
        confirmed: the operator saw that the night's capacity is exceeded.

    Raises:
        Forbidden: only operators.
        Invalid: nothing chosen, no date, a past date, or a paused night.
        CapacityWarning: not confirmed yet; nothing moved.
    """
    if not permissions.is_operator(None, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    chosen = list(requests)
    _check_night(chosen, night)
    if not confirmed:
        _warn_of_capacity(chosen, night)
    result = Result()
    for request in chosen:
        try:
            result.moved.append(_calendarizar_one(request, night, actor, reason.strip()))
        except (NotAllowedNow, Conflict) as refusal:
            result.refused.append((request.number, refusal.message))
    return result


def _check_night(chosen, night):
    if not chosen:
        raise Invalid(NOTHING_CHOSEN, requests=NOTHING_CHOSEN)
    if not isinstance(night, date):
        raise Invalid(NOT_A_DATE, night=NOT_A_DATE)
    if night < clock.today():
        raise Invalid(PAST_DATE, night=PAST_DATE)
    row = Reservations(night, lock=False).night(night)
    if row.is_paused:
        text = f"La noche del {night} está pausada. Motivo: {row.reason or 'no se indicó'}"
        raise Invalid(text, night=text)


def _warn_of_capacity(chosen, night):
    rows = Backup.objects.filter(request__in=chosen, state__in=(BackupState.PENDING, BackupState.FAILED))
    coming = rows.exclude(scheduled_for=night, state=BackupState.PENDING).select_related("request__institution")
    total = sum((load_of(backup.request) for backup in coming), reservations.reserved_of(night))
    capacity = reservations.capacity_of(Reservations(night, lock=False).night(night))
    if coming and not total.fits(capacity):
        raise CapacityWarning(
            f"La noche del {night} quedaría con {total.requests} de {capacity.requests} solicitudes, {total.documents} de "
            f"{capacity.documents} documentos y {room.size(total.bytes)} de {room.size(capacity.bytes)}. "
            "Confirme para calendarizar de todos modos.")  # fmt: skip


@transaction.atomic
def _calendarizar_one(request, night, actor, reason):
    Reservations(night, lock=True)
    backup = Backup.objects.select_related("request__institution").get(request=request)
    _refuse_unless_waiting(backup)
    if backup.state == BackupState.FAILED or backup.scheduled_for != night or backup.run_now:
        _move_to(backup, night, actor=actor, reason=reason)
    return backup.request


def _refuse_unless_waiting(backup):
    request = backup.request
    if request.state != RequestState.APPROVED:
        raise NotAllowedNow(f"La solicitud No. {request.number} ya no está Aprobada")
    if backup.state not in (BackupState.PENDING, BackupState.FAILED):
        raise NotAllowedNow(f"El respaldo de la solicitud No. {request.number} está en estado "
                            f"{backup.get_state_display()}")  # fmt: skip


@transaction.atomic
def run_now(request: BackupRequest, *, actor, reason: str = "") -> None:
    """Ejecutar ahora: today, without waiting for the window (T7).

    Raises:
        Forbidden: only operators.
        Conflict: the disk rule does not let it start (§9.4), in words.
    """
    if not permissions.is_operator(request, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    backup = Backup.objects.select_related("request__institution").get(request=request)
    if backup.state == BackupState.PENDING and backup.run_now and backup.scheduled_for == clock.today():
        return
    if shortage := room.shortage(backup):
        raise Conflict(f"No se puede ejecutar ahora la solicitud No. {request.number}. {shortage}")
    _move_to(backup, clock.today(), actor=actor, run_now=True, reason=reason.strip())
    jobs.ring("backups.tasks.dispatch_due")


def moved_by_operator(requests: Iterable[BackupRequest]) -> set[int]:
    """Primary keys of the requests whose present night was given by a person, not by Sistema (backups §3.5)."""
    by_uuid = {request.uuid: request.pk for request in requests}
    entries = History.objects.filter(subject_kind="backup_request", subject_id__in=by_uuid, action=history.SCHEDULED)
    last = entries.order_by("subject_id", "-sequence").distinct("subject_id")
    return {by_uuid[key] for key, person in last.values_list("subject_id", "actor_id") if person is not None}


# T9, T13 ------------------------------------------------------------------------------------------------


@transaction.atomic
def postpone(backup_id: int) -> bool:
    """The window ended: what runs goes on in the next night, with its finished parts (T9).

    Returns:
        Whether it moved; one that is to run now, or was moved already, stays.
    """
    rows = Backup.objects.running().filter(pk=backup_id, run_now=False).select_for_update(of=("self",))
    backup, now = rows.select_related("request").first(), clock.now()
    if backup is None or hours.is_open(now):
        return False
    # What was half written is written again from its beginning: its progress is not told any more.
    idle = BackupPart.objects.filter(backup=backup).unfinished().unleased()
    idle.exclude(documents_done=0, bytes_done=0).update(documents_done=0, bytes_done=0)
    night = hours.next_night(now)
    if backup.scheduled_for == night:
        return False
    perform(Move(backup, "postpone", {"night": night}), actor=SYSTEM, subject=backup.request,
            entries=[Entry(history.SCHEDULED, comment=history.scheduled_comment(night))])  # fmt: skip
    tell_if_late(backup.request, night)
    return True


def postpone_all() -> int:
    """T9 for whatever still runs outside the hours; gives how many moved."""
    if hours.is_open(clock.now()):
        return 0
    return sum(postpone(pk) for pk in Backup.objects.running().filter(run_now=False).values_list("pk", flat=True))


def retry_failed(*, number: int | None = None) -> int:
    """Give a failed backup another night, a limited number of times (T13).

    Args:
        number: only the request of this number.

    Returns:
        How many are tried again; of the others operators were told already.
    """
    failed = Backup.objects.filter(state=BackupState.FAILED, retry_nights__lt=settings.QUIPUX_RETRY_NIGHTS)
    if number is not None:
        failed = failed.filter(request__number=number)
    return sum(_retry(pk) for pk in failed.values_list("pk", flat=True))


@transaction.atomic
def _retry(pk):
    rows = Backup.objects.filter(pk=pk, state=BackupState.FAILED, retry_nights__lt=settings.QUIPUX_RETRY_NIGHTS)
    backup = rows.select_for_update(skip_locked=True, of=("self",)).select_related("request").first()
    if backup is None:
        return False
    night = hours.next_night(clock.now())
    [backup] = perform(Move(backup, "retry", {"night": night}), actor=SYSTEM, subject=backup.request,
                       entries=[Entry(history.SCHEDULED, comment=history.scheduled_comment(night))])  # fmt: skip
    backup.retry_nights += 1
    backup.save(update_fields=["retry_nights"])
    notices.new_night(backup.request, night)
    return True
