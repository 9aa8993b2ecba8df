"""What a report of an institution is, and how far the person who asks sees (institutions §14)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from accounts.identity import mask
from institutions.models import Appointment, Area, Institution
from institutions.scope import is_administrator
from quipux.web.components import Column

REPORTS = "reports"  # 17, «Reportes»


@dataclass(frozen=True)
class Reach:
    """Whose data a report holds.

    Attributes:
        institution: None for reports of the platform.
        areas: primary keys; None for the whole institution.
        shows_identity: whether cédulas stand whole, as for who holds 12; else masked.
    """

    institution: Institution | None
    areas: frozenset[int] | None = None
    shows_identity: bool = False

    def within(self, rows, field: str):
        """``rows`` of the áreas that are reached; ``field`` leads to the área."""
        rows = rows.filter(**{f"{field}__institution": self.institution})
        return rows if self.areas is None else rows.filter(**{f"{field}__in": self.areas})

    @property
    def posts(self):
        """Appointments by surnames."""
        found = self.within(Appointment.objects.with_names(), "area")
        return found.order_by("person__surnames", "person__given_names", "pk")

    @property
    def own_areas(self):
        found = Area.objects.filter(institution=self.institution)
        return found if self.areas is None else found.filter(pk__in=self.areas)

    def cedula(self, person) -> str:
        return person.identity_number if self.shows_identity else mask(person.identity_number)


def reach_of(actor) -> Reach:
    """The whole institution with 17, the áreas administered with 12, else the own área."""
    administers = is_administrator(actor)
    if actor.holds(REPORTS):
        areas = actor.areas_for(REPORTS)
    elif administers:
        areas = actor.administered_areas
    else:
        areas = frozenset({actor.appointment.area_id})
    return Reach(actor.institution, areas, shows_identity=administers)


@dataclass(frozen=True)
class Report:
    """One row of the catalogue.

    Attributes:
        explained: one sentence for the index.
        rows: ``rows(reach)`` gives lists of values as long as ``columns``.
        of_platform: it is about institutions and not about one of them; for the SGE alone.
    """

    slug: str
    title: str
    explained: str
    columns: Sequence[Column]
    rows: Callable[[Reach], list[list]]
    of_platform: bool = False


_reports: dict[str, Report] = {}


def register(*reports: Report) -> None:
    """Add reports; upper apps bring theirs when they start.

    Raises:
        ValueError: a slug is taken.
    """
    for report in reports:
        if _reports.setdefault(report.slug, report) is not report:
            raise ValueError(f"two reports {report.slug}")


def known(*, of_platform: bool = False) -> dict[str, Report]:
    """Slug → report, of an institution or of the platform."""
    return {slug: one for slug, one in _reports.items() if one.of_platform == of_platform}
