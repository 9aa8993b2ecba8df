"""The order of a tray, computed by the server for every column heading (documents §5.3)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, DateField, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Concat, Left

from documents.matching import Folded
from documents.models import Copy
from documents.states import CopyRole, CopyState

COMPARED = 60  # letters of a text that count for its place; the row's id settles the rest
NEVER = date.max


def _text(*fields):
    expression = Coalesce(F(fields[0]), Value("")) if len(fields) == 1 else Concat(*fields)
    return Left(Folded(expression), COMPARED)


def _situation(today):
    return Case(When(deadline__isnull=True, then=0), When(deadline__lt=today, then=1), default=2,
                output_field=IntegerField())  # fmt: skip


def _waiting(today):
    """Copies of the document that did not reach their recipient yet."""
    undelivered = ~Q(role=CopyRole.ORIGINAL) & ~Q(state__in=CopyState.of_received())
    counted = (Copy.objects.filter(undelivered, document=OuterRef("document")).order_by().values("document")
               .annotate(number=Count("pk")).values("number"))  # fmt: skip
    return Coalesce(Subquery(counted), 0)


SORTS = {
    "fecha": lambda today: F("sort_at"),
    "de": lambda today: _text("document__from_label"),
    "para": lambda today: _text("document__to_label"),
    "anterior": lambda today: _text("previous_holder__person__given_names", Value(" "),
                                    "previous_holder__person__surnames"),
    "asunto": lambda today: _text("document__subject"),
    "numero": lambda today: _text("number"),
    "referencia": lambda today: _text("document__reference"),
    "situacion": _situation,
    "plazo": lambda today: Coalesce("deadline", Value(NEVER), output_field=DateField()),
    "entrega": _waiting,
}  # fmt: skip


@dataclass(frozen=True)
class Order:
    """The column that orders a list, and in which direction."""

    key: str = "fecha"
    descending: bool = True

    @property
    def direction(self) -> str:
        """Value of ``aria-sort``."""
        return "descending" if self.descending else "ascending"

    def fields_for(self, copies, today: date):
        """``copies`` with what orders them, and the fields for the paginator.

        Fecha stays a plain column, so that the tray's index gives the order.
        """
        if self.key == "fecha":
            return copies, ("sort_at", "id")
        return copies.annotate(place=SORTS[self.key](today)), ("place", "id")


def chosen_order(text: str, allowed) -> Order:
    """The order asked for in the address («numero», «-numero»), or by Fecha, the newest first."""
    key = text.removeprefix("-")
    return Order(key, text.startswith("-")) if key in allowed else Order()
