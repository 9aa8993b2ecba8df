"""Giving each approved request its night, or running it now (backups §2.5, T5, T7)."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from backups import history, schedule
from backups.models import Backup, BackupRequest, Night
from backups.states import BackupState, Kind
from quipux import clock, jobs
from quipux.calendar.days import working_calendar
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, perform

WAITING = (BackupState.PENDING, BackupState.RUNNING)


def window() -> schedule.Window:
    """The night window of the settings."""
    return schedule.Window(*settings.QUIPUX_NIGHT_WINDOW)


def schedule_requests() -> int:
    """Give a night to every approved request that has none, oldest approval first (T5).

    Returns:
        How many were scheduled.
    """
    waiting = Backup.objects.unscheduled().order_by("request__approved_at", "pk").values_list("pk", flat=True)
    return sum(_schedule(pk) for pk in list(waiting))


@transaction.atomic
def _schedule(pk):
    backup = (
        Backup.objects.unscheduled().select_for_update(of=("self",)).select_related("request").filter(pk=pk).first()
    )
    if backup is None:
        return False
    _move_to(backup, plan_night(backup.request))
    return True


def _move_to(backup, night, *, run_now=False, actor=SYSTEM):
    perform(Move(backup, "schedule", {"night": night, "run_now": run_now}), actor=actor, subject=backup.request,
            entries=[Entry(history.SCHEDULED, comment=history.scheduled_comment(night))])  # fmt: skip


@transaction.atomic
def plan_night(request: BackupRequest) -> date:
    """The night the request would get now; the chosen night stays locked until the transaction ends."""
    first = window().next_to_begin(clock.now())
    night = schedule.pick_night(
        load_of(request), first=first, share=settings.QUIPUX_NIGHT_INSTITUTION_SHARE,
        plan_of=lambda day: _plan_of(day, request), promise=promised(request)[0])  # fmt: skip
    return night


def load_of(request: BackupRequest) -> schedule.Load:
    return schedule.Load(1, request.preflight_documents or 0, request.preflight_bytes or 0)


def promised(request: BackupRequest) -> tuple[date, date]:
    """The first and the last promised working day, counted from the approval (backups §2.5)."""
    return promised_from(request.kind, clock.local(request.approved_at).date())


def promised_from(kind: str, day: date) -> tuple[date, date]:
    """The promised working days for a request of ``kind`` approved on ``day``."""
    days = settings.QUIPUX_PROMISE_PERSONAL if kind == Kind.PERSONAL else settings.QUIPUX_PROMISE_INSTITUTIONAL
    calendar = working_calendar()
    return tuple(calendar.add_working_days(day, count) for count in days)


def _plan_of(day, request):
    night = _locked_night(day)
    reserved = Backup.objects.filter(scheduled_for=day, state__in=WAITING)
    own = Q(request__institution=request.institution)
    totals = reserved.aggregate(
        requests=Count("pk"), documents=Coalesce(Sum("request__preflight_documents"), 0),
        bytes=Coalesce(Sum("request__preflight_bytes"), 0),
        own=Coalesce(Sum("request__preflight_bytes", filter=own), 0),
    )  # fmt: skip
    others = Backup.objects.unscheduled().exclude(own).exists() or reserved.exclude(own).exists()
    return schedule.NightPlan(
        schedule.Load(night.requests, night.documents, night.bytes),
        schedule.Load(totals["requests"], totals["documents"], totals["bytes"]), totals["own"], others, night.is_paused)  # fmt: skip


def _locked_night(day):
    """The row of a night, locked, so that two schedulers never overbook it."""
    Night.objects.get_or_create(date=day, defaults={
        "requests": settings.QUIPUX_NIGHT_REQUESTS, "documents": settings.QUIPUX_NIGHT_DOCUMENTS,
        "bytes": settings.QUIPUX_NIGHT_BYTES})  # fmt: skip
    return Night.objects.select_for_update().get(date=day)


@transaction.atomic
def run_now(request: BackupRequest, *, actor) -> None:
    """Ejecutar ahora: today, without waiting for the window (T7)."""
    backup = Backup.objects.select_related("request").get(request=request)
    move = "retry" if backup.state == BackupState.FAILED else "schedule"
    today = clock.today()
    perform(Move(backup, move, {"night": today, "run_now": True}), actor=actor, subject=request,
            entries=[Entry(history.SCHEDULED, comment=history.scheduled_comment(today))])  # fmt: skip
    jobs.ring("backups.tasks.dispatch_due")


def retry_failed() -> int:
    """Give a failed backup another night, a limited number of times (T13)."""
    failed = Backup.objects.filter(state=BackupState.FAILED, retry_nights__lt=settings.QUIPUX_RETRY_NIGHTS)
    return sum(_retry(backup) for backup in failed.select_related("request"))


@transaction.atomic
def _retry(backup):
    night = window().next_to_begin(clock.now())
    [backup] = perform(Move(backup, "retry", {"night": night}), actor=SYSTEM, subject=backup.request,
                       entries=[Entry(history.SCHEDULED, comment=history.scheduled_comment(night))])  # fmt: skip
    backup.retry_nights += 1
    backup.save(update_fields=["retry_nights"])
    return True
