"""The committed numbers behind the sentence of progress (backups §3.9)."""

from django.conf import settings

from backups import history, hours, reservations, speed, turns
from backups.models import BackupRequest, Night
from backups.presenters.progress import Facts
from backups.states import BackupState, PartRole, RequestState
from quipux import clock
from quipux.history.models import Entry

CODE_MARK = "Código: "


def facts_of(request: BackupRequest) -> Facts:
    """Read what is known of the build of ``request``; its backup comes with it."""
    backup = request.backup
    common = {"request_state": request.state, "backup_state": backup.state, "night": backup.scheduled_for}
    if request.state != RequestState.APPROVED:
        return Facts(**common)
    readers = {BackupState.PENDING: _of_queue, BackupState.RUNNING: _of_build, BackupState.PAUSED: _of_pause,
               BackupState.FAILED: _of_failure}  # fmt: skip
    return Facts(**common, **readers[backup.state](request, backup))


def _of_queue(request, backup):
    if backup.scheduled_for is None:
        return {}
    night, order = backup.scheduled_for, turns.order_of(backup.scheduled_for)
    row = Night.objects.filter(date=night).first()
    return {"position": 1 + order.index(backup.pk) if backup.pk in order else 0,
            "reserved": reservations.reserved_of(night).bytes,
            "capacity": row.bytes if row else settings.QUIPUX_NIGHT_BYTES}  # fmt: skip


def _of_build(request, backup):
    parts = list(backup.parts.all())
    documents = [part for part in parts if part.role != PartRole.INDEX]
    done = sum(part.documents_done for part in documents)
    size = sum(part.bytes if part.finished_at else part.bytes_done for part in documents)
    total = sum(part.bytes if part.finished_at else part.planned_bytes for part in documents)
    moments = [moment for part in parts for moment in (part.progress_at, part.finished_at) if moment]
    updated = max([*moments, backup.started_at])
    finished = sum(part.finished_at is not None for part in documents)
    planned = backup.documents_planned or request.preflight_documents or 0
    measured = speed.measure(backup.pk, updated, size, total)
    return {
        "documents_done": done, "documents_total": planned, "bytes_done": size, "bytes_total": total,
        "part": min(finished + 1, max(len(parts), 1)), "parts": backup.parts_count or request.preflight_parts or 1,
        "is_verifying": bool(parts) and (finished == len(documents) or done >= planned), "updated_at": updated,
        "running_seconds": (updated - backup.started_at).total_seconds(), "seconds_left": measured.seconds_left,
        "is_slower": measured.is_slower, "is_resting": not hours.may_work(backup.pk),
    }  # fmt: skip


def _of_pause(request, backup):
    entry = Entry.objects.of(request).filter(action=history.PAUSED).first()
    return {"reason": entry.comment if entry else ""}


def _of_failure(request, backup):
    if backup.retry_nights < settings.QUIPUX_RETRY_NIGHTS:
        return {"retry_night": hours.next_night(clock.now())}
    return {"code": backup.failure.rpartition(CODE_MARK)[2]}
