"""What people do with a request: save, send, withdraw, discard (backups §2.3, T1–T4, T18–T19).

What differs between a personal and an institutional request is in a module of rules for each.
"""

import uuid

from django.db import IntegrityError, connection, transaction

from backups import history, permissions, selection
from backups.models import Backup, BackupRequest
from backups.services import institutional, personal
from backups.services.guards import TooFewDocuments, already_open_message, check_period
from backups.services.wishes import InstitutionalWish, Wish
from backups.states import Kind, RequestState
from institutions.models import Appointment
from quipux import clock, jobs
from quipux.errors import Conflict, Forbidden, Invalid
from quipux.history import recorder
from quipux.workflow import Entry, Move, perform

__all__ = ["InstitutionalWish", "TooFewDocuments", "Wish", "already_open_message", "check_period", "check_sendable",
           "eliminate", "save_draft", "send"]  # fmt: skip
RULES = {Kind.PERSONAL: personal, Kind.INSTITUTIONAL: institutional}


@transaction.atomic
def save_draft(wish: Wish, *, actor, draft: BackupRequest | None = None) -> BackupRequest:
    """Guardar: keep a draft, or the changes of one (T1, T2).

    Raises:
        Invalid: the period, the person or the petition cannot be accepted.
        NotFound: the person is not the AIQ's to ask for.
        Conflict: the appointment already has an open personal request.
    """
    _check_draft(wish, draft, actor)
    RULES[wish.kind].check_savable(wish, actor)
    if draft is None:
        request = _create(wish, actor)
        recorder.record(request, history.CREATED, actor=actor, comment=wish.comment)
        return request
    [request] = perform(Move(draft, "edit", _facts(wish, actor)), actor=actor, subject=draft,
                        entries=[Entry(history.MODIFIED, comment=wish.comment)])  # fmt: skip
    return request


def _check_draft(wish, draft, actor):
    """Before anything is read from a draft: it is the actor's, and of the kind that is wished."""
    if draft is not None and (draft.kind != wish.kind or not permissions.is_creator(draft, actor)):
        raise Forbidden("No tiene permiso para esta acción.")


def _facts(wish, actor) -> dict:
    """The columns a wish gives: whose documents, which, and why."""
    post = wish.post_of(actor)
    return {
        "appointment_id": post.pk, "person_id": post.person_id, "institution_id": post.institution_id,
        "area_id": post.area_id, "date_from": wish.date_from, "date_to": wish.date_to, "comment": wish.comment,
        **RULES[wish.kind].facts(wish, actor),
    }  # fmt: skip


def _create(wish, actor):
    post = wish.post_of(actor)
    RULES[wish.kind].check_subject(post, actor)
    try:
        with transaction.atomic():
            request = BackupRequest.objects.create(
                number=_next_number(), kind=wish.kind, created_by=actor.appointment, requested_at=clock.now(),
                **_facts(wish, actor))  # fmt: skip
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


def check_sendable(wish: Wish, *, actor, draft: BackupRequest | None = None) -> selection.Preflight:
    """The guards of Enviar that need no declaration (backups §2.4); gives the pre-flight figures.

    Raises:
        Conflict, Invalid, NotFound: with the sentence of the guard that failed.
    """
    return RULES[wish.kind].check_sendable(wish, actor=actor, draft=draft)


def send(
    wish: Wish, *, actor, key: uuid.UUID, declared: bool = False, draft: BackupRequest | None = None
) -> BackupRequest:
    """Enviar, confirmed: every guard again, then sent and approved in one transaction (T3, T4).

    Args:
        key: of the confirmed form; a repeated confirmation gives the same request and no new entry.
        declared: the sender of a personal request ticked the declaration of leaving.

    Raises:
        Invalid: period, declaration, person, petition, too few documents or too many sendings.
        NotFound: the person is not the AIQ's to ask for.
        Conflict: another request of the appointment is active.
    """
    _check_draft(wish, draft, actor)
    repeated = _repeated(key, actor)
    if repeated:
        return repeated
    try:
        with transaction.atomic():
            return _send(wish, actor, declared, key, draft)
    except IntegrityError as error:
        repeated = _repeated(key, actor)
        if repeated:
            return repeated
        raise _already_open(wish.post_of(actor), error) from error


def _repeated(key, actor):
    return BackupRequest.objects.filter(idempotency_key=key, created_by=actor.appointment).first()


def _send(wish, actor, declared, key, draft):
    rules = RULES[wish.kind]
    rules.check_savable(wish, actor)
    # NO KEY: a draft saved at the same instant refers to this row, and must not wait for us in turn.
    post = Appointment.objects.select_for_update(no_key=True).get(pk=wish.post_of(actor).pk)
    repeated = _repeated(key, actor)
    if repeated:
        return repeated
    rules.check_subject(post, actor)  # again: the state of the locked row is the one that counts
    rules.check_declaration(declared)
    figures = rules.check_sendable(wish, actor=actor, draft=draft)
    request = draft or _create(wish, actor)
    return _submit_and_approve(request, wish, figures, key, actor)


def _submit_and_approve(request, wish, figures, key, actor):
    now = clock.now()
    facts = _facts(wish, actor) | {
        "sent_at": now, "sent_by": actor.appointment, "idempotency_key": key,
        "leaving_declared_at": now if wish.kind == Kind.PERSONAL else None,
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
