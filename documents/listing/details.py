"""Everything the rows of a list print beside themselves, read beside the page.

Joined to the page, these eight relations cost the database more in planning than in reading: twenty rows
name a handful of people and types.
"""

from documents.models import DocumentType
from documents.trays.kinds import Kind
from institutions.models import Appointment


def attach(kind: Kind, items: list, types: dict[int, DocumentType]) -> None:
    """Gives each row its people, those of all rows read together, and its types out of ``types``."""
    places = [place for item in items for place in _places_of_people(kind, item)]
    _fill(places, Appointment.objects.select_related("person").in_bulk(_ids(places)))
    copies = [kind.copy_of(item) for item in items]
    _fill([(copy.document, "type") for copy in copies] + [(copy, "shown_type") for copy in copies], types)


def _places_of_people(kind, item):
    """Which rows, by which field, name an appointment."""
    copy = kind.copy_of(item)
    for path in kind.people:
        *steps, field = path.split("__")
        row = item
        for step in steps:
            row = getattr(row, step)
        yield row, field
    yield copy, "previous_holder"


def _ids(places):
    return {getattr(row, f"{field}_id") for row, field in places} - {None}


def _fill(places, found):
    for row, field in places:
        if (pk := getattr(row, f"{field}_id")) is not None:
            setattr(row, field, found[pk])
