"""What people do with a request: save, send, withdraw, discard (backups §2.3, T1–T4, T18–T19)."""

import uuid
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from backups import history, permissions, selection
from backups.models import Backup, BackupRequest
from backups.states import Kind, RequestState
from institutions.models import Appointment
from quipux import clock, jobs
from quipux.errors import Conflict, Forbidden, Invalid
from quipux.history import recorder
from quipux.workflow import Entry, Move, perform

IN_ORDER = "La Fecha Inicio debe ser menor o igual que la Fecha Fin."
NOT_FUTURE = "La Fecha Fin debe ser menor o igual que la Fecha Actual."
UNDECLARED = "Debe confirmar que se encuentra en proceso de desvinculación."
NO_DOCUMENTS = "No hay documentos en el período seleccionado."
SENT_WINDOW = timedelta(days=30)


@dataclass(frozen=True)
class Wish:
    """What the form says: two days, both inclusive, and a comment."""

    date_from: date
    date_to: date
    comment: str = ""


def check_period(wish: Wish) -> None:
    """Raise Invalid, field by field, unless the days are in order and not in the future."""
    if wish.date_from > wish.date_to:
        raise Invalid(IN_ORDER, date_from=IN_ORDER)
    if wish.date_to > clock.today():
        raise Invalid(NOT_FUTURE, date_to=NOT_FUTURE)


@transaction.atomic
def save_draft(wish: Wish, *, actor, draft: BackupRequest | None = None) -> BackupRequest:
    """Guardar: keep a draft, or the changes of one (T1, T2).

    Raises:
        Invalid: the period cannot be accepted.
        Conflict: the appointment already has an open personal request.
    """
    check_period(wish)
    if draft is None:
        request = _create(wish, actor)
        recorder.record(request, history.CREATED, actor=actor, comment=wish.comment)
        return request
    values = {"date_from": wish.date_from, "date_to": wish.date_to, "comment": wish.comment}
    [request] = perform(Move(draft, "edit", values), actor=actor, subject=draft,
                        entries=[Entry(history.MODIFIED, comment=wish.comment)])  # fmt: skip
    return request


def _create(wish, actor, **fields):
    post = actor.appointment
    if not permissions.can_create_personal(post, actor):
        raise Forbidden("Aquí no puede pedir un respaldo nuevo.")
    try:
        with transaction.atomic():
            request = BackupRequest.objects.create(
                number=_next_number(), kind=Kind.PERSONAL, appointment=post, person=actor.user,
                institution=post.institution, area=post.area, created_by=post, date_from=wish.date_from,
                date_to=wish.date_to, comment=wish.comment, requested_at=clock.now(), **fields)  # fmt: skip
            Backup.objects.create(request=request)
    except IntegrityError as error:
        raise _already_open(post, error) from error
    return request


def _next_number():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('backups_request_number')")
        return cursor.fetchone()[0]


def _already_open(post, error):
    other = BackupRequest.objects.open_personal_of(post).first() or BackupRequest.objects.active_of(post).first()
    return Conflict(already_open_message(other)) if other else error


def already_open_message(other: BackupRequest) -> str:
    """Guard 4 of backups §2.4."""
    return (f"Ya tiene la solicitud No. {other.number} en estado {other.get_state_display()} para este puesto. "
            "Ver su Recorrido.")  # fmt: skip


def send(wish: Wish, *, actor, declared: bool, key: uuid.UUID, draft: BackupRequest | None = None) -> BackupRequest:
    """Enviar, confirmed: every guard again, then sent and approved in one transaction (T3, T4).

    Args:
        declared: the sender ticked the declaration of leaving.
        key: of the confirmed form; a repeated confirmation gives the same request and no new entry.

    Raises:
        Invalid: period, declaration, too few documents or too many sendings.
        Conflict: another request of the appointment is active.
    """
    repeated = BackupRequest.objects.filter(idempotency_key=key, created_by=actor.appointment).first()
    if repeated:
        return repeated
    try:
        with transaction.atomic():
            return _send(wish, actor, declared, key, draft)
    except IntegrityError as error:
        repeated = BackupRequest.objects.filter(idempotency_key=key, created_by=actor.appointment).first()
        if repeated:
            return repeated
        raise _already_open(actor.appointment, error) from error


def _send(wish, actor, declared, key, draft):
    # NO KEY: a draft saved at the same instant refers to this row, and must not wait for us in turn.
    Appointment.objects.select_for_update(no_key=True).get(pk=actor.appointment.pk)
    repeated = BackupRequest.objects.filter(idempotency_key=key).first()
    if repeated:
        return repeated
    check_period(wish)
    if not declared:
        raise Invalid(UNDECLARED, declared=UNDECLARED)
    figures = check_sendable(wish, actor=actor, draft=draft)
    request = draft or _create(wish, actor)
    return _submit_and_approve(request, wish, figures, key, actor)


def check_sendable(wish: Wish, *, actor, draft=None) -> selection.Preflight:
    """Guards 4 to 6 of backups §2.4; gives the pre-flight figures.

    Raises:
        Conflict, Invalid: with the sentence of the guard that failed.
    """
    post = actor.appointment
    others = BackupRequest.objects.active_of(post) | BackupRequest.objects.open_personal_of(post)
    other = others.exclude(pk=draft.pk if draft else None).first()
    if other:
        raise Conflict(already_open_message(other))
    _check_frequency(post)
    figures = selection.preflight(post, wish.date_from, wish.date_to, part_size=settings.QUIPUX_PART_SIZE)
    if figures.documents < settings.QUIPUX_MINIMUM_DOCUMENTS:
        raise TooFewDocuments(figures)
    return figures


class TooFewDocuments(Invalid):
    """Fewer than the minimum: the person downloads them directly (guard 6)."""

    def __init__(self, figures):
        minimum = settings.QUIPUX_MINIMUM_DOCUMENTS
        message = NO_DOCUMENTS if figures.documents == 0 else (
            f"Su solicitud tiene {figures.documents} documentos en el rango seleccionado. Los respaldos se generan a "
            f"partir de {minimum} documentos; con menos, realice la descarga manualmente.")  # fmt: skip
        super().__init__(message, date_from=message)
        self.figures = figures


def _check_frequency(post):
    limit = settings.QUIPUX_MAX_REQUESTS_30_DAYS
    since = clock.now() - SENT_WINDOW
    sent = BackupRequest.objects.about(post).filter(kind=Kind.PERSONAL, sent_at__gt=since).order_by("-sent_at")
    recent = list(sent.values_list("sent_at", flat=True)[:limit])
    if len(recent) == limit:
        free = clock.local(recent[-1] + SENT_WINDOW).date()
        message = (f"Ya realizó {limit} solicitudes en los últimos 30 días para este puesto. "
                   f"Podrá solicitar otra desde el {free.isoformat()}.")  # fmt: skip
        raise Invalid(message, date_from=message)


def _submit_and_approve(request, wish, figures, key, actor):
    now = clock.now()
    facts = {
        "date_from": wish.date_from, "date_to": wish.date_to, "comment": wish.comment, "sent_at": now,
        "sent_by": actor.appointment, "leaving_declared_at": now, "idempotency_key": key,
        "institution": actor.appointment.institution, "area": actor.appointment.area,
        "preflight_documents": figures.documents, "preflight_bytes": figures.bytes,
        "preflight_withheld": figures.withheld, "preflight_parts": figures.parts,
    }  # fmt: skip
    [request] = perform(Move(request, "submit", facts), actor=actor, subject=request,
                        entries=[Entry(history.SENT, comment=wish.comment)])  # fmt: skip
    [request] = perform(Move(request, "approve", {"instant": now}), actor=actor, subject=request,
                        entries=[Entry(history.APPROVED)])  # fmt: skip
    jobs.ring("backups.tasks.schedule_requests")
    return request


def eliminate(request: BackupRequest, *, actor, comment: str) -> BackupRequest:
    """Eliminar by its creator: throw a draft away (T18) or withdraw before it starts (T19).

    Raises:
        Invalid: a withdrawal without comment.
        Forbidden, NotAllowedNow: too late, or not the creator.
    """
    already = RequestState.DELETED
    if request.state == already:
        return request
    is_draft = request.state == RequestState.DRAFT
    if not is_draft and not comment.strip():
        raise Invalid("Escriba en Comentario por qué elimina la solicitud.", comment="Escriba el comentario.")
    moves = (Move(request, "discard" if is_draft else "withdraw"),
             Move(request.backup, "delete_with_request", {"instant": clock.now()}))  # fmt: skip
    request, _ = perform(*moves, actor=actor, subject=request, entries=[Entry(history.DELETED, comment=comment)])
    return request
