"""Opening a case, deciding its destinations, annulling it, cutting the access (institutions §11)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from institutions import history, scope
from institutions.departures import entries, telling
from institutions.departures.destinations import check as check_destination
from institutions.departures.destinations import is_only_aiq
from institutions.models import (
    Appointment,
    BackupAnswer,
    Departure,
    DepartureItem,
    DepartureReason,
    DepartureState,
)
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow, NotFound
from quipux.history import recorder
from quipux.workflow import Entry, Move, perform

MOST = 200  # cases opened at once
NOBODY, NO_CASE = "No encontramos ese puesto.", "No encontramos ese caso."
NOT_ACTIVE = "{} no tiene un puesto activo que desvincular."
OPEN_ALREADY = "{} ya tiene un caso de desvinculación abierto."
SHORTEST_REASON, LONGEST_REASON = 10, 500  # characters
NEEDS_REASON = f"Escriba el motivo, con {SHORTEST_REASON} a {LONGEST_REASON} caracteres."
SINGLE_AIQ = "Debe existir al menos un AIQ activo"


@dataclass(frozen=True)
class Wish:
    """What the form of a case says.

    Attributes:
        last_day: the post is worked in until its end.
        ends_hour: hour of the last day at which access ends; its end when None.
        closed_on: first day on which nobody may address a document to it; the last day when None.
    """

    reason: str
    last_day: date
    closed_on: date | None = None
    act_number: str = ""
    destination: Appointment | None = None
    ends_hour: time | None = None

    @property
    def ends_at(self) -> datetime:
        """The first instant without access."""
        if self.ends_hour is None:
            return end_of(self.last_day)
        return datetime.combine(self.last_day, self.ends_hour, tzinfo=clock.GUAYAQUIL)


@transaction.atomic
def open_cases(appointments, wish: Wish, *, actor) -> list[Departure]:
    """Open a case for each post: all of them, or none when one is refused.

    Raises:
        NotFound: a post is not the actor's to end.
        Invalid: the days, the destination, more than ``MOST`` posts, or a post that is not active.
        Conflict: a post has an open case.
    """
    scope.require_administrator(actor)
    posts = list(appointments)
    if not 0 < len(posts) <= MOST:
        raise Invalid(f"Elija entre 1 y {MOST} servidores.", puestos=f"Elija entre 1 y {MOST} servidores.")
    _check_days(wish)
    return [open_one(post, wish, actor) for post in posts]


def _check_days(wish):
    if wish.last_day < clock.today():
        message = "El último día no puede ser anterior a hoy."
        raise Invalid(message, last_day=message)
    if wish.ends_at <= clock.now():
        message = "La hora de fin ya pasó."
        raise Invalid(message, ends_hour=message)
    if wish.closed_on and wish.closed_on > wish.last_day:
        message = "El día desde el que no recibe documentos no puede ser posterior al último día."
        raise Invalid(message, closed_on=message)


def open_one(post: Appointment, wish: Wish, actor) -> Departure:
    """The case of one post, inside a transaction; raises as `open_cases`."""
    post = _administered(post, actor)
    name, closed_on = post.person.full_name, wish.closed_on or wish.last_day
    if post.departures.filter(state=DepartureState.OPEN).exists():
        raise Conflict(OPEN_ALREADY.format(name))
    if post.state != "active":
        raise NotAllowedNow(NOT_ACTIVE.format(name))
    if wish.destination:
        check_destination(post, wish.destination)
    values = {"last_day": wish.last_day, "ends_at": wish.ends_at, "closed_at": clock.day_start(closed_on)}
    [post] = perform(Move(post, "start_leaving", values), actor=actor, subject=post, entries=[Entry(history.LEAVING)])
    case = _insert(post, wish, closed_on, actor)
    recorder.record(case, history.DEPARTURE_OPENED, actor=actor,
                    comment=f"{case.get_reason_display()}. Último día: {case.last_day.isoformat()}.")  # fmt: skip
    telling.opened(case)
    return case


def _insert(post, wish, closed_on, actor):
    try:
        with transaction.atomic():
            return Departure.objects.create(
                appointment=post, reason=wish.reason, last_day=wish.last_day, ends_at=wish.ends_at, closed_to_documents_on=closed_on,
                act_number=wish.act_number, destination=wish.destination, opened_by=getattr(actor, "user", None), opened_at=clock.now(),
                backup_answer=BackupAnswer.NONE if wish.reason == DepartureReason.DEATH else BackupAnswer.PENDING)  # fmt: skip
    except IntegrityError as error:
        raise Conflict(OPEN_ALREADY.format(post.person.full_name)) from error


def end_of(day: date) -> datetime:
    """The first instant after a day: access ends with its 23:59:59."""
    return clock.day_start(day + timedelta(days=1))


@transaction.atomic
def decide(case: Departure, *, actor, destinations: dict[str, Appointment | None], default=...) -> Departure:
    """Note to whom each line of the list passes; nothing moves before the post ends.

    Args:
        destinations: appointment by code; None takes the decision back.
        default: to whom goes what has no destination of its own; left as it is when omitted.

    Raises:
        NotFound, NotAllowedNow, Invalid: the case, its state or a destination.
    """
    case = locked(case, actor)
    known = {item.code for item in entries.items() if item.move}
    for code, destination in destinations.items():
        if code not in known:
            raise Invalid("Esa línea de la lista no se traslada.")
        if destination is not None:
            check_destination(case.appointment, destination)
        DepartureItem.objects.update_or_create(departure=case, code=code, defaults={"destination": destination})
    if default is not ...:
        if default is not None:
            check_destination(case.appointment, default)
        case.destination = default
        case.save(update_fields=["destination"])
    chosen = [f"{code}: {one.person.full_name}" for code, one in sorted(destinations.items()) if one]
    recorder.record(case, history.DEPARTURE_CHANGED, actor=actor, comment="; ".join(chosen) or "Sin destinos")
    return case


@transaction.atomic
def go_without_successor(case: Departure, *, reason: str, actor) -> Departure:
    """«Continuar sin reemplazo» (DV-08); the only AIQ cannot.

    Raises:
        NotAllowedNow: the case is over, or the institution would have no AIQ.
        Invalid: no reason.
    """
    case = locked(case, actor)
    if is_only_aiq(case.appointment):
        raise NotAllowedNow(SINGLE_AIQ)
    case.without_successor = reason_of(reason)
    case.save(update_fields=["without_successor"])
    recorder.record(case, history.DEPARTURE_CHANGED, actor=actor, comment=f"Sin reemplazo: {case.without_successor}")
    return case


@transaction.atomic
def decline_backup(case: Departure, *, actor) -> Departure:
    """«No deseo respaldo», by the person who leaves (DV-11).

    Raises:
        Forbidden: somebody else answers.
        NotAllowedNow: the case is over.
    """
    case = Departure.objects.select_for_update(of=("self",)).with_names().get(pk=case.pk)
    if actor.is_delegate or actor.appointment != case.appointment:
        raise Forbidden("Solo la persona que deja el puesto responde por su respaldo.")
    _require_open(case)
    case.backup_answer = BackupAnswer.DECLINED
    case.save(update_fields=["backup_answer"])
    recorder.record(case, history.BACKUP_ANSWERED, actor=actor, comment=case.get_backup_answer_display())
    return case


@transaction.atomic
def cut_access(case: Departure, *, reason: str, actor) -> Departure:
    """«Cortar acceso ahora»: from this instant the context is gone; the list stays open (I-35).

    Raises:
        NotFound, NotAllowedNow, Invalid: the case, its state, no reason; the only AIQ is not cut off.
    """
    case = locked(case, actor)
    if is_only_aiq(case.appointment):
        raise NotAllowedNow(SINGLE_AIQ)
    case.cut_at, case.cut_reason = clock.now(), reason_of(reason)
    case.save(update_fields=["cut_at", "cut_reason"])
    perform(Move(case.appointment, "move_end", {"ends_at": case.cut_at}), actor=actor, subject=case.appointment,
            entries=[Entry(history.ACCESS_CUT, comment=case.cut_reason)])  # fmt: skip
    recorder.record(case, history.ACCESS_CUT, actor=actor, comment=case.cut_reason)
    return case


@transaction.atomic
def cancel(case: Departure, *, reason: str, actor) -> Departure:
    """«Anular»: the person stays, and documents may be addressed to the post again (I-37).

    Raises:
        NotFound, NotAllowedNow, Invalid: the case, its state, no reason.
    """
    case = locked(case, actor)
    reason = reason_of(reason)
    perform(Move(case.appointment, "stay"), actor=actor, subject=case.appointment,
            entries=[Entry(history.STAYED, comment=reason)])  # fmt: skip
    values = {"instant": clock.now(), "user": actor.user, "reason": reason}
    [case] = perform(Move(case, "cancel", values), actor=actor, subject=case,
                     entries=[Entry(history.DEPARTURE_CANCELLED, comment=reason)])  # fmt: skip
    telling.cancelled(case)
    return case


def reason_of(text: str) -> str:
    """The reason of an act, 10 to 500 characters.

    Raises:
        Invalid: it is shorter or longer.
    """
    text = text.strip()
    if not SHORTEST_REASON <= len(text) <= LONGEST_REASON:
        raise Invalid(NEEDS_REASON, reason=NEEDS_REASON)
    return text


def locked(case: Departure, actor) -> Departure:
    """The case under lock, open and the actor's to administer.

    Raises:
        NotFound, NotAllowedNow: it is neither.
    """
    row = Departure.objects.select_for_update(of=("self",)).with_names().get(pk=case.pk)
    _administered(row.appointment, actor)
    _require_open(row)
    return row


def _require_open(case):
    if case.state != DepartureState.OPEN:
        raise NotAllowedNow(case.refusal_message())


def _administered(post, actor) -> Appointment:
    if getattr(actor, "is_system", False):
        return Appointment.objects.with_names().get(pk=post.pk)
    found = Appointment.objects.administered_by(actor).with_names().filter(pk=post.pk).first()
    if found is None:
        raise NotFound(NOBODY)
    return found
