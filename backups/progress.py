"""The committed numbers behind the sentence of progress (backups §3.9)."""

from django.conf import settings
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from backups import history, speed
from backups.models import Backup, BackupRequest, Night
from backups.presenters.progress import Facts
from backups.services import scheduling
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
    night = Night.objects.filter(date=backup.scheduled_for).first()
    same = Backup.objects.filter(scheduled_for=backup.scheduled_for, state__in=scheduling.WAITING)
    reserved = same.aggregate(total=Coalesce(Sum("request__preflight_bytes"), 0))["total"]
    return {"position": _position(request, backup), "reserved": reserved,
            "capacity": night.bytes if night else settings.QUIPUX_NIGHT_BYTES}  # fmt: skip


def _position(request, backup):
    """From 1, in the order in which builds are claimed within the night."""
    waiting = Backup.objects.filter(state=BackupState.PENDING, scheduled_for=backup.scheduled_for)
    earlier = Q(request__approved_at__lt=request.approved_at)
    earlier |= Q(request__approved_at=request.approved_at, pk__lt=backup.pk)
    ahead = earlier & Q(run_now=backup.run_now)
    return 1 + waiting.filter(ahead if backup.run_now else ahead | Q(run_now=True)).count()


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
        "is_slower": measured.is_slower,
    }  # fmt: skip


def _of_pause(request, backup):
    entry = Entry.objects.of(request).filter(action=history.PAUSED).first()
    return {"reason": entry.comment if entry else ""}


def _of_failure(request, backup):
    if backup.retry_nights < settings.QUIPUX_RETRY_NIGHTS:
        return {"retry_night": scheduling.window().next_to_begin(clock.now())}
    return {"code": backup.failure.rpartition(CODE_MARK)[2]}
