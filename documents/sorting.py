"""The order of a tray, computed by the server for every column heading (documents §5.3)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import (
    Case,
    Count,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Left, NullIf

from documents.folding import Folded
from documents.models import Copy, Party, Sending, Task
from documents.permissions import READS
from documents.states import CopyRole, CopyState, PartyRole, TaskState

COMPARED = 60  # letters of a text that count for its place; the row's id settles the rest
NEVER = date.max
# Plain columns stay as they are, so that the index of the tray gives the order. A heading names the copy's
# own by its path, those of other rows by their name.
OF_COPY = {"fecha": "sort_at"}
OF_ROW = {"reasignacion": "at", "informacion": "at", "asignacion": "assigned_at", "avance": "progress"}
# What a row says of a document that its reader must not know, not even by its place.
SECRET = {"de", "para", "anterior", "asunto", "referencia", "comentario", "redactado", "redirigir"}


def _text(*fields):
    expression = Coalesce(F(fields[0]), Value("")) if len(fields) == 1 else Concat(*fields)
    return Left(Folded(expression), COMPARED)


def _person(path):
    return _text(f"{path}__given_names", Value(" "), f"{path}__surnames")


def _label(p, field, role):
    """De or Para as frozen; of a draft, the first person named today."""
    named = Party.objects.filter(document=OuterRef(f"{p}document"), role=role).order_by("position", "pk")
    first = named.values(who=Concat("appointment__person__given_names", Value(" "), "appointment__person__surnames"))
    frozen = NullIf(f"{p}document__{field}", Value(""))
    return Left(Folded(Coalesce(frozen, Subquery(first[:1]), Value(""))), COMPARED)


def _number(p):
    return Left(Folded(Coalesce(NullIf(f"{p}number", Value("")), f"{p}document__temporary_number")), COMPARED)


def _reference(p):
    return Left(Folded(Coalesce(NullIf(f"{p}own_reference", Value("")), f"{p}document__reference")), COMPARED)


def from_task(p=""):
    """Whether the holder gave a task on the copy that is not pending any more."""
    given = Task.objects.filter(copy=OuterRef(f"{p}pk"), assigned_by=OuterRef(f"{p}holder"))
    return Exists(given.exclude(state=TaskState.PENDING))


def _situation(p, today):
    return Case(When(from_task(p), then=0), When(deadline__isnull=True, then=1), When(deadline__lt=today, then=2),
                default=3, output_field=IntegerField())  # fmt: skip


def _waiting(p, today):
    """Copies of the document that did not reach their recipient yet."""
    undelivered = ~Q(role=CopyRole.ORIGINAL) & ~Q(state__in=CopyState.of_received())
    counted = (Copy.objects.filter(undelivered, document=OuterRef("document")).order_by().values("document")
               .annotate(number=Count("pk")).values("number"))  # fmt: skip
    return Coalesce(Subquery(counted), 0)


def _step(p, today):
    step = Sending.objects.filter(document=OuterRef(f"{p}document")).values("step")
    return Coalesce(Subquery(step[:1]), Value(""))


def _day(path):
    return Coalesce(path, Value(NEVER), output_field=DateField())


SORTS = {
    "de": lambda p, today: _label(p, "from_label", PartyRole.FROM),
    "para": lambda p, today: _label(p, "to_label", PartyRole.TO),
    "anterior": lambda p, today: _person(f"{p}previous_holder__person"),
    "asunto": lambda p, today: _text(f"{p}document__subject"),
    "numero": lambda p, today: _number(p),
    "referencia": lambda p, today: _reference(p),
    "situacion": _situation,
    "plazo": lambda p, today: _day(f"{p}deadline"),
    "entrega": _waiting,
    "motivo": _step,
    "estado": lambda p, today: F(f"{p}state"),
    "archivado": lambda p, today: Coalesce(f"{p}shelved_at", f"{p}sort_at", output_field=DateTimeField()),
    "jefe": lambda p, today: _person(f"{p}holder__person"),
    "redactado": lambda p, today: _person(f"{p}document__author__person"),
    "redirigir": lambda p, today: _person(f"{p}directed_to__person"),
    "reasignado": lambda p, today: _person("other__person"),
    "comentario": lambda p, today: _text("comment"),
    "maxima": lambda p, today: _day("deadline"),
    "informador": lambda p, today: _person("informer__person"),
    "asignado_por": lambda p, today: _person("assigned_by__person"),
    "asignado_para": lambda p, today: _person("assigned_to__person"),
    "estado_tarea": lambda p, today: F("state"),
}
OF_TASKS = {"maxima": "due"}


@dataclass(frozen=True)
class Order:
    """The column that orders a list, and in which direction."""

    key: str = "fecha"
    descending: bool = True

    @property
    def direction(self) -> str:
        """Value of ``aria-sort``."""
        return "descending" if self.descending else "ascending"

    def fields_for(self, rows, tray, today: date):
        """``rows`` with what orders them, and the fields for the paginator."""
        plain = self._plain(tray.kind)
        if plain:
            return rows, (plain, "id")
        place = SORTS[self.key](tray.kind.prefix, today)
        if tray.masks and self.key in SECRET:
            place = Case(When(level__gte=READS, then=place), default=Value(""))
        return rows.annotate(place=place), ("place", "id")

    def _plain(self, kind):
        if self.key in OF_COPY:
            return kind.prefix + OF_COPY[self.key]
        own = OF_TASKS if kind.model is Task else {}
        return own.get(self.key) or OF_ROW.get(self.key)


def chosen_order(text: str, allowed, default: Order) -> Order:
    """The order asked for in the address («numero», «-numero»), or the tray's own."""
    key = text.removeprefix("-")
    return Order(key, text.startswith("-")) if key in allowed else default
