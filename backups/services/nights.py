"""What an SGE operator does with a night or with the calendar, and what that would move (backups §2.5, §3.11)."""

import logging
from dataclasses import dataclass, field
from datetime import date, datetime, time

from django.conf import settings
from django.db import transaction

from backups import hours, outlooks, permissions, reservations
from backups.models import Backup, BackupRequest, Night
from backups.reservations import Reservations
from backups.schedule import Load
from backups.services import scheduling
from backups.states import BackupState, RequestState
from quipux import clock
from quipux.calendar.days import working_calendar
from quipux.calendar.models import DayOff
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow

audit = logging.getLogger("quipux.security")
USUAL_LIMIT = 1.5  # times the default capacity that one operator may give alone
SECOND_NEEDED = "Una capacidad mayor al 150 % de la habitual necesita que la confirme un segundo operador."
PAUSED = "La noche del {night} está pausada."


@dataclass(frozen=True)
class Shift:
    """One request that goes, or would go, from a night to another."""

    request: BackupRequest
    night_from: date
    night_to: date


@dataclass(frozen=True)
class Preview:
    """The effect of an act on a night, before it is done.

    Attributes:
        moves: in approval order.
        stays: how many requests keep the night.
        ends_at: when the last one of the night would end, by measured speed; None when nothing is left in it.
        fits: whether that is before the window's end.
        over_limit: whether a second operator must confirm it.
    """

    night: date
    moves: list[Shift] = field(default_factory=list)
    stays: int = 0
    ends_at: datetime | None = None
    fits: bool = True
    over_limit: bool = False


# Pause --------------------------------------------------------------------------------------------------


def preview_pause(night: date) -> Preview:
    """Where the requests of a night would go if it were paused."""
    moves = _replanned(night, NO_ROOM, lock=False)
    return Preview(night, [*_interrupted(night), *moves])


@transaction.atomic
def pause_night(night: date, *, actor, reason: str) -> list[Shift]:
    """Pause a night: its requests get others in approval order, with one entry each; what runs stops at a border.

    Raises:
        Forbidden: only operators.
        Invalid: no reason, or a night that is over.
    """
    _check(actor, night, reason)
    row = _locked(night)
    if row.is_paused:
        return []
    interrupted = _interrupted(night)
    moves = _replanned(night, NO_ROOM, lock=True)
    row.is_paused, row.reason = True, reason.strip()
    row.save(update_fields=["is_paused", "reason"])
    _tell("night_paused", actor, night, reason)
    scheduling.postpone_all()
    return [*interrupted, *_carry_out(moves)]


@transaction.atomic
def resume_night(night: date, *, actor, reason: str = "") -> None:
    """Open a paused night again; it fills with the next plannings. Raises Forbidden, Invalid."""
    _check(actor, night, reason or "-")
    row = _locked(night)
    if row.is_paused:
        row.is_paused, row.reason = False, ""
        row.save(update_fields=["is_paused", "reason"])
        _tell("night_resumed", actor, night, reason)


# Capacity -----------------------------------------------------------------------------------------------


def preview_capacity(night: date, *, requests: int, documents: int, bytes: int) -> Preview:
    """What a night would keep and lose with another capacity, and when its last request would end."""
    capacity = Load(requests, documents, bytes)
    moves = _replanned(night, capacity, lock=False)
    gone = [shift.request.pk for shift in moves]
    return _with_end(Preview(night, moves, over_limit=exceeds_limit(capacity)), without=gone)


@transaction.atomic
def change_capacity(night: date, *, requests: int, documents: int, bytes: int, actor, reason: str,
                    second=None) -> list[Shift]:  # fmt: skip
    """Give a night another capacity; what does not fit any more goes to other nights in approval order.

    Args:
        second: another operator, needed above 150 % of the default (QUIPUX_TWO_OPERATORS).

    Raises:
        Forbidden: only operators.
        Invalid: no reason, a negative figure, or a night that is over.
        Conflict: a second operator is needed.
    """
    _check(actor, night, reason)
    capacity = _capacity(requests, documents, bytes)
    if exceeds_limit(capacity) and not _is_second(second, actor):
        raise Conflict(SECOND_NEEDED)
    row = _locked(night)
    if reservations.capacity_of(row) == capacity:
        return []
    moves = _replanned(night, capacity, lock=True)
    row.requests, row.documents, row.bytes, row.reason = requests, documents, bytes, reason.strip()
    row.save(update_fields=["requests", "documents", "bytes", "reason"])
    _tell("night_capacity", actor, night, reason, capacity=[requests, documents, bytes],
          second=second.user.pk if second else None)  # fmt: skip
    return _carry_out(moves)


def exceeds_limit(capacity: Load) -> bool:
    """Whether ``capacity`` needs a second operator (QUIPUX_TWO_OPERATORS)."""
    usual = reservations.default_capacity()
    pairs = ((capacity.requests, usual.requests), (capacity.documents, usual.documents), (capacity.bytes, usual.bytes))
    return settings.QUIPUX_TWO_OPERATORS and any(value > USUAL_LIMIT * limit for value, limit in pairs)


def _capacity(requests, documents, bytes):
    if min(requests, documents, bytes) < 0:
        raise Invalid("La capacidad no puede ser negativa.", requests="La capacidad no puede ser negativa.")
    return Load(requests, documents, bytes)


def _is_second(second, actor):
    return second is not None and permissions.is_operator(None, second) and second.user.pk != actor.user.pk


# Hours, notice, days off --------------------------------------------------------------------------------


@transaction.atomic
def set_day_window(night: date, *, start: time | None, end: time | None, actor, reason: str) -> None:
    """Open work also between two hours of the day of ``night``; both None closes it.

    Raises:
        Forbidden, Invalid: as the others; or the hours are not in order.
    """
    _check(actor, night, reason)
    if (start is None) != (end is None) or (start is not None and start >= end):
        text = "La hora de inicio debe ser menor que la hora de fin."
        raise Invalid(text, start=text)
    row = _locked(night)
    row.day_from, row.day_to = start, end
    row.save(update_fields=["day_from", "day_to"])
    _tell("night_day_window", actor, night, reason, start=str(start), end=str(end))
    scheduling.postpone_all()


@transaction.atomic
def set_notice(night: date, *, notice: str, actor) -> None:
    """The words the public reads about a night; empty takes them away. Raises Forbidden, Invalid."""
    _check(actor, night, "-")
    text = notice.strip()
    longest = Night._meta.get_field("notice").max_length
    if len(text) > longest:
        raise Invalid(f"El aviso no puede superar {longest} caracteres.", notice=f"Máximo {longest} caracteres.")
    row = _locked(night)
    row.notice = text
    row.save(update_fields=["notice"])
    _tell("night_notice", actor, night, text)


@transaction.atomic
def add_day_off(day: date, *, name: str, actor) -> DayOff:
    """Add a decreed bridge or a local day to the working calendar: promised days and deadlines count it at once.

    Raises:
        Forbidden: only operators.
        Invalid: without name, or no working day already.
    """
    _operator(actor)
    if not name.strip():
        raise Invalid("Escriba el motivo, por ejemplo el número del decreto.", name="Escriba el motivo.")
    if not working_calendar().is_working_day(day):
        text = f"El {day} ya es un día no laborable."
        raise Invalid(text, date=text)
    added = DayOff.objects.create(date=day, name=name.strip(), added_by=actor.user, added_at=clock.now())
    _tell("day_off_added", actor, day, name)
    return added


@transaction.atomic
def remove_day_off(day: date, *, actor) -> None:
    """Take an added day away; one that is not there is no error. Raises Forbidden."""
    _operator(actor)
    removed, _ = DayOff.objects.filter(date=day).delete()
    if removed:
        _tell("day_off_removed", actor, day, "")


# Forecast -----------------------------------------------------------------------------------------------


def forecast(night: date, *, extra: list[BackupRequest] = ()) -> Preview:
    """When a night ends by measured speed, with ``extra`` requests added: «la última termina a las HH:MM»."""
    return _with_end(Preview(night), extra=extra)


def _with_end(preview, *, without=(), extra=()):
    outlook = outlooks.of_night(preview.night, without=without, extra=extra)
    return Preview(preview.night, preview.moves, outlook.requests, outlook.ends_at, outlook.fits, preview.over_limit)


# What moves ---------------------------------------------------------------------------------------------

NO_ROOM = None


def _waiting_on(night):
    rows = Backup.objects.filter(state=BackupState.PENDING, request__state=RequestState.APPROVED, run_now=False)
    found = rows.filter(scheduled_for=night).select_related("request__institution", "request__person")
    return list(found.order_by("request__approved_at", "pk"))


def _replanned(night, capacity, *, lock):
    """Who leaves ``night`` and for which one, if it had ``capacity``; `NO_ROOM` pauses it."""
    book = _book(night, lock=lock)
    row = book.night(night)
    changed = Night(date=night, requests=row.requests, documents=row.documents, bytes=row.bytes, is_paused=True)
    if capacity is not NO_ROOM:
        changed = Night(date=night, requests=capacity.requests, documents=capacity.documents, bytes=capacity.bytes,
                        is_paused=row.is_paused)  # fmt: skip
    book.nights[night] = changed
    waiting, calendar = _waiting_on(night), working_calendar()
    for backup in waiting:
        book.release(backup.request, night)
    shifts = []
    for backup in waiting:
        chosen = _new_place(book, backup.request, night, scheduling.promised(backup.request, calendar)[0])
        book.place(backup.request, chosen)
        if chosen != night:
            shifts.append(Shift(backup.request, night, chosen))
    return shifts


def _new_place(book, request, night, promise):
    """Its own night while it still fits there, else the earliest that takes it."""
    return night if book.takes(request, night, promise) else book.pick(request, promise)


def _interrupted(night):
    """What runs in a night that is paused now goes on in the next one (T9)."""
    now = clock.now()
    if night != hours.night_at(now):
        return []
    running = Backup.objects.running().filter(run_now=False).select_related("request__institution", "request__person")
    to = hours.next_night(now, besides=night)
    return [Shift(backup.request, night, to) for backup in running.order_by("request__approved_at", "pk")]


def _carry_out(moves):
    return [shift for shift in moves if scheduling.move_by_plan(shift.request, shift.night_from, shift.night_to)]


def _locked(night):
    return _book(night, lock=True).night(night)


def _book(night, *, lock):
    """The nights that may change, from the first on: everybody locks them in that order."""
    return Reservations(min(night, hours.window().next_to_begin(clock.now())), lock=lock)


def _check(actor, night, reason):
    _operator(actor)
    if not reason.strip():
        raise Invalid("Escriba el motivo.", reason="Escriba el motivo.")
    if night < hours.night_at(clock.now()):
        raise NotAllowedNow(f"La noche del {night} ya pasó.")


def _operator(actor):
    if not permissions.is_operator(None, actor):
        raise Forbidden("No tiene permiso para esta acción.")


def _tell(event, actor, day, reason, **facts):
    audit.info(event, extra={"person": actor.user.pk, "day": day.isoformat(), "reason": reason.strip(), **facts})
