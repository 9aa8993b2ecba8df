"""What each night holds already: read once for a whole planning, kept as requests are placed (backups §2.5).

The rows of the nights are locked for as long as the transaction lasts, so that two schedulers never overbook one.
An estimate asks without lock and writes nothing.
"""

from collections import defaultdict
from datetime import date

from django.conf import settings
from django.db.models import BigIntegerField, Count, F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from backups import schedule
from backups.models import Backup, BackupPart, BackupRequest, Night
from backups.schedule import Load
from backups.states import BackupState
from institutions.states import Environment

WAITING = (BackupState.PENDING, BackupState.RUNNING)


def default_capacity() -> Load:
    """What a night admits when nobody changed it."""
    return Load(settings.QUIPUX_NIGHT_REQUESTS, settings.QUIPUX_NIGHT_DOCUMENTS, settings.QUIPUX_NIGHT_BYTES)


def usual_night(day: date) -> Night:
    """An unsaved night as the settings have it."""
    usual = default_capacity()
    return Night(date=day, requests=usual.requests, documents=usual.documents, bytes=usual.bytes)


def _locked(day):
    Night.objects.bulk_create([usual_night(day)], ignore_conflicts=True)
    return Night.objects.select_for_update().get(date=day)


def _unscheduled():
    """Institution → how many of its requests have no night yet."""
    rows = Backup.objects.unscheduled().exclude(request__institution__environment=Environment.TRAINING)
    counts = rows.values(institution=F("request__institution")).annotate(requests=Count("pk")).order_by()
    return defaultdict(int, {row["institution"]: row["requests"] for row in counts})


def capacity_of(night: Night) -> Load:
    return Load(night.requests, night.documents, night.bytes)


def load_of(request: BackupRequest) -> Load:
    """What a request takes of its night: its pre-flight figures; nothing for a training tenant."""
    if request.institution.is_training:
        return schedule.NOTHING
    return Load(1, request.preflight_documents or 0, request.preflight_bytes or 0)


def with_left(backups):
    """The same rows with ``left``: the bytes still to be made."""
    finished = BackupPart.objects.filter(backup=OuterRef("pk")).exclude(finished_at=None).order_by()
    done = Subquery(finished.values("backup").annotate(total=Sum("bytes")).values("total"),
                    output_field=BigIntegerField())  # fmt: skip
    return backups.annotate(left=Greatest(Coalesce("request__preflight_bytes", 0) - Coalesce(done, 0), 0))


def reserved_rows():
    """Backups that take capacity of their night, with what is ``left`` of them."""
    rows = Backup.objects.filter(state__in=WAITING).exclude(scheduled_for=None)
    return with_left(rows.exclude(request__institution__environment=Environment.TRAINING))


def reserved_of(day: date) -> Load:
    """What is reserved of one night."""
    totals = reserved_rows().filter(scheduled_for=day).aggregate(
        requests=Count("pk"), documents=Coalesce(Sum("request__preflight_documents"), 0),
        bytes=Coalesce(Sum("left"), 0))  # fmt: skip
    return Load(**totals)


class Reservations:
    """The nights from ``first`` on, as they stand and as they are filled.

    Attributes:
        nights: date → row, of those that exist.
    """

    def __init__(self, first: date, *, lock: bool):
        """
        Args:
            first: the first night that may be used.
            lock: hold the rows until the transaction ends, and make those that are missing.
        """
        self.first, self._locks = first, lock
        self.nights: dict[date, Night] = {}
        self._loads = defaultdict(lambda: defaultdict(lambda: schedule.NOTHING))
        if lock:
            self.nights[first] = _locked(first)  # the first row is where two schedulers meet
        rows = Night.objects.filter(date__gte=first).order_by("date")
        self.nights |= {night.date: night for night in (rows.select_for_update() if lock else rows)}
        self._read_loads(scheduled_for__gte=first)
        self._waiting = _unscheduled()

    def _read_loads(self, **which):
        rows = reserved_rows().filter(**which).values("scheduled_for", institution=F("request__institution"))
        for row in rows.annotate(requests=Count("pk"), documents=Coalesce(Sum("request__preflight_documents"), 0),
                                    bytes=Coalesce(Sum("left"), 0)).order_by():  # fmt: skip
            load = Load(row["requests"], row["documents"], row["bytes"])
            self._loads[row["scheduled_for"]][row["institution"]] = load

    def night(self, day: date) -> Night:
        """The row of a night; one that nobody changed has the capacity of the settings."""
        if day not in self.nights:
            self.nights[day] = _locked(day) if self._locks else usual_night(day)
            if self._locks:
                self._read_loads(scheduled_for=day)  # another scheduler may have filled it until it was locked
        return self.nights[day]

    def pick(self, request: BackupRequest, promise: date) -> date:
        """The night that ``request`` gets (`schedule.pick_night`); `place` reserves it."""
        return schedule.pick_night(
            load_of(request), first=self.first, share=settings.QUIPUX_NIGHT_INSTITUTION_SHARE, promise=promise,
            plan_of=lambda day: self._plan_of(day, request.institution_id))  # fmt: skip

    def takes(self, request: BackupRequest, day: date, promise: date) -> bool:
        """Whether the night of ``day`` could be picked for ``request``."""
        return schedule.admits(self._plan_of(day, request.institution_id), load_of(request), day, promise=promise,
                               share=settings.QUIPUX_NIGHT_INSTITUTION_SHARE)  # fmt: skip

    def place(self, request: BackupRequest, day: date) -> None:
        """Count ``request``, which had no night, in that of ``day``."""
        self._loads[day][request.institution_id] += load_of(request)
        self._waiting[request.institution_id] -= 1

    def release(self, request: BackupRequest, day: date) -> None:
        """Take ``request`` out of the night of ``day``: it waits for another."""
        self._loads[day][request.institution_id] -= load_of(request)
        self._waiting[request.institution_id] += 1

    def reserved(self, day: date) -> Load:
        return sum(self._loads[day].values(), schedule.NOTHING)

    def _plan_of(self, day, institution):
        night = self.night(day)
        return schedule.NightPlan(capacity_of(night), self.reserved(day), self._loads[day][institution].bytes,
                                  self._others_wait(day, institution), night.is_paused)  # fmt: skip

    def _others_wait(self, day, institution):
        if any(count > 0 for other, count in self._waiting.items() if other != institution):
            return True
        return any(load.requests > 0 for later, loads in self._loads.items() if later >= day
                   for other, load in loads.items() if other != institution)  # fmt: skip
