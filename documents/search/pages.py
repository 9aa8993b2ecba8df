"""One page of Búsqueda Avanzada for an address."""

from dataclasses import dataclass

from django.http import QueryDict

from documents.search import queries
from documents.search.criteria import Criteria
from documents.search.results import Result, results, with_names
from quipux.web.pagination import KeysetPage, KeysetPaginator

FIRST = 50  # rows of the quick search: who needs more looks with more words
COUNTED = 1000  # rows counted one by one; beyond, «más de 1 000» (performance §2)


@dataclass(frozen=True)
class AdvancedList:
    """The page of copies, newest first.

    Attributes:
        total: exact up to COUNTED; ``many`` beyond.
        address: query of this very list without its page, for the export.
    """

    page: KeysetPage
    rows: list[Result]
    total: int
    many: bool
    address: str

    @classmethod
    def read(cls, criteria: Criteria, *, actor, params: QueryDict) -> "AdvancedList":
        copies = queries.advanced(actor, criteria)
        total = copies.order_by()[: COUNTED + 1].count()
        page = KeysetPaginator(with_names(copies), total=total).page(params)
        kept = params.copy()
        kept.pop("cursor", None)
        return cls(page, results(page.rows, actor=actor, text=criteria.text), min(total, COUNTED), total > COUNTED,
                   kept.urlencode())  # fmt: skip
