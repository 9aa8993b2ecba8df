"""The three lists of the queue for an address: the SGE's filters over those of every list (backups §3.4, §3.5, §3.11)."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Case, F, Value, When

from backups import listing
from backups.admin import reads
from backups.admin.forms import QueueFilters
from backups.admin.queues import Queue
from backups.models import BackupRequest
from backups.services import scheduling
from backups.states import BackupState
from quipux import clock
from quipux.calendar.days import working_calendar
from quipux.web.pagination import NumberedPage, numbered

SORTS = listing.SORTS | {
    "respaldo": Case(*(When(backup__state=state, then=Value(state.label)) for state in BackupState)),
    "ejecucion": F("backup__scheduled_for"), "institucion": F("institution__name"), "descarga": F("asks_help"),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A request and its cells, as many as the list has headings."""

    request: BackupRequest
    values: list


@dataclass
class QueueList(listing.RequestList):
    """One of the lists as an address asks for it."""

    queue: Queue

    @property
    def headings(self):
        return self.queue.headings

    @property
    def title(self):
        return self.queue.title

    @property
    def url_name(self):
        return f"admin:sge:{self.queue.name}"

    def filters_class(self, data):
        return QueueFilters(data, states=self.queue.states, backup_states=self.queue.backup_states)

    def scope(self):
        return self.queue.scope()

    def _matching(self):
        data, found = self.filters.cleaned_data, super()._matching()
        if data["respaldo"]:
            found = found.filter(self.queue.condition(data["respaldo"]))
        if data["institucion"]:
            found = found.filter(institution=data["institucion"])
        if data["antiguedad"]:
            oldest = working_calendar().add_working_days(self.today, -int(data["antiguedad"]))
            found = found.filter(requested_at__lt=clock.day_start(oldest))
        if data["descarga"]:
            found = found.filter(asks_help=True)
        return found.filter(reads.MISMATCHED) if data["documento"] else found

    @property
    def order(self) -> str:
        asked = self.params.get("orden", "")
        keys = {heading.key for heading in self.headings if heading.key}
        return asked if asked.removeprefix("-") in keys else "-numero"

    @cached_property
    def page(self) -> NumberedPage | None:
        """None while a filter has a fault."""
        if not self.filters.is_valid():
            return None
        key = SORTS[self.order_key]
        ordering = key.desc(nulls_last=True) if self.descending else key.asc(nulls_last=True)
        return numbered(self._matching().order_by(ordering, "-number"), self.params)

    @cached_property
    def rows(self) -> list[Row]:
        found = self.page.rows if self.page else []
        moved = scheduling.moved_by_operator(found) if self.queue.is_selectable else set()
        return [Row(request, self.queue.values(request, moved)) for request in found]
