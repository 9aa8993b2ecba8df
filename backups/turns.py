"""Whose turn it is: the waiting backups in the order in which they start, and why one does not (backups §2.5, §3.11)."""

from datetime import date

from django.conf import settings
from django.db.models import Sum
from django.db.models.functions import Coalesce

from backups import hours, room, schedule
from backups.models import Backup, Night
from backups.states import BackupState, RequestState
from institutions.states import Environment
from quipux import clock
from quipux.calendar.days import working_calendar

SOON = 5  # working days until somebody leaves
FACTS = ("pk", "request__institution", "request__approved_at", "run_now", "scheduled_for",
         "request__institution__environment", "request__appointment__ends_on", "request__preflight_documents",
         "request__preflight_bytes")  # fmt: skip


def waiting_now(*, any_night: bool = False, number: int | None = None) -> list[schedule.Waiting]:
    """The backups that may start now, in turn.

    Args:
        any_night: ignore calendar, window and places.
        number: only the request of this number.
    """
    now = clock.now()
    rows = Backup.objects.filter(state=BackupState.PENDING, request__state=RequestState.APPROVED)
    if number is not None:
        rows = rows.filter(request__number=number)
    if not any_night:
        listed = hours.is_open(now) and free_places() > 0
        rows = rows.exclude(scheduled_for=None) if listed else rows.filter(run_now=True, scheduled_for__lte=now.date())
    night, soon = hours.night_at(now), working_calendar().add_working_days(now.date(), SOON)
    found = [_waiting(facts, night, now.date(), soon, any_night) for facts in rows.values_list(*FACTS)]
    return schedule.in_turn(found, served(night) if found else {})


def order_of(night: date) -> list[int]:
    """Primary keys of the backups that wait on a night, in the order in which they will start (backups §3.9)."""
    rows = Backup.objects.filter(state=BackupState.PENDING, request__state=RequestState.APPROVED, scheduled_for=night)
    today = clock.today()
    soon = working_calendar().add_working_days(today, SOON)
    found = [_waiting(facts, night, today, soon, False) for facts in rows.values_list(*FACTS)]
    return [row.key for row in schedule.whole_order(found, served(night))]


def _waiting(facts, night, today, soon, any_night):
    key, institution, approved_at, run_now, scheduled_for, environment, ends_on, documents, size = facts
    is_now = run_now and scheduled_for is not None and scheduled_for <= today
    is_due = any_night or (scheduled_for is not None and scheduled_for <= night)
    return schedule.Waiting(
        key, institution, approved_at, is_due=is_due, run_now=is_now, is_training=environment == Environment.TRAINING,
        leaves_soon=ends_on is not None and ends_on <= soon, load=schedule.Load(1, documents or 0, size or 0))  # fmt: skip


def served(night) -> dict[int, int]:
    """Institution → bytes of its backups begun in the night of ``night``."""
    begun = Backup.objects.filter(scheduled_for=night, started_at__isnull=False).exclude(state=BackupState.PENDING)
    rows = begun.values_list("request__institution").annotate(total=Coalesce(Sum("request__preflight_bytes"), 0))
    return dict(rows.order_by())


def free_places() -> int:
    """How many more backups may be under way at once; what was asked to run now takes no place of the list."""
    return settings.QUIPUX_BACKUPS_AT_ONCE - Backup.objects.running().filter(run_now=False).count()


def why_waiting(backup: Backup) -> str:
    """Why a waiting backup has not started yet, in a sentence for operators; empty for one that does not wait (B-49)."""
    if backup.state != BackupState.PENDING or backup.request.state != RequestState.APPROVED:
        return ""
    if backup.scheduled_for is None:
        return "Todavía no tiene noche asignada."
    now = clock.now()
    night = Night.objects.filter(date=backup.scheduled_for).first()
    if night and night.is_paused and not backup.run_now:
        return f"La noche del {night.date} está pausada. Motivo: {night.reason}"
    if shortage := room.shortage(backup):
        return shortage
    if backup.run_now or (hours.is_open(now) and backup.scheduled_for <= hours.night_at(now)):
        return f"Espera su turno: hay {Backup.objects.running().count()} respaldos en ejecución."
    return f"Está programada para la noche del {backup.scheduled_for}."
