"""What must stand in a row of the index, asked of the row itself or beside a copy (documents §13.1, §13.2)."""

from dataclasses import dataclass
from typing import Self

from django.db.models import F, Q

from documents.models import SearchRow
from documents.search.words import SHORTEST_PART, cleaned, folded, query_of
from quipux import plans

NAMES = ("id", "copy", "codes", "code_text", "senders", "receivers", "head", "whole")
COLUMNS = {f"row_{name}": F(f"document__search_rows__{name}") for name in NAMES}


@dataclass(frozen=True)
class Term:
    """One condition.

    Attributes:
        exact: over the fields of a SearchRow.
        rough: nearly the same, of which the planner knows better how many rows there are: two forms of a word stand
            in the same documents, and whole numbers are all different; None where it knows nothing.
    """

    exact: Q
    rough: Q | None

    @classmethod
    def code(cls, typed: str) -> Self | None:
        """A number or referencia, whole or a part of it."""
        code = folded(cleaned(typed))
        if not code:
            return None
        whole, part = Q(codes__contains=[code]), Q(code_text__contains=code)
        return cls(whole | part, part) if len(code) >= SHORTEST_PART else cls(whole, None)

    @classmethod
    def words(cls, column: str, *texts: str) -> Self | None:
        """Every word of one of ``texts`` at least; None where no word was typed."""
        exact, rough = Q(), Q()
        for text in texts:
            if query := query_of(text):
                exact |= Q(**{column: query})
                rough |= Q(**{column: query_of(text, stems_only=True)})
        return cls(exact, rough) if exact else None

    @property
    def beside(self) -> Q:
        """The same of the row that ``queries.found`` puts beside a copy."""
        return _prefixed(self.exact)


def _prefixed(condition: Q) -> Q:
    children = [_prefixed(one) if isinstance(one, Q) else (f"row_{one[0]}", one[1]) for one in condition.children]
    return Q(*children, _connector=condition.connector, _negated=condition.negated)


def rows(terms: list[Term]):
    """Rows of the index in which every one of ``terms`` stands."""
    return SearchRow.objects.filter(*(term.exact for term in terms))


def estimated(terms: list[Term]) -> int:
    """How many rows of ``terms`` there are, as the planner counts them; 0 where it knows nothing."""
    known = [term.rough for term in terms if term.rough is not None]
    return plans.estimated(SearchRow.objects.filter(*known)) if known else 0
