"""The counters of the menu and of the lists: several counts in one statement, each as dear as what it may show."""

from datetime import date

from django.db.models import IntegerField, QuerySet, Subquery

from documents.trays.table import SHARED, TRAYS
from institutions.models import Appointment

MENU_LIMIT = 1000  # one more than «999+» hides


class CountOf(Subquery):
    """How many rows a queryset has, counted no further than ``most``; None counts them all."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet, most: int | None = None):
        rows = rows.order_by().values("pk")
        super().__init__(rows[:most] if most else rows)


def counted_together(appointment, **counts) -> dict:
    """The values of several subqueries in one statement."""
    return Appointment.objects.filter(pk=appointment.pk).values(**counts).get()


def counters(actor, today: date) -> dict[str, int]:
    """Totals and unread of every tray of the person in one statement: ``slug`` and ``slug_unread``.

    Compartida is left out where nobody shares. Counts stop at MENU_LIMIT, which is shown as «999+».
    """
    counts, shared_with = {}, actor.chiefs
    for tray in TRAYS.values():
        if not tray.allows(actor) or (tray is SHARED and not shared_with):
            continue
        rows = tray.opening(actor, today)
        counts[tray.slug] = CountOf(rows, MENU_LIMIT)
        if tray.counts_unread:
            counts[f"{tray.slug}_unread"] = CountOf(rows.filter(tray.kind.unread), MENU_LIMIT)
    return counted_together(actor.appointment, **counts)
