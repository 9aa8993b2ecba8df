"""Destinations of single documents and tasks, beside the one of their line (institutions §11.3, DV-02)."""

from collections import Counter

from django.db import transaction

from institutions import history
from institutions.departures import cases, destinations, entries
from institutions.departures.checklist import Line, placed
from institutions.departures.entries import Item
from institutions.models import Appointment, Departure, DeparturePiece
from quipux.errors import Invalid, NotFound
from quipux.history import recorder

MOST = 200  # pieces decided at once
NO_LINE = "Esa línea de la lista no se reparte."
NONE_CHOSEN = f"Marque entre 1 y {MOST} filas."


def line_item(code: str) -> Item:
    """The line whose documents or tasks may go to several people.

    Raises:
        NotFound: there is no such line.
    """
    found = next((item for item in entries.items() if item.code == code and item.pieces), None)
    if found is None:
        raise NotFound(NO_LINE)
    return found


@transaction.atomic
def decide(case: Departure, item: Item, keys, destination: Appointment | None, *, actor) -> int:
    """Note to whom some documents or tasks of a line pass; nothing moves before the post ends.

    Args:
        keys: their uuids; what is no longer of the line is passed over.
        destination: None lets them go where their line goes.

    Returns:
        How many were decided.

    Raises:
        NotFound, NotAllowedNow, Invalid: the case, its state, the destination, or more than ``MOST`` rows.
    """
    case = cases.locked(case, actor)
    if not 0 < len(keys) <= MOST:
        raise Invalid(NONE_CHOSEN)
    found = list(item.pieces(case).filter(uuid__in=keys).values_list("uuid", flat=True))
    case.pieces.filter(code=item.code, key__in=found).delete()
    if destination is not None:
        destinations.check(case.appointment, destination)
        DeparturePiece.objects.bulk_create(
            DeparturePiece(departure=case, code=item.code, key=key, destination=destination) for key in found
        )
    name = destination.person.full_name if destination else "como su línea"
    recorder.record(case, history.DEPARTURE_CHANGED, actor=actor, comment=f"{item.code}, {len(found)}: {name}")
    return len(found)


def pass_on(case: Departure, line: Line) -> dict[Appointment, int]:
    """Give each destination what was set aside for it, and say how much; the rest waits for the one of the line."""
    if not line.placed:
        return {}
    chosen, received = {}, Counter()
    for row in placed(case, line.item.code).select_related("destination__person").order_by("pk"):
        chosen.setdefault(row.destination, []).append(row.key)
    for destination, keys in chosen.items():
        received[destination] = line.item.move_pieces(case, destination, keys)
    return received


def in_words(received: dict[Appointment, int]) -> list[list]:
    """Who received how much of a line, for the Acta: name with post, and number."""
    return [[f"{post.person.full_name}, {post.title}", number] for post, number in received.items()]
