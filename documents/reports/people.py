"""What the reports of people share: their names, and the picture of the first of them."""

from collections.abc import Sequence

from documents.reports.shape import Question, ReportColumn
from institutions.models import Appointment
from quipux import charts

PERSON = (ReportColumn("servidor", "Servidor público"), ReportColumn("area", "Área"))
DRAWN = 20  # people in a picture; the table has them all


def names_of(keys) -> dict[int, Appointment]:
    """The appointments of some primary keys, by them, in one query."""
    return Appointment.objects.with_names().in_bulk(list(keys))


def person_cells(post: Appointment) -> list[str]:
    return [post.person.full_name, post.area.name]


def by_name(posts: dict[int, Appointment]) -> list[int]:
    """Keys in the order of a list of people."""
    return sorted(posts, key=lambda pk: (posts[pk].person.surnames, posts[pk].person.given_names, pk))


def chart_of(question: Question, draw, *, key: str, title: str, names: Sequence[str], series: Sequence[tuple[str, Sequence]],
             unit: tuple[str, str], axis: str = "Servidor público", most: str = "") -> charts.Chart:  # fmt: skip
    """A picture of the DRAWN categories with the largest sums.

    Args:
        draw: one of ``quipux.charts``.
        series: label and values over ``names``.
        most: what the sentence says about the largest one, «con más documentos».
    """
    sums = [sum(values[position] or 0 for _, values in series) for position in range(len(names))]
    order = sorted(range(len(names)), key=lambda position: (-sums[position], names[position]))[:DRAWN]
    drawn = [charts.Series(label, [values[position] or 0 for position in order]) for label, values in series]
    data = charts.Data(key, title, _sentence(names, sums, order, unit, most), axis, [names[position] for position in order],
                       drawn, question.now, unit)  # fmt: skip
    return draw(data)


def _sentence(names, sums, order, unit, most):
    if not order:
        return "Sin datos."
    first = order[0]
    words = f"{charts.value_text(sums[first])} {unit[0] if sums[first] == 1 else unit[1]}"
    shown = f" Se dibujan los {DRAWN} primeros de {len(names)}." if len(names) > len(order) else ""
    return f"{names[first]} es {most or 'el mayor'}: {words}.{shown}"
