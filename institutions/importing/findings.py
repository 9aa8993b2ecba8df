"""What validation says of a row: ok, advertencia or error, with line, column, value and reason (institutions §10.1)."""

from dataclasses import dataclass, field

from quipux.web.text import folded

OK, WARNING, ERROR = "ok", "advertencia", "error"
FORMULA = "Fórmula no admitida."
EXISTS = "Ya existe"
UNLISTED = "No consta en el catálogo; se guarda como está escrito."


@dataclass
class Finding:
    """One row and what was found in it.

    Attributes:
        data: what will be stored; without it nothing is, because the row is wrong or exists already.
    """

    line: int
    notes: list[dict] = field(default_factory=list)
    data: dict | None = None

    def warn(self, column: str, value: str, reason: str) -> None:
        self.notes.append({"status": WARNING, "column": column, "value": value, "reason": reason})

    def refuse(self, column: str, value: str, reason: str) -> None:
        self.notes.append({"status": ERROR, "column": column, "value": value, "reason": reason})

    def spell(self, column: str, value: str, known: dict[str, str]) -> str:
        """A place or title as its catalogue writes it; what is not there is kept as it came, with an advertencia (§6.5).

        Args:
            known: of ``accounts.suggestions.spellings``; of an empty catalogue nothing is said.
        """
        if value and known and folded(value) not in known:
            self.warn(column, value, UNLISTED)
        return known.get(folded(value), value)

    @property
    def status(self) -> str:
        found = {note["status"] for note in self.notes}
        return ERROR if ERROR in found else WARNING if WARNING in found else OK

    def told(self) -> dict:
        """As the report keeps it."""
        return {"line": self.line, "status": self.status, "notes": self.notes}


def counts(report: list[dict]) -> dict[str, int]:
    """Rows by status, of a report."""
    return {status: sum(1 for row in report if row["status"] == status) for status in (OK, WARNING, ERROR)}
