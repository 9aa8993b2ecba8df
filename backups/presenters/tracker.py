"""The five steps of a request for each pair of states (ui §7.9, U-20)."""

from backups.states import BackupState, DeleteReason, RequestState
from quipux.web.components import BACKUP_STEPS, Step, tracker_steps

SENT, APPROVED, SCHEDULED, RUNNING, READY = range(5)


def steps_of(request, backup, *, reason: str = "") -> list[Step]:
    """Where a request stands.

    Args:
        reason: what is said below the word that replaces a step (Con error, Detenido, Eliminada, Rechazada).
    """
    if request.state == RequestState.DRAFT:
        return [Step(label) for label in BACKUP_STEPS]
    word = stopping_word(request, backup)
    finished = request.state == RequestState.FULFILLED
    return tracker_steps(_reached(request, backup), finished=finished, stopped=word, reason=reason if word else "",
                         notes=_notes(backup))  # fmt: skip


def stopping_word(request, backup) -> str:
    """The word that takes the place of the current step, empty while the request advances."""
    if request.state in RequestState.final():
        return RequestState(request.state).label
    if backup.state in (BackupState.PAUSED, BackupState.FAILED):
        return BackupState(backup.state).label
    return ""


def _notes(backup):
    return {BACKUP_STEPS[SCHEDULED]: f"noche del {backup.scheduled_for.isoformat()}"} if backup.scheduled_for else {}


def _reached(request, backup):
    """The step the facts tell of: a deleted request stays where it had come to."""
    if request.state == RequestState.FULFILLED or request.delete_reason == DeleteReason.EXPIRED or backup.finished_at:
        return READY
    if backup.started_at:
        return RUNNING
    if backup.scheduled_for:
        return SCHEDULED
    return APPROVED if request.approved_at else SENT
