"""One page of the quick search, of Búsqueda Avanzada, or of Búsqueda en adscritas, for an address."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict

from documents.search import queries
from documents.search.finding import Finding
from documents.search.reading import KNOW
from documents.search.results import Result, named, results
from quipux.web.pagination import TRAY_SIZES, KeysetPage, KeysetPaginator

FIRST = 50  # rows of the quick search: who needs more looks with more words
COUNTED = 1000  # rows counted one by one; beyond, «más de 1 000» (performance §2)


@dataclass(frozen=True)
class QuickList:
    """What the quick search shows.

    Attributes:
        more: there are others than the first FIRST.
        exact: the rows are those of that very number; what only names it was not looked for.
    """

    rows: list[Result]
    more: bool = False
    exact: bool = False

    @classmethod
    def read(cls, text: str, *, actor, whole: bool = False, at_least: int = KNOW) -> "QuickList":
        """The rows for ``text``.

        Args:
            whole: whether parts and words are wanted even where the text is a number.
            at_least: level of the documents that are looked for.
        """
        numbered = [] if whole else list(queries.exact(actor, text, at_least=at_least)[: FIRST + 1])
        copies = numbered or queries.quick(actor, text, at_least=at_least, most=FIRST + 1)
        return cls(results(named(copies[:FIRST]), actor=actor), len(copies) > FIRST, bool(numbered))


@dataclass(frozen=True)
class AdvancedList:
    """The page of copies, newest first.

    Attributes:
        total: exact up to COUNTED; ``many`` beyond.
        address: query of this very list without its page, for the export.
    """

    noun = "documentos"

    page: KeysetPage
    rows: list[Result]
    total: int
    many: bool
    address: str

    @classmethod
    def read(cls, finding: Finding, *, actor, text: str, params: QueryDict, labelled: bool = False) -> "AdvancedList":
        """The page that ``params`` ask for, with extracts of ``text``; `labelled` as of `results`."""
        newest = finding.newest(max(COUNTED, TRAY_SIZES[-1]) + 1)
        total = min(len(newest), COUNTED + 1)
        page = _Pages(finding, newest, total).page(params)
        kept = params.copy()
        for name in ("cursor", "aviso"):
            kept.pop(name, None)
        return cls(page, results(named(page.rows), actor=actor, text=text, labelled=labelled),
                   min(total, COUNTED), total > COUNTED, kept.urlencode())  # fmt: skip


class _Pages(KeysetPaginator):
    """Pages of a finding, of which the newest are known."""

    def __init__(self, finding, newest, total):
        super().__init__(finding.copies, total=total)
        self.finding, self.newest = finding, newest

    def _rows(self, cursor, backwards, most):
        if cursor is None:
            return self.newest[:most]
        at, key = cursor.values
        return self.finding.newest(most, beyond=(datetime.fromisoformat(at), int(key)), oldest_first=backwards)
