"""Driving a build: claim, freeze, ring for each part, close, give up (backups §9.1; T8, T9, T12)."""

import logging
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction

from backups import builder, closer, history, hours, leases, reservations, room, turns
from backups.models import Backup, BackupPart, Night
from backups.services import freezing, notices, scheduling
from backups.states import BackupState
from quipux import clock, jobs
from quipux.alarms.runbooks import Runbook
from quipux.files.errors import StoreError
from quipux.history.recorder import SYSTEM
from quipux.pdf import PdfError
from quipux.workflow import Entry, Move, perform

logger = logging.getLogger("quipux.backups")
SYSTEMIC = (StoreError, OSError, PdfError, MemoryError)
REASON = "No se pudo leer o guardar los archivos del respaldo."
AGAIN = "El sistema lo intentará de nuevo."
GIVEN_UP = "La Subsecretaría de Gobierno Electrónico ya fue avisada."


def dispatch_due() -> list[int]:
    """What is due now: work that the window's end leaves over moves on (T9), work of earlier nights continues, and
    backups are claimed while there are places for them (T8).

    Returns:
        Primary keys of the backups claimed by this call.
    """
    scheduling.postpone_all()
    continued = _continue_running()
    claimed = []
    while (pk := claim_next()) is not None:
        claimed.append(pk)
    if claimed or continued:
        _mark_begun()
    return claimed


def _continue_running():
    """Ring for what earlier nights left half done, once, when a night begins; later the sweep does."""
    now = clock.now()
    if not hours.is_open(now) or Night.objects.filter(date=hours.night_at(now)).exclude(first_claim_at=None).exists():
        return []
    left = Backup.objects.running().filter(run_now=False).order_by("request__approved_at", "pk")
    keys = list(left.values_list("pk", flat=True))
    for pk in keys:
        ring_next(pk)
    return keys


def _mark_begun():
    now = clock.now()
    if hours.is_open(now):
        night = hours.night_at(now)
        Night.objects.bulk_create([reservations.usual_night(night)], ignore_conflicts=True)
        Night.objects.filter(date=night, first_claim_at=None).update(first_claim_at=now)


def claim_next(*, any_night: bool = False, number: int | None = None) -> int | None:
    """Claim the next waiting backup; two dispatchers never claim the same (B-32).

    Args:
        any_night: ignore calendar, window and places, as ``run_backups --now`` does; it is then built to its end.
        number: only the request of this number.
    """
    disk = room.measure()
    for turn in turns.waiting_now(any_night=any_night, number=number):
        if not (disk and disk.shortage(turn.load.bytes)) and _claim(turn.key, any_night):
            return turn.key
    return None


@transaction.atomic
def _claim(pk, any_night):
    waiting = Backup.objects.filter(pk=pk, state=BackupState.PENDING)
    backup = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("request").first()
    if backup is None:
        return False
    now = clock.now()
    entries = [] if backup.started_at else [Entry(history.STARTED, once=True)]
    _advance_date(backup, now)
    perform(Move(backup, "claim", {"instant": now, "run_now": backup.run_now or any_night}), actor=SYSTEM,
            subject=backup.request, entries=entries)  # fmt: skip
    jobs.ring("backups.tasks.prepare_backup", pk)
    return True


def _advance_date(backup, now):
    """A backup of a later night taken today says so in its Recorrido (§2.5)."""
    night = hours.night_at(now)
    latest = now.date() if backup.run_now else night
    if backup.scheduled_for is None or backup.scheduled_for > latest:
        perform(Move(backup, "schedule", {"night": night, "run_now": backup.run_now}), actor=SYSTEM,
                subject=backup.request, entries=[Entry(history.SCHEDULED, comment=history.scheduled_comment(night))])  # fmt: skip


def prepare(backup_id: int) -> bool:
    """Freeze a claimed backup if nobody is at it, then ring for its parts.

    Returns:
        Whether it has work left.
    """
    token = leases.take_backup(backup_id) if _may_work(backup_id) else None
    if token is None:
        return _without_effect("prepare_backup", backup_id)
    backup = Backup.objects.select_related("request__appointment", "request__person", "request__area",
                                           "request__institution").get(pk=backup_id)  # fmt: skip
    try:
        with _counted(backup_id):
            has_work = freezing.freeze(backup, token)
    except (leases.LeaseLost, *SYSTEMIC):
        return False
    finally:
        leases.free_backup(backup_id, token)
    if has_work:
        ring_next(backup_id)
    else:
        jobs.ring("backups.tasks.dispatch_due")  # its place is free
    return has_work


def _without_effect(bell, backup_id, *, part=None) -> bool:
    """An old, repeated or early message: it changes nothing, and the log says why (safety F-07)."""
    state = Backup.objects.filter(pk=backup_id).values_list("state", flat=True).first() or "unknown"
    rows = Backup.objects.filter(pk=backup_id) if part is None else BackupPart.objects.filter(pk=part)
    held = state == BackupState.RUNNING and rows.exclude(lease_token=None).exists()
    facts = {"bell": bell, "backup": backup_id, "reason": "held" if held else state} | ({"part": part} if part else {})
    logger.info("bell_without_effect", extra=facts)
    return False


def _may_work(backup_id):
    """Whether it may go on now; outside the hours it moves to the next night instead (T9)."""
    if hours.may_work(backup_id):
        return True
    scheduling.postpone(backup_id)
    return False


@contextmanager
def _counted(backup_id):
    """Whatever ends an attempt counts as one, so that nothing is tried for ever (I14)."""
    try:
        yield
    except leases.LeaseLost:
        raise
    except Exception as error:
        attempt_failed(backup_id, error)
        raise


def ring_next(backup_id: int) -> None:
    """Ring for whatever is next: some parts that nobody builds, or the close."""
    backup = Backup.objects.running().filter(pk=backup_id).first()
    if backup is None or not _may_work(backup_id):
        return
    if backup.frozen_at is None:
        jobs.ring("backups.tasks.prepare_backup", backup_id)
        return
    unfinished = BackupPart.objects.filter(backup=backup).of_documents().unfinished()
    for pk in unfinished.unleased().values_list("pk", flat=True)[: settings.QUIPUX_PARTS_AT_ONCE]:
        jobs.ring("backups.tasks.build_part", pk)
    if not unfinished.exists():
        jobs.ring("backups.tasks.close_backup", backup_id)


def build_part(part_id: int) -> bool:
    """Build one part, count a failed attempt, and ring for what follows."""
    backup_id = BackupPart.objects.filter(pk=part_id).values_list("backup_id", flat=True).first()
    if backup_id is None or not _may_work(backup_id):  # a message may be old, or anybody's
        return _without_effect("build_part", backup_id, part=part_id)
    try:
        with _counted(backup_id):
            done = builder.build_part(part_id)
    except SYSTEMIC:
        return False
    if done:
        ring_next(backup_id)
        return True
    scheduling.postpone(backup_id)
    return _without_effect("build_part", backup_id, part=part_id)


def close(backup_id: int) -> bool:
    """Write the last part, verify and publish; count a failed attempt."""
    if not _may_work(backup_id):
        return _without_effect("close_backup", backup_id)
    try:
        with _counted(backup_id):
            done = closer.close_backup(backup_id)
    except SYSTEMIC:
        return False
    if done:
        jobs.ring("backups.tasks.dispatch_due")  # its place is free
        return True
    scheduling.postpone(backup_id)
    return _without_effect("close_backup", backup_id)


def attempt_failed(backup_id: int, error: Exception) -> None:
    """An attempt ended without a new finished part; too many in a row end the night's work (T12)."""
    code = f"{backup_id}-{type(error).__name__}"
    logger.error("build_attempt_failed", extra={"backup": backup_id, "reason": str(error)})
    if leases.note_failure(backup_id) < settings.QUIPUX_BACKUP_ATTEMPTS:
        return
    fail(backup_id, code)


@transaction.atomic
def fail(backup_id: int, code: str) -> None:
    """Con error, in plain words, and the operators are told (T12)."""
    backup = Backup.objects.select_related("request").get(pk=backup_id)
    if backup.state != BackupState.RUNNING:
        return
    is_last = backup.retry_nights >= settings.QUIPUX_RETRY_NIGHTS
    reason = f"{REASON} {GIVEN_UP if is_last else AGAIN} Código: {code}"
    perform(Move(backup, "fail", {"reason": reason}), actor=SYSTEM, subject=backup.request,
            entries=[Entry(history.FAILED, comment=reason)])  # fmt: skip
    notices.alert(f"error-{backup.request.uuid}-{backup.retry_nights}", f"respaldo No. {backup.request.number} con error",
                  [f"Código: {code}"], runbook=Runbook.BUILD)  # fmt: skip


def sweep_leases() -> int:
    """Give abandoned work back and ring again for all that is left (I14, I15).

    Returns:
        How many leases had run out.
    """
    abandoned = set(leases.abandoned_backups().values_list("pk", flat=True))
    abandoned |= set(leases.abandoned_parts().values_list("backup_id", flat=True))
    given_back = sum(_give_back(backup_id) for backup_id in abandoned)
    for pk in Backup.objects.running().values_list("pk", flat=True):
        ring_next(pk)
    return given_back


@transaction.atomic
def _give_back(backup_id):
    """One death costs a backup one attempt, however many of its parts were under way (T12)."""
    free = [_release(rows) for rows in (leases.abandoned_backups().filter(pk=backup_id),
                                        leases.abandoned_parts().filter(backup=backup_id))]  # fmt: skip
    if any(free):
        attempt_failed(backup_id, TimeoutError("lease ran out"))
    return sum(free)


def _release(rows):
    # A row locked now is being written, for example by a long freeze: the sweep of the others does not wait for it.
    free = list(rows.select_for_update(skip_locked=True, of=("self",)).values_list("pk", flat=True))
    return rows.filter(pk__in=free).update(lease_token=None, lease_until=None)


def work_through(backup_id: int) -> bool:
    """Do all the work of a claimed backup in this process, without broker.

    Returns:
        Whether it was published.
    """
    if not prepare(backup_id):
        return False
    for pk in BackupPart.objects.filter(backup=backup_id).of_documents().unfinished().values_list("pk", flat=True):
        if not build_part(pk):
            return False
    return close(backup_id)
