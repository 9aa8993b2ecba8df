"""The figures of the Tablero (backups §3.11)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncDate

from backups import history, hours, room
from backups.admin import storage
from backups.models import Backup, BackupPart, BackupRequest, PartDownload
from backups.states import BackupState, RequestState
from quipux import charts, clock
from quipux.calendar.days import working_calendar
from quipux.history.models import Entry
from quipux.runs.models import JobRun
from quipux.web import formatting

DAYS = 30
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
NO_DATA = "sin datos"


@dataclass(frozen=True)
class Number:
    """One of the six numbers: what it is, its value, and the small print."""

    label: str
    value: str
    note: str = ""


def numbers(now: datetime) -> list[Number]:
    """The six numbers, in the order of the specification."""
    return [_ready_tonight(now), _oldest(now), _failed(now), _disk(now), _downloaded(now), _checked(now)]


def _last_night(now):
    """The night whose work is told: the running one, by day the one that ended in the morning."""
    night = hours.night_at(now)
    return night if hours.window().contains(now) else night - timedelta(days=1)


def _ready_tonight(now):
    of_night = Backup.objects.filter(scheduled_for=_last_night(now)).exclude(state=BackupState.REJECTED)
    counts = of_night.aggregate(**{state: Count("pk", filter=Q(state=state)) for state in ("pending", "running", "generated",
                                                                                      "failed", "paused")})  # fmt: skip
    total, queued = sum(counts.values()), counts["pending"] + counts["running"]
    return Number("Listas esta noche", f"{counts['generated']} de {total}", f"{queued} en cola")


def _oldest(now):
    first = BackupRequest.objects.filter(state=RequestState.APPROVED).order_by("approved_at").first()
    goal = f"meta: {settings.QUIPUX_PROMISE_PERSONAL[1]}"
    if first is None:
        return Number("Más antigua sin atender", "ninguna", goal)
    days = working_calendar().working_days_between(clock.local(first.approved_at).date(), clock.local(now).date())
    return Number("Más antigua sin atender", f"{days} {'día lab.' if days == 1 else 'días lab.'}", goal)


def _failed(now):
    told = Entry.objects.filter(subject_kind="backup_request", action=history.FAILED, at__gte=now - WEEK)
    waiting = Backup.objects.filter(state=BackupState.FAILED).count()
    return Number("Fallidas (7 días)", str(told.values("subject_id").distinct().count()), f"{waiting} con error ahora")


def _disk(now):
    disk = room.measure()
    if disk is None:
        return Number("Disco de respaldos", "sin límite", "almacenamiento de objetos")
    used = 100 * (disk.total - disk.free) // disk.total
    return Number("Disco de respaldos", f"{used} %", storage.forecast_words(disk, now))


def _downloaded(now):
    ended = Backup.objects.filter(expires_at__gt=now - MONTH, expires_at__lte=now)
    untouched = BackupPart.objects.filter(backup=OuterRef("pk")).exclude(
        Exists(PartDownload.objects.filter(part=OuterRef("pk"))))  # fmt: skip
    total, left = ended.count(), ended.filter(Exists(untouched)).count()
    tomorrow = clock.day_start(clock.local(now).date() + timedelta(days=2))
    soon = Backup.objects.filter(state=BackupState.GENERATED, expires_at=tomorrow).count()
    value = f"{100 * (total - left) // total} %" if total else NO_DATA
    return Number("Descargadas antes de vencer", value, f"{soon} {'vence' if soon == 1 else 'vencen'} mañana")


def _checked(now):
    live = BackupPart.objects.filter(backup__state=BackupState.GENERATED, backup__expires_at__gt=now)
    sound = live.filter(checked_at__isnull=False, damaged_at=None).count()
    run = JobRun.objects.filter(name="check_integrity", last_ended_at__isnull=False).first()
    note = f"{formatting.minute_text(run.last_ended_at)} (GMT-5)" if run else "sin comprobaciones"
    return Number("Integridad verificada", f"{sound} de {live.count()}", note)


# Pictures ---------------------------------------------------------------------------------------------


def per_day(now: datetime) -> charts.Chart:
    """Requests sent in each of the last 30 days."""
    days = [clock.local(now).date() - timedelta(days=back) for back in reversed(range(DAYS))]
    sent = BackupRequest.objects.filter(sent_at__gte=clock.day_start(days[0]))
    found = sent.annotate(day=TruncDate("sent_at", tzinfo=clock.GUAYAQUIL)).values_list("day").annotate(n=Count("pk"))
    counts = dict(found.order_by("day"))
    values = [counts.get(day, 0) for day in days]
    return charts.columns(charts.Data(
        "dias", "Solicitudes enviadas por día, últimos 30 días",
        f"Máximo {max(values)} en un día, total {sum(values)}.", "Día", [day.isoformat() for day in days],
        [charts.Series("Solicitudes", values)], now, unit=("solicitud", "solicitudes"),
        short=[f"{day:%m-%d}" for day in days]))  # fmt: skip


def by_state(now: datetime) -> charts.Chart:
    """The queue as one band; «Atendida (vigente)» is what can still be downloaded."""
    found = Backup.objects.filter(request__state=RequestState.APPROVED)
    live = Backup.objects.filter(state=BackupState.GENERATED, expires_at__gt=now).count()
    pending = found.filter(state=BackupState.PENDING)
    states = (
        ("Aprobada, sin fecha", pending.filter(scheduled_for=None).count(), "#5b6b7f"),
        ("Calendarizada", pending.exclude(scheduled_for=None).count(), "#1f5fb5"),
        ("En Ejecución", found.filter(state=BackupState.RUNNING).count(), "#0b3d7a"),
        ("Detenido", found.filter(state=BackupState.PAUSED).count(), "#9a6a00"),
        ("Con error", found.filter(state=BackupState.FAILED).count(), "#b8141f"),
        ("Atendida (vigente)", live, "#0f6b47"),
    )
    total = sum(number for _, number, _ in states)
    return charts.band(charts.Data(
        "cola", "Cola por estado", f"{total} {'solicitud' if total == 1 else 'solicitudes'} en total.", "Estado", [""],
        [charts.Series(label, [number], colour) for label, number, colour in states], now))  # fmt: skip
