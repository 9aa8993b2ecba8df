"""Saved filters with how many rows each lists now (documents §5.3, ui §7.2)."""

from django.http import QueryDict

from documents.listing.addresses import tray_for
from documents.listing.query import EXACT, TrayQuery
from documents.models import SavedFilter
from documents.trays.counting import CountOf, counted_together
from quipux import clock
from quipux.web.formatting import count_text


def counted(saved: list[SavedFilter], actor) -> list[tuple[SavedFilter, str]]:
    """Each filter with its counter in words, all in one statement; empty for one that no longer says anything valid.

    Args:
        saved: filters of one tray that the actor may follow.
    """
    lists = {f"f{one.pk}": _list_of(one, actor) for one in saved}
    counts = {name: CountOf(found.view_rows, EXACT + 1) for name, found in lists.items() if found.is_valid}
    numbers = counted_together(actor.appointment, **counts) if counts else {}
    return [(one, _in_words(numbers.get(f"f{one.pk}"), lists[f"f{one.pk}"].tray.noun)) for one in saved]


def _list_of(saved, actor):
    query = TrayQuery(tray_for(saved.tray, actor), actor, QueryDict(saved.query), clock.today())
    vars(query)["_is_long"] = False  # nothing is asked apart: all the counts are one statement
    return query


def _in_words(number, noun):
    if number is None:
        return ""
    if number > EXACT:
        return f"más de {count_text(EXACT)} {noun}"
    return f"{count_text(number)} {noun if number != 1 else noun[:-1]}"
