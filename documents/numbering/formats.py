"""How the numbers of a series are written (documents §7.1, §7.2; institutions §7)."""

from dataclasses import dataclass

from documents.models import DocumentType, InstitutionType, NumberCounter, NumberFormat
from documents.states import NumberToken
from institutions.models import Area, Institution
from quipux import clock

TRAINING = "CAP"  # before every number of a training tenant
CITIZENS, CITIZENS_DIGITS = "CIU", 6


@dataclass(frozen=True)
class Format:
    """A series and how it is written, its siglas in place.

    Attributes:
        area: the one whose counter and sigla are used; None for the citizens' series.
        parts: literal words, and where the year and the sequence go.
    """

    area: Area | None
    type: DocumentType
    parts: tuple[str | NumberToken, ...]
    separator: str
    year_digits: int
    sequence_digits: int

    @property
    def institution_id(self) -> int | None:
        return self.area.institution_id if self.area else None

    @property
    def series(self) -> tuple[int | None, int]:
        """What a counter belongs to, besides its year."""
        return self.area.pk if self.area else None, self.type.pk

    def text(self, year: int, value: int) -> str:
        """The number: zero-padded, and longer than its digits when the value is."""
        before, digits, after = self.around(year)
        return f"{before}{value:0{digits}d}{after}"

    def around(self, year: int) -> tuple[str, int, str]:
        """What stands before the sequence, its least digits, and what stands after it."""
        words = [
            f"{year:04d}"[-self.year_digits :] if part == NumberToken.YEAR else part.upper() for part in self.parts
        ]
        place = self.parts.index(NumberToken.SEQUENCE)
        before = "".join(f"{word}{self.separator}" for word in words[:place])
        after = "".join(f"{self.separator}{word}" for word in words[place + 1 :])
        return before, self.sequence_digits, after


def format_of(area: Area | None, type: DocumentType) -> Format:
    """The format of a pair, or of the área it copies; without ``area``, the citizens' series."""
    if area is None:
        return Format(None, type, (CITIZENS, NumberToken.YEAR, NumberToken.SEQUENCE), "-", 4, CITIZENS_DIGITS)
    # Asked for every number and nearly always empty, so nothing is joined to it.
    [row] = NumberFormat.objects.filter(area=area.pk, type=type.pk) or [NumberFormat()]
    row.area, row.type = area, type
    return resolve(row)


def resolve(row: NumberFormat, abbreviations: dict[int, str] | None = None) -> Format:
    """The format a row stands for, saved or not.

    Args:
        abbreviations: those of the institution, when many formats are resolved together.
    """
    if row.copies_from is not None:
        root = NumberFormat.objects.filter(area=row.copies_from, type=row.type).first()
        root = root or NumberFormat(type=row.type)
        root.area, root.copies_from = row.copies_from, None
        row = root
    if abbreviations is None:
        abbreviations = {} if row.abbreviation else abbreviations_of(row.area.institution)
    words = {
        NumberToken.INSTITUTION: printed_sigla(row.area),
        NumberToken.AREA: row.area.sigla,
        NumberToken.TYPE: row.abbreviation or abbreviations.get(row.type.pk, row.type.abbreviation),
    }
    prefix = [TRAINING] if row.area.institution.is_training else []
    parts = [words.get(token, token) for token in map(NumberToken, row.tokens)]
    # A type without abbreviation leaves no separator behind.
    return Format(row.area, row.type, tuple(part for part in [*prefix, *parts] if part), row.separator,
                  row.year_digits, row.sequence_digits)  # fmt: skip


def printed_sigla(area: Area) -> str:
    """The sigla of the institution to which the área is attached."""
    return area.institution.sigla


def abbreviations_of(institution: Institution) -> dict[int, str]:
    """What an institution writes for the types whose abbreviation it changed, by their key."""
    changed = InstitutionType.objects.filter(institution=institution).exclude(abbreviation="")
    return dict(changed.values_list("type", "abbreviation"))


def preview(row: NumberFormat) -> str:
    """The next number a format would give today, before it is saved (institutions §7)."""
    wanted, year = resolve(row), clock.today().year
    area, type = wanted.series
    last = NumberCounter.objects.filter(area=area, type=type, year=year).values_list("last", flat=True).first()
    return wanted.text(year, (last or 0) + 1)
