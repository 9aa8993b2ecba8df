"""What an SGE operator does with a build: pause, resume, delete, always with a reason (T10, T11, T20)."""

from django.db import transaction

from backups import history
from backups.models import BackupRequest
from backups.services import notices
from backups.states import DeleteReason
from quipux import clock, jobs
from quipux.errors import Invalid
from quipux.workflow import Entry, Move, perform


def _reason(text):
    if not text.strip():
        raise Invalid("Escriba el motivo: queda en el Recorrido.", reason="Escriba el motivo.")
    return text.strip()


@transaction.atomic
def pause(request: BackupRequest, *, actor, reason: str) -> None:
    """Detener: workers stop at the next document border; finished parts are kept (T10)."""
    perform(Move(request.backup, "pause"), actor=actor, subject=request,
            entries=[Entry(history.PAUSED, comment=_reason(reason))])  # fmt: skip


@transaction.atomic
def resume(request: BackupRequest, *, actor, reason: str) -> None:
    """Reanudar: it gets a night again and continues from the finished parts (T11)."""
    perform(Move(request.backup, "resume"), actor=actor, subject=request,
            entries=[Entry(history.RESUMED, comment=_reason(reason))])  # fmt: skip
    jobs.ring("backups.tasks.schedule_requests")


@transaction.atomic
def remove(request: BackupRequest, *, actor, reason: str, why: str = DeleteReason.OPERATOR) -> None:
    """Eliminar: workers stop, parts are unreachable at once, the requester is told (T20)."""
    comment = _reason(reason)
    moves = (Move(request, "remove", {"reason": why}), Move(request.backup, "delete_with_request",
                                                            {"instant": clock.now()}))  # fmt: skip
    request, _ = perform(*moves, actor=actor, subject=request, entries=[Entry(history.DELETED, comment=comment)])
    notices.deleted(request, by=actor.user.full_name, comment=comment)
