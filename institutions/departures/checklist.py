"""The checklist of a case as it stands now (institutions §11.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from institutions.departures import entries
from institutions.departures.entries import Item
from institutions.models import Appointment, Departure, DepartureItem, DepartureState

PENDING, DONE, NOT_APPLICABLE = "Pendiente", "Hecho", "No aplica"
PLURAL = {"documento": "documentos", "tarea": "tareas", "subrogación": "subrogaciones", "préstamo": "préstamos",
          "reemplazo": "reemplazos"}  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of the list with its figures."""

    item: Item
    count: int
    destination: Appointment | None
    moved: int
    lines: Sequence[str]
    words: str
    is_settled: bool | None = None
    placed: int = 0
    received: Sequence[Sequence] = ()

    @property
    def unplaced(self) -> int:
        """How many of what is left go nowhere yet."""
        return 0 if self.destination else self.count - self.placed

    @property
    def state(self) -> str:
        """Pendiente, Hecho or No aplica."""
        if self.is_settled is not None:
            return DONE if self.is_settled else PENDING
        if self.moved:
            return DONE
        if not self.count:
            return NOT_APPLICABLE
        return DONE if self.item.move and not self.unplaced else PENDING

    @property
    def is_missing(self) -> bool:
        """Whether it keeps the post from being ended by hand."""
        return self.item.obligatory and self.state == PENDING


def placed(case: Departure, code: str):
    """The pieces of a line whose own destination works still."""
    return case.pieces.filter(code=code, destination__in=Appointment.objects.working())


@dataclass
class Checklist:
    """All lines of one case; of a closed one, what was done."""

    departure: Departure

    @cached_property
    def decisions(self) -> dict[str, DepartureItem]:
        rows = self.departure.decisions.select_related("destination__person", "destination__area")
        return {row.code: row for row in rows}

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(item) for item in entries.items()]

    def _line(self, item):
        decision, is_open = self.decisions.get(item.code), self.departure.state == DepartureState.OPEN
        count = item.count(self.departure) if is_open else 0
        destination = (decision and decision.destination) or (
            self.departure.destination if item.move and not item.only_chosen else None
        )
        lines = (
            item.lines(self.departure) if is_open and item.lines and count else (decision.evidence if decision else [])
        )
        words = item.says(self.departure) if item.says else ""
        settled = item.settled(self.departure) if item.settled else None
        return Line(item, count, destination, decision.moved if decision else 0, list(lines), words, settled,
                    self._placed(item) if count else 0, decision.received if decision else ())  # fmt: skip

    def _placed(self, item) -> int:
        """How many of a line have a destination of their own, and wait still."""
        if item.code not in self.with_pieces or item.pieces is None:
            return 0
        return item.pieces(self.departure).filter(uuid__in=placed(self.departure, item.code).values("key")).count()

    @cached_property
    def with_pieces(self) -> set[str]:
        return set(self.departure.pieces.values_list("code", flat=True).distinct())

    @property
    def pending(self) -> int:
        return sum(line.is_missing for line in self.lines)

    @property
    def is_ready(self) -> bool:
        """«Listo para desactivar»."""
        return not self.pending

    def missing_words(self) -> str:
        """«Faltan destinos: 7 documentos, 1 tarea.», empty when nothing is missing."""
        counts = {}
        for line in self.lines:
            if line.is_missing:
                counts[line.item.noun] = counts.get(line.item.noun, 0) + line.unplaced
        words = [f"{number} {noun if number == 1 else PLURAL[noun]}" for noun, number in counts.items()]
        return f"Faltan destinos: {', '.join(words)}." if words else ""
