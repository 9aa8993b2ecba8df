"""Which documents a backup holds: one rule for pre-flight, minimum, freeze and immediate ZIP (backups §4.1)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from backups.states import ArchiveList
from documents.models import Attachment, Document, Participation
from documents.states import How, Medium, ScanState
from quipux import clock

LIST_OF = {
    How.SENT: ArchiveList.SENT,
    How.RECEIVED: ArchiveList.RECEIVED,
    How.COPIED: ArchiveList.RECEIVED,
    How.REASSIGNED_TO: ArchiveList.RECEIVED,
    How.REASSIGNED_BY: ArchiveList.REASSIGNED,
    How.INFORMED_TO: ArchiveList.INFORMED,
}
SCATTERED = 6_000  # bytes of pages, headers and directory per document, for estimates only


@dataclass(frozen=True)
class Selected:
    """A document of the selection and the archive lists it stands in."""

    document_id: int
    lists: tuple[str, ...]


@dataclass(frozen=True)
class Selection:
    """The documents of one appointment in one period.

    Attributes:
        documents: those that are packed, in archive order (date, then id).
        withheld: ids of those that match but may not be read; never counted.
    """

    documents: Sequence[Selected]
    withheld: Sequence[int]

    def __len__(self):
        return len(self.documents)

    @property
    def per_list(self) -> dict[str, int]:
        """Documents in each list; one document may stand in several."""
        counts = Counter(name for document in self.documents for name in document.lists)
        return {name: counts[name] for name in ArchiveList.values}


def select(appointment, date_from: date, date_to: date) -> Selection:
    """Apply the rule; two days inclusive, by Guayaquil's calendar. One SQL query."""
    start, end = clock.day_range(date_from, date_to)
    facts = Participation.objects.of(appointment).dated_between(start, end).for_backup()
    documents, withheld = [], []
    for document_id, _, _, readable in facts.by_document(appointment):
        if readable:
            documents.append(Selected(document_id, _lists(readable)))
        else:
            withheld.append(document_id)
    return Selection(documents, withheld)


def _lists(hows):
    named = {LIST_OF[how] for how in hows}
    return tuple(name for name in ArchiveList.values if name in named)


@dataclass(frozen=True)
class Preflight:
    """What a request would contain, shown before it is sent (backups §4.4)."""

    documents: int
    withheld: int
    bytes: int
    parts: int
    per_list: dict[str, int]


def preflight(appointment, date_from: date, date_to: date, *, part_size: int) -> Preflight:
    """Count what the period holds and estimate its size.

    Args:
        part_size: bytes per part, for the number of parts.
    """
    selection = select(appointment, date_from, date_to)
    size = _bytes_of([document.document_id for document in selection.documents])
    size += SCATTERED * len(selection)
    parts = 1 if size <= part_size else -(-size // part_size) + 1
    return Preflight(len(selection), len(selection.withheld), size, parts, selection.per_list)


def _bytes_of(ids):
    if not ids:
        return 0
    main = Document.objects.filter(pk__in=ids).aggregate(total=Sum("official_pdf__size"))["total"]
    annexes = Attachment.objects.filter(document__in=ids, removed_at=None, medium=Medium.ELECTRONIC,
                                        scan_state=ScanState.CLEAN)  # fmt: skip
    return (main or 0) + (annexes.aggregate(total=Sum("file__size"))["total"] or 0)
