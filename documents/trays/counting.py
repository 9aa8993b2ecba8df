"""The counters of the menu and of the lists: several counts in one statement, each as dear as what it may show."""

from collections.abc import Callable
from copy import copy
from dataclasses import fields, replace
from datetime import date

from django.db.models import IntegerField, QuerySet, Subquery

from documents.permissions import printed_areas_of
from documents.trays.table import SHARED, TRAYS
from institutions.models import Appointment
from quipux import clock
from quipux.moulds import Personal, Written, written

MENU = ("menu",)
MENU_LIMIT = 1000  # one more than «999+» hides
MOST_KEPT = 500  # shapes of people; each day begins anew
_kept: dict[tuple, Written | None] = {}


class CountOf(Subquery):
    """How many rows a queryset has, counted no further than ``most``; None counts them all."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet, most: int | None = None):
        rows = rows.order_by().values("pk")
        super().__init__(rows[:most] if most else rows)


def counted_together(appointment, **counts) -> dict:
    """The values of several subqueries in one statement."""
    return _together(appointment, counts).get()


def _together(appointment, counts):
    return Appointment.objects.filter(pk=appointment.pk).values(**counts)


def kept_together(actor, today: date, name: tuple, build: Callable[[object], dict]) -> dict:
    """The values of several subqueries in one statement, written once for all people of the same rights.

    Writing those of a page took a third of it.

    Args:
        today: day in Guayaquil.
        name: of the statement, with everything it depends on beside the person, her rights and the day.
        build: ``build(actor) -> subqueries by name``; of the actor it may ask keys, rights and what hangs on them.
    """
    if actor.is_delegate:  # what is closed to a deputy is named by more than keys
        return counted_together(actor.appointment, **build(actor))
    numbers = _numbers_of(actor)
    shape = (*name, clock.frozen_instant() is not None, *_shape_of(actor, today, len(numbers)))
    if shape not in _kept:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[shape] = _written(actor, build, len(numbers))
    kept = _kept[shape]
    if kept is None:
        return counted_together(actor.appointment, **build(actor))
    # The menu counts to a bound by its indexes alone; a list of 200 000 is counted by another way than one of 20.
    return kept.ask(*numbers, plans_once=name == MENU)[0]


def _written(actor, build, numbers):
    try:
        return written(
            lambda *keys: _together((standing := _standing_in(actor, keys)).appointment, build(standing)), numbers
        )
    except Personal:
        return None


def counters(actor, today: date) -> dict[str, int]:
    """Totals and unread of every tray of the person in one statement: ``slug`` and ``slug_unread``.

    Compartida is left out where nobody shares. Counts stop at MENU_LIMIT, which is shown as «999+».
    """
    return kept_together(actor, today, MENU, lambda actor: _counts(actor, today))


def _counts(actor, today):
    counts = {}
    for tray in TRAYS.values():
        if not tray.allows(actor) or (tray is SHARED and not actor.chiefs):
            continue
        rows = tray.opening(actor, today)
        counts[tray.slug] = CountOf(rows, MENU_LIMIT)
        if tray.counts_unread:
            counts[f"{tray.slug}_unread"] = CountOf(rows.filter(tray.kind.unread), MENU_LIMIT)
    return counts


def _numbers_of(actor):
    """Every primary key that the members of a tray may be asked by."""
    post = actor.appointment
    own = [post.pk, post.area_id, post.institution_id, post.person_id]
    return [*own, *actor.chiefs, *sorted(printed_areas_of(actor))]


def _shape_of(actor, today, numbers):
    """What a statement depends on beside those keys: people of one shape are asked the same one."""
    rest = [getattr(actor, each.name) for each in fields(actor) if each.name not in ("user", "appointment")]
    post = actor.appointment
    return (today, numbers, len(actor.chiefs), actor.permissions, post.profile, post.state, *rest)


def _standing_in(actor, keys):
    """The same actor with stand-ins for the keys."""
    own, others = keys[:4], keys[4:]
    post, user = copy(actor.appointment), copy(actor.user)
    post.pk, post.area_id, post.institution_id, post.person_id = own
    user.pk = post.person_id
    post.area, post.institution, post.person = (_renumbered(post, name) for name in ("area", "institution", "person"))
    post.chiefs = list(others[: len(actor.chiefs)])
    standing = replace(actor, user=user, appointment=post)
    vars(standing).update(permissions=actor.permissions, printed_areas=frozenset(others[len(actor.chiefs) :]))
    return standing


def _renumbered(post, name):
    """The related object with the stand-in as its key. Setting an ``…_id`` empties what was read along with it."""
    return type(post)._meta.get_field(name).related_model(pk=getattr(post, f"{name}_id"))
