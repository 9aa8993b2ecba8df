"""What an SGE operator does with a request, always with a reason (T10, T11, T13, T17, T20, §3.8)."""

from datetime import timedelta

from django.db import transaction

from backups import history, permissions
from backups.models import Backup, BackupRequest, PendingAct, SupportQuestion, Worker
from backups.services import notices, scheduling, second_looks
from backups.states import BackupState, DeleteReason, RequestState
from backups.validity import last_day
from quipux import clock, jobs
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder
from quipux.workflow import Entry, Move, perform

LONGEST_EXTENSION = 30  # days given at once
LONGEST_ANSWER = 2000  # characters


def _reason(text):
    if not text.strip():
        raise Invalid("Escriba el motivo: queda en el Recorrido.", reason="Escriba el motivo.")
    return text.strip()


@transaction.atomic
def pause(request: BackupRequest, *, actor, reason: str) -> None:
    """Detener: workers stop at the next document border; finished parts are kept (T10)."""
    comment = _reason(reason)
    if permissions.is_operator(request, actor) and _backup_of(request).state == BackupState.PAUSED:
        return
    perform(Move(request.backup, "pause"), actor=actor, subject=request,
            entries=[Entry(history.PAUSED, comment=comment)])  # fmt: skip


@transaction.atomic
def resume(request: BackupRequest, *, actor, reason: str) -> None:
    """Reanudar: it gets a night again and continues from the finished parts (T11)."""
    perform(Move(request.backup, "resume"), actor=actor, subject=request,
            entries=[Entry(history.RESUMED, comment=_reason(reason))])  # fmt: skip
    jobs.ring("backups.tasks.schedule_requests")


@transaction.atomic
def retry(request: BackupRequest, *, actor, reason: str) -> None:
    """Reintentar: the next night with room, with the same list and the finished parts (T13)."""
    motive = _reason(reason)
    if not permissions.is_operator(request, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    if _backup_of(request).state != BackupState.FAILED:
        raise NotAllowedNow(request.refusal_message())  # before a night is looked for, which needs an approved request
    night = scheduling.plan_night(request)
    perform(Move(request.backup, "retry", {"night": night}), actor=actor, subject=request,
            entries=[Entry(history.SCHEDULED, comment=history.scheduled_comment(night, motive))])  # fmt: skip
    notices.new_night(request, night, actor=actor)


@transaction.atomic
def extend(request: BackupRequest, *, actor, days: int, reason: str) -> None:
    """Give a download more calendar days; the validity is never shortened, nor revived once it ended (§3.8).

    Args:
        days: 1 to 30.

    Raises:
        Invalid: no reason, or another number of days.
        NotAllowedNow: there is nothing to download any more.
    """
    motive = _reason(reason)
    if not 1 <= days <= LONGEST_EXTENSION:
        text = f"Escriba un número de días entre 1 y {LONGEST_EXTENSION}."
        raise Invalid(text, days=text)
    backup = _backup_of(request)
    if backup.expires_at is not None and clock.now() >= backup.expires_at:
        raise NotAllowedNow(f"La vigencia de la solicitud No. {request.number} ya terminó.")
    end = last_day(backup.expires_at) + timedelta(days=days) if backup.expires_at else None
    comment = f"Nueva vigencia: hasta el {end}. Motivo: {motive}"
    values = {"expires_at": clock.day_start(end + timedelta(days=1)) if end else None}
    perform(Move(backup, "extend", values), actor=actor, subject=request,
            entries=[Entry(history.EXTENDED, comment=comment)])  # fmt: skip


def _backup_of(request) -> Backup:
    return Backup.objects.select_for_update(of=("self",)).select_related("request").get(request=request)


# Eliminar ---------------------------------------------------------------------------------------------


@transaction.atomic
def remove(request: BackupRequest, *, actor, reason: str, why: str = DeleteReason.OPERATOR) -> PendingAct | None:
    """Eliminar: workers stop, parts are unreachable at once, the requester is told (T20).

    Returns:
        The act that now waits for a second operator, when the archive can still be downloaded; None when the
        request is eliminated.
    """
    comment = _reason(reason)
    request = BackupRequest.objects.select_for_update(of=("self",)).select_related("backup").get(pk=request.pk)
    if request.state == RequestState.DELETED and permissions.is_operator(request, actor):
        return None
    if second_looks.removal_needs_one(request):
        return second_looks.ask_removal(request, actor=actor, reason=comment, why=why)
    second_looks.carry_out_removal(request, actor=actor, comment=comment, why=why)
    return None


# Responder --------------------------------------------------------------------------------------------


@transaction.atomic
def answer_support(question: SupportQuestion, *, actor, answer: str) -> SupportQuestion:
    """Responder: the answer goes by mail and the flag «Descarga Solicitada» clears; once (T17).

    Raises:
        Forbidden: only operators answer.
        Invalid: an empty or too long answer.
    """
    if not permissions.is_operator(question.request, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    text = _checked_answer(answer)
    rows = SupportQuestion.objects.select_for_update(of=("self",))
    question = rows.select_related("request__appointment", "request__sent_by", "person").get(pk=question.pk)
    if question.answered_at is not None:
        return question
    question.answer, question.answered_by, question.answered_at = text, actor.user, clock.now()
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    recorder.record(question.request, history.SUPPORT_ANSWERED, actor=actor, comment=history.answered_comment(text))
    notices.support_answered(question)
    return question


def _checked_answer(answer):
    text = answer.strip()
    if not text:
        raise Invalid("Escriba la respuesta.", answer="Escriba la respuesta.")
    if len(text) > LONGEST_ANSWER:
        message = f"La respuesta tiene {len(text)} caracteres; el máximo es {LONGEST_ANSWER}."
        raise Invalid(message, answer=message)
    return text


# Trabajadores -----------------------------------------------------------------------------------------


def stop_worker(worker: Worker, *, actor) -> None:
    """«Terminar con calma»: it takes no more parts until it is started again; asked twice, the first time counts."""
    if not permissions.is_operator(None, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    Worker.objects.filter(pk=worker.pk, stop_asked_at=None).update(stop_asked_at=clock.now())
