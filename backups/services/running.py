"""Driving a build: claim, freeze, ring for each part, close, give up (backups §9.1; T8, T9, T12)."""

import logging
from contextlib import contextmanager

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from backups import builder, closer, history, leases
from backups.models import Backup, BackupPart
from backups.services import freezing, notices, scheduling
from backups.states import BackupState
from quipux import clock, jobs
from quipux.files.errors import StoreError
from quipux.files.parts import PartStore
from quipux.history.recorder import SYSTEM
from quipux.pdf import PdfError
from quipux.workflow import Entry, Move, perform

logger = logging.getLogger("quipux.backups")
SYSTEMIC = (StoreError, OSError, PdfError)
REASON = "No se pudo leer o guardar los archivos del respaldo."


def dispatch_due() -> list[int]:
    """Claim every backup whose time has come, and ring for its work (T8).

    Returns:
        Primary keys of the backups claimed by this call.
    """
    claimed = []
    while (pk := claim_next()) is not None:
        claimed.append(pk)
    return claimed


@transaction.atomic
def claim_next(*, any_night: bool = False, number: int | None = None) -> int | None:
    """Claim the next waiting backup; two dispatchers never claim the same (B-32).

    Args:
        any_night: ignore calendar and window, as ``run_backups --now`` does.
        number: only the request of this number.
    """
    waiting = _waiting(any_night)
    if number is not None:
        waiting = waiting.filter(request__number=number)
    order = ("-run_now", "scheduled_for", "request__approved_at", "pk")
    rows = waiting.select_for_update(skip_locked=True, of=("self",)).select_related("request").order_by(*order)
    backup = next((row for row in rows if has_room(row)), None)
    if backup is None:
        return None
    now = clock.now()
    entries = [] if backup.started_at else [Entry(history.STARTED, once=True)]
    _advance_date(backup, now)
    perform(Move(backup, "claim", {"instant": now}), actor=SYSTEM, subject=backup.request, entries=entries)
    jobs.ring("backups.tasks.prepare_backup", backup.pk)
    return backup.pk


def _waiting(any_night):
    approved = Backup.objects.filter(state=BackupState.PENDING, request__state="approved")
    if any_night:
        return approved
    now, window = clock.now(), scheduling.window()
    if not window.contains(now):
        return approved.filter(run_now=True, scheduled_for__lte=now.date())
    # After midnight the running night is yesterday's, and what is to run now bears today's date.
    due = approved.filter(Q(scheduled_for__lte=window.night_of(now)) | Q(run_now=True, scheduled_for__lte=now.date()))
    return due if due.exists() else approved.exclude(scheduled_for=None)


def _advance_date(backup, now):
    """A backup of a later night taken today says so in its Recorrido (§2.5)."""
    night = scheduling.window().night_of(now)
    latest = now.date() if backup.run_now else night
    if backup.scheduled_for is None or backup.scheduled_for > latest:
        perform(Move(backup, "schedule", {"night": night, "run_now": backup.run_now}), actor=SYSTEM,
                subject=backup.request, entries=[Entry(history.SCHEDULED, comment=history.scheduled_comment(night))])  # fmt: skip


def has_room(backup: Backup) -> bool:
    """The disk rule (§9.4): enough free share, and enough bytes for this backup twice over."""
    room = PartStore().free_bytes()
    if room is None:
        return True
    free, total = room
    needed = settings.QUIPUX_DISK_FREE_FACTOR * (backup.request.preflight_bytes or 0)
    return free >= settings.QUIPUX_DISK_FREE_SHARE * total and free >= needed


def prepare(backup_id: int) -> bool:
    """Freeze a claimed backup if nobody is at it, then ring for its parts.

    Returns:
        Whether it has work left.
    """
    token = leases.take_backup(backup_id)
    if token is None:
        return False
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
    return has_work


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
    if backup is None:
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
    backup_id = BackupPart.objects.values_list("backup_id", flat=True).get(pk=part_id)
    try:
        with _counted(backup_id):
            done = builder.build_part(part_id)
    except SYSTEMIC:
        return False
    if done:
        ring_next(backup_id)
    return done


def close(backup_id: int) -> bool:
    """Write the last part, verify and publish; count a failed attempt."""
    try:
        with _counted(backup_id):
            return closer.close_backup(backup_id)
    except SYSTEMIC:
        return False


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
    reason = f"{REASON} El sistema lo intentará de nuevo. Código: {code}"
    perform(Move(backup, "fail", {"reason": reason}), actor=SYSTEM, subject=backup.request,
            entries=[Entry(history.FAILED, comment=reason)])  # fmt: skip
    notices.alert(f"error-{backup.request.uuid}-{backup.retry_nights}", f"respaldo No. {backup.request.number} con error",
                  [f"Código: {code}"])  # fmt: skip


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
