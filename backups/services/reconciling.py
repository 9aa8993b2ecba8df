"""What must never be so, looked for every ten minutes: repaired where a rule says how, else told (backups §6.1)."""

from datetime import date, datetime, timedelta

from django.conf import settings

from backups import hours, integrity, room
from backups.models import Backup, BackupRequest, Night, Worker
from backups.services import checking, expiring, notices, repairing, scheduling
from backups.states import BackupState, RequestState
from quipux import clock
from quipux.alarms.runbooks import Runbook
from quipux.alarms.watches import failed_mails, late_mails
from quipux.files.errors import StoreError

NIGHT_STARTS_WITHIN = timedelta(minutes=15)  # of the window's beginning
APPROVED_WITHIN = timedelta(minutes=10)  # of being sent: both happen in one transaction
ORPHANS_GONE_AFTER = 2 * expiring.GRACE_HOURS  # the daily sweep removes them after one grace
WORKERS_FORGOTTEN_AFTER = timedelta(days=1)


def reconcile() -> dict[str, int]:
    """Compare the rows with each other, with the calendar and with the store.

    What goes on for a while (a night that did not begin, mails that wait, a full disk) is counted here and told by the
    alarms (`backups.watches`).

    Returns:
        How many of each kind were found: parts that are not in the store, files that no row names, requests sent
        and not approved, nights in the past, a night that did not begin, mails that do not leave, a disk too full;
        workers forgotten.
    """
    found = {"repairs_rung": repairing.ring_damaged(), "workers_forgotten": _forget_workers(),
             "unapproved": _find_unapproved(), "past_nights": _move_past_nights(), "idle_night": int(idle_night() is not None),
             "late_mails": len(late_mails()) + len(failed_mails()), "missing_parts": 0, "orphans": 0, "full_disk": 0}  # fmt: skip
    try:
        found |= {
            "missing_parts": _find_missing_parts(),
            "orphans": _find_orphans(),
            "full_disk": int(room.is_nearly_full()),
        }
    except StoreError:
        found["store_down"] = 1
    return found


def _forget_workers():
    gone, _ = Worker.objects.filter(seen_at__lt=clock.now() - WORKERS_FORGOTTEN_AFTER).delete()
    return gone


def _find_unapproved():
    """Enviada without Aprobada: approval is part of the same act, unless somebody has to authorise (§2.6)."""
    if settings.QUIPUX_BACKUP_AUTHORIZER:
        return 0
    limit = clock.now() - APPROVED_WITHIN
    left = BackupRequest.objects.filter(state=RequestState.SUBMITTED, sent_at__lt=limit)
    for request in left:
        notices.alert(f"sin-aprobar-{request.uuid}", f"la solicitud No. {request.number} no se aprobó",
                      ["Quedó Enviada sin pasar a Aprobada. Revise la bitácora de ese momento."], runbook=Runbook.QUEUE)  # fmt: skip
    return len(left)


def _move_past_nights():
    """What waits under a night that is over gets another one; the scheduler does it too, when its bell arrives."""
    late = Backup.objects.filter(state=BackupState.PENDING, request__state=RequestState.APPROVED, run_now=False,
                                 scheduled_for__lt=hours.night_at(clock.now()))  # fmt: skip
    count = late.count()
    if count:
        scheduling.schedule_requests()
    return count


def idle_night() -> date | None:
    """The night whose window is open and whose list is not empty, when nothing was begun in it on time."""
    now, window = clock.now(), hours.window()
    if not window.contains(now):
        return None
    night = window.night_of(now)
    is_late = now >= night_begins(night) + NIGHT_STARTS_WITHIN and not has_begun(night)
    return night if is_late and _waiting_for(night).exists() else None


def _waiting_for(night):
    return Backup.objects.filter(
        state=BackupState.PENDING, request__state=RequestState.APPROVED, scheduled_for__lte=night
    )


def night_begins(night: date) -> datetime:
    """The instant at which a night's window opens."""
    return datetime.combine(night, hours.window().start, tzinfo=clock.GUAYAQUIL)


def has_begun(night: date) -> bool:
    """Whether something was claimed in that night, or it is not to work at all."""
    row = Night.objects.filter(date=night).first()
    return row is not None and (row.is_paused or row.first_claim_at is not None)


def _find_missing_parts():
    """Atendida without files: presence and size of each part; the nightly check reads the bytes."""
    missing = 0
    for part in checking.live_parts().filter(damaged_at=None):
        fault = integrity.fault_in(part, whole=False)
        missing += bool(fault) and repairing.report_damage(part, fault)
    return missing


def _find_orphans():
    """Files without row that the daily sweep should have removed."""
    orphans = expiring.orphans_older_than(ORPHANS_GONE_AFTER)
    if orphans:
        notices.alert(f"huerfanos-{clock.today()}", "archivos que ningún respaldo nombra",
                      [f"Archivos: {len(orphans)}. La limpieza diaria no los borró."], runbook=Runbook.DISK)  # fmt: skip
    return len(orphans)
