"""The numbering of an institution among its reports (institutions §7, §14)."""

from documents.models import NumberFormat
from documents.models.numbering import NumberToken
from institutions.reports.shape import Reach, Report, register
from quipux.web.components import Column


def _formats(reach: Reach) -> list[list]:
    rows = reach.within(NumberFormat.objects.select_related("area", "type", "copies_from"), "area")
    return [[row.area.name, row.type.label, *_written(row)] for row in rows.order_by("area__name", "type__label")]


def _written(row):
    """The format in words, or whose it is."""
    if row.copies_from:
        return f"Copia el de {row.copies_from.name}", "", None
    return "Propio", f" {row.separator} ".join(NumberToken(token).label for token in row.tokens), row.sequence_digits


register(
    Report("numeracion", "Formatos de numeración", "Cómo se numera cada tipo de documento en cada área.",
           [Column("Área"), Column("Tipo"), Column("Formato"), Column("Orden"), Column("Dígitos", numeric=True)], _formats),
)  # fmt: skip
