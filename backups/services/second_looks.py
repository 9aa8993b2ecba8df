"""Acts that one operator asks for and another confirms (T20; capacity over 150 %, backups §2.5)."""

from datetime import date

from django.conf import settings
from django.db import transaction

from backups import history, permissions
from backups.models import BackupRequest, PendingAct
from backups.reservations import Reservations
from backups.services import nights, notices
from backups.states import RequestState, SecondLook
from institutions.actors import Operator
from quipux import clock
from quipux.errors import Forbidden, Invalid
from quipux.workflow import Entry, Move, perform

SAME_PERSON = "Debe confirmarlo otra persona operadora."


def removal_needs_one(request: BackupRequest) -> bool:
    """Whether its archive could still be downloaded: then one person alone does not eliminate it (T20)."""
    ready = request.state == RequestState.FULFILLED and clock.now() < request.backup.expires_at
    return ready and settings.QUIPUX_TWO_OPERATORS


@transaction.atomic
def ask_removal(request: BackupRequest, *, actor, reason: str, why: str) -> PendingAct:
    """Leave the removal waiting for another operator; asked already, the same act stays."""
    _require_operator(actor)
    act, _ = PendingAct.objects.get_or_create(
        kind=SecondLook.REMOVAL, request=request, answered_at=None,
        defaults={"values": {"why": why}, "reason": reason, "asked_by": actor.user, "asked_at": clock.now()})  # fmt: skip
    return act


@transaction.atomic
def ask_capacity(night: date, *, requests: int, documents: int, bytes: int, actor, reason: str) -> PendingAct:
    """Leave a capacity over 150 % of the usual one waiting for another operator (backups §2.5).

    Raises:
        Forbidden: only operators.
        Invalid: no reason.
    """
    _require_operator(actor)
    if not reason.strip():
        raise Invalid("Escriba el motivo.", reason="Escriba el motivo.")
    row = Reservations(night, lock=True).nights[night]
    values = {"requests": requests, "documents": documents, "bytes": bytes}
    return PendingAct.objects.create(kind=SecondLook.CAPACITY, night=row, values=values, reason=reason.strip(),
                                     asked_by=actor.user, asked_at=clock.now())  # fmt: skip


@transaction.atomic
def confirm(act: PendingAct, *, actor) -> None:
    """Carry out what another operator asked for; a repeated answer changes nothing.

    Raises:
        Forbidden: the same person, or no operator.
        NotAllowedNow: the request moved on meanwhile.
    """
    _require_operator(actor)
    act = _locked(act)
    if act.answered_at is not None:
        return
    if act.asked_by_id == actor.user.pk:
        raise Forbidden(SAME_PERSON)
    _answer(act, actor, is_confirmed=True)
    _carry_out(act, actor)


@transaction.atomic
def reject(act: PendingAct, *, actor) -> None:
    """Drop what was asked for: another operator refuses it, or the one who asked takes it back."""
    _require_operator(actor)
    act = _locked(act)
    if act.answered_at is None:
        _answer(act, actor, is_confirmed=False)


def _require_operator(actor):
    if not permissions.is_operator(None, actor):
        raise Forbidden("No tiene permiso para esta acción.")


def _locked(act):
    rows = PendingAct.objects.select_for_update(of=("self",)).select_related("request__backup", "night", "asked_by")
    return rows.get(pk=act.pk)


def _answer(act, actor, *, is_confirmed):
    act.answered_by, act.answered_at, act.is_confirmed = actor.user, clock.now(), is_confirmed
    act.save(update_fields=["answered_by", "answered_at", "is_confirmed"])


def _carry_out(act, actor):
    """In the name of who asked, whose reason it is; the entry says who confirmed."""
    asker = Operator(act.asked_by)
    if act.kind == SecondLook.CAPACITY:
        nights.change_capacity(act.night.date, actor=asker, reason=act.reason, second=actor, **act.values)
        return
    carry_out_removal(act.request, actor=asker, comment=act.reason, why=act.values["why"],
                      details={"confirmed_by": actor.user.pk})  # fmt: skip


@transaction.atomic
def carry_out_removal(request: BackupRequest, *, actor, comment: str, why: str, details: dict | None = None) -> None:
    """Both machines, one line of the Recorrido, one mail (T20)."""
    moves = (Move(request, "remove", {"reason": why}),
             Move(request.backup, "delete_with_request", {"instant": clock.now()}))  # fmt: skip
    entry = Entry(history.DELETED, comment=comment, details=details)
    request, _ = perform(*moves, actor=actor, subject=request, entries=[entry])
    notices.deleted(request, by=actor.user.full_name, comment=comment, actor=actor)
