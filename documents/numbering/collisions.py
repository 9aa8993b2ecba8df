"""Whether two series could ever print the same text (documents §7.2).

A format is read as a row of sets of characters, the last digit of the sequence repeated at will
because a sequence grows past its digits. Two rows are walked together: one text that both accept
is enough.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from django.db.models import Q

from documents.models import DocumentType, IssuedNumber, NumberFormat
from documents.numbering.formats import Format, abbreviations_of, resolve
from documents.states import NumberToken
from institutions.models import Area, Institution

_DIGITS = frozenset("0123456789")


@dataclass(frozen=True)
class _Step:
    """One character out of ``any_of``, or any number of them."""

    any_of: frozenset[str]
    repeats: bool = False


def could_meet(one: Format, other: Format) -> bool:
    """Whether some year and value of each give the same text."""
    a, b = _steps(one), _steps(other)
    waiting, seen = [(0, 0)], set()
    while waiting:
        i, j = here = waiting.pop()
        if here in seen:
            continue
        if i == len(a) and j == len(b):
            return True
        seen.add(here)
        waiting += _onwards(a, i, b, j)
    return False


def _onwards(a, i, b, j):
    left, right = a[i] if i < len(a) else None, b[j] if j < len(b) else None
    if left and left.repeats:
        yield i + 1, j
    if right and right.repeats:
        yield i, j + 1
    if left and right and left.any_of & right.any_of:
        yield (i if left.repeats else i + 1), (j if right.repeats else j + 1)


def _steps(written: Format) -> list[_Step]:
    steps = []
    for position, part in enumerate(written.parts):
        if position:
            steps.append(_Step(frozenset(written.separator)))
        if part == NumberToken.YEAR:
            steps += [_Step(_DIGITS)] * written.year_digits
        elif part == NumberToken.SEQUENCE:
            steps += [*[_Step(_DIGITS)] * written.sequence_digits, _Step(_DIGITS, repeats=True)]
        else:
            steps += [_Step(frozenset(letter)) for letter in part.upper()]
    return steps


def first_twin(wanted: Format) -> Format | None:
    """Another series of the same institution, with a counter of its own, that could print the same."""
    others = (other for other in series_of(wanted.area.institution) if other.series != wanted.series)
    return next((other for other in others if could_meet(wanted, other)), None)


def series_of(institution: Institution) -> Iterator[Format]:
    """Every pair of an institution that numbers by itself, with a row or by default."""
    rows = {(row.area_id, row.type_id): row for row in NumberFormat.objects.filter(area__institution=institution)}
    areas = Area.objects.filter(institution=institution).select_related("institution")
    types = DocumentType.objects.filter(Q(institution=institution) | Q(institution__isnull=True))
    abbreviations = abbreviations_of(institution)
    for area, type in product(areas, list(types)):
        row = rows.get((area.pk, type.pk)) or NumberFormat()
        row.area, row.type = area, type
        if row.copies_from_id is None:
            yield resolve(row, abbreviations)


def first_used(wanted: Format, year: int, last: int) -> str | None:
    """A number already given in the institution that the format would give again after ``last`` of ``year``."""
    fields = [part for part in wanted.parts if part in (NumberToken.YEAR, NumberToken.SEQUENCE)]
    given = IssuedNumber.objects.filter(institution=wanted.institution_id, text__regex=_expression(wanted))
    for text in given.values_list("text", flat=True).iterator():
        found = dict(zip(fields, re.fullmatch(_expression(wanted), text).groups(), strict=True))
        value, its_year = int(found[NumberToken.SEQUENCE]), int(found[NumberToken.YEAR])
        its_year += year // 100 * 100 if wanted.year_digits == 2 else 0
        if (its_year, value) > (year, last) and wanted.text(its_year, value) == text:
            return text
    return None


def _expression(written):
    fields = {NumberToken.YEAR: f"([0-9]{{{written.year_digits}}})",
              NumberToken.SEQUENCE: f"([0-9]{{{written.sequence_digits},}})"}  # fmt: skip
    separator = re.escape(written.separator)
    return f"^{separator.join(fields.get(part) or re.escape(part.upper()) for part in written.parts)}$"


def type_abbreviated(institution: Institution, abbreviation: str, *, but: DocumentType) -> DocumentType | None:
    """Another type that an institution writes with an abbreviation, or has written with it in some number."""
    types = DocumentType.objects.filter(Q(institution=institution) | Q(institution__isnull=True))
    own = abbreviations_of(institution)
    for kind in types.exclude(pk=but.pk):
        if abbreviation in (own.get(kind.pk, kind.abbreviation), kind.abbreviation):
            return kind
    word = rf"(^|[^A-Z0-9]){re.escape(abbreviation)}($|[^A-Z0-9])"
    given = IssuedNumber.objects.filter(institution=institution, text__regex=word).exclude(counter__type=but.pk or 0)
    found = given.select_related("counter__type").first()
    return found.counter.type if found else None


def twin_of_type(institution: Institution, kind: DocumentType) -> Format | None:
    """A series that could print the same as one of a type, where one of both has a format of its own.

    Without such a format the sigla of the área and the abbreviation of the type tell all series apart.
    """
    written = list(series_of(institution))
    rows = set(NumberFormat.objects.filter(area__institution=institution).values_list("area", "type"))
    of_type = [one for one in written if one.type.pk == kind.pk]
    pairs = ((one, other) for one in of_type for other in written if other.series != one.series)
    near = ((one, other) for one, other in pairs if one.series in rows or other.series in rows)
    return next((other for one, other in near if could_meet(one, other)), None)
