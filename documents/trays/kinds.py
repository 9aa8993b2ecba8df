"""What a row of a tray is: a copy, a reassignment, a word of information or a task (documents §5.2)."""

from dataclasses import dataclass

from django.db import models
from django.db.models import Q

from documents.models import Copy, Informed, Participation, Task

HEAVY = ("body", "summary", "attachments_description", "signature__report")  # of the document: no row shows them


@dataclass(frozen=True)
class Kind:
    """How the listing reaches, from a row, the copy it shows.

    Attributes:
        copy: path from the row to its copy; empty where the row is one.
        instant: the field of the row that its default order and its range of dates go by.
        unread: the condition of rows that their reader never opened; None where nothing is unread.
        people: the appointments a row prints, beside who held its copy before; ``listing.details`` reads them.
    """

    model: type[models.Model]
    copy: str
    instant: str
    unread: Q | None
    people: tuple[str, ...] = ()

    @property
    def prefix(self) -> str:
        """What stands before a field of the copy."""
        return f"{self.copy}__" if self.copy else ""

    @property
    def copy_id(self) -> str:
        return self.copy or "pk"

    def copy_of(self, row) -> Copy:
        return getattr(row, self.copy) if self.copy else row

    def with_details(self, rows):
        """The copy and the document a row prints, with its signature; what is long of them stays where it is."""
        document = f"{self.prefix}document"
        rows = rows.select_related(document, f"{document}__signature")
        return rows.defer(*(f"{document}__{name}" for name in HEAVY))


COPIES = Kind(Copy, "", "sort_at", Q(is_read=False), ("holder", "document__author"))
REASSIGNMENTS = Kind(Participation, "copy", "at", None, ("other",))
INFORMED = Kind(Informed, "copy", "at", Q(read_at=None), ("informer",))
TASKS = Kind(Task, "copy", "assigned_at", Q(is_read=False), ("assigned_by", "assigned_to"))
