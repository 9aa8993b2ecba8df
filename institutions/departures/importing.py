"""An import of exits: a case for each row, all of them or none (institutions §11)."""

from datetime import date

from django.db import transaction

from institutions.departures import cases
from institutions.importing import reading
from institutions.models import Appointment, Departure, DepartureReason
from institutions.scope import require_administrator
from quipux.errors import Conflict, Invalid, NotAllowedNow, NotFound
from quipux.web.text import folded

REASONS = {folded(label): value for value, label in DepartureReason.choices}
NO_DAY = "escriba el último día como 2026-12-31."
NO_REASON = "el motivo debe ser uno de estos: {}."
NO_POST = "no hay un puesto activo de esa cédula en esa área."
SEVERAL = "esa persona tiene varios puestos en esa área: abra el caso en su página."
FORMULA = "hay una fórmula."


@transaction.atomic
def bring(data: bytes, *, actor, destination: Appointment | None = None) -> list[Departure]:
    """Open a case for every row of a CSV or XLSX with cedula, area_sigla, ultimo_dia and motivo.

    Args:
        destination: to whom goes what is pending of all of them; to the Jefe of each when None.

    Raises:
        Forbidden: the actor administers nothing.
        Invalid: it is no such file, has more than ``cases.MOST`` rows, or a row is wrong; the line is told.
    """
    require_administrator(actor)
    rows = reading.read(data, "exits")
    if len(rows) > cases.MOST:
        raise Invalid(f"El archivo admite hasta {cases.MOST} filas.")
    return [_opened(row, actor, destination) for row in rows]


def _opened(row, actor, destination):
    try:
        if row.formulas:
            raise Invalid(FORMULA)
        wish = cases.Wish(_reason(row.values["motivo"]), _day(row.values["ultimo_dia"]), destination=destination)
        return cases.open_cases([_post(row.values, actor)], wish, actor=actor)[0]
    except (Invalid, Conflict, NotAllowedNow, NotFound) as error:
        raise Invalid(f"Línea {row.line}: {error.message}") from error


def _reason(text) -> str:
    if folded(text) not in REASONS:
        raise Invalid(NO_REASON.format(", ".join(DepartureReason.labels)))
    return REASONS[folded(text)]


def _day(text) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError as error:
        raise Invalid(NO_DAY) from error


def _post(values, actor) -> Appointment:
    """The active post; a cédula that lost its leading zero in a spreadsheet is found too."""
    posts = Appointment.objects.administered_by(actor).with_names().filter(
        state="active", area__sigla__iexact=values["area_sigla"],
        person__identity_number__in=[values["cedula"], values["cedula"].zfill(10)])  # fmt: skip
    found = list(posts[:2])
    if len(found) != 1:
        raise Invalid(SEVERAL if found else NO_POST)
    return found[0]
