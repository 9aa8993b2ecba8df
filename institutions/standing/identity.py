"""What only the AGQ writes of an institution: that it exists, its nombre, RUC, sigla, función and coordinator (institutions §5)."""

from dataclasses import dataclass

from django.db import transaction

from institutions import history
from institutions.data.services import checked_value, rename_root
from institutions.models import Coordination, Institution
from institutions.permissions.granting import checked_reason
from institutions.services import create_institution
from institutions.standing.services import require_operator
from institutions.states import InstitutionState
from quipux import clock
from quipux.errors import Forbidden, Invalid
from quipux.history import recorder

NO_COORDINATOR = "Elija otra institución activa del mismo ambiente."
NAMED = {"name": "Nombre", "ruc": "RUC", "sigla": "Sigla"}


@dataclass(frozen=True)
class Identity:
    """What the page says.

    Attributes:
        any_ruc: the operator accepts a RUC that fails its check or is not public, by the reason.
        reason: 10 to 500 characters; kept in the Recorrido.
    """

    name: str
    ruc: str
    sigla: str
    function: str
    reason: str
    coordinator: Institution | None = None
    any_ruc: bool = False


@transaction.atomic
def create(wanted: Identity, *, environment: str, actor) -> Institution:
    """A new institution with its root área.

    Raises:
        Forbidden: the actor is no AGQ.
        Invalid: a value that is not acceptable or is taken, a bad RUC without the override, or no reason.
    """
    blank = Institution(environment=environment)
    if not blank.may_change(actor):
        raise Forbidden("No tiene permiso para esta acción.")
    reason, values = checked_reason(wanted.reason), _values(blank, wanted)
    made = create_institution(**values, environment=environment, function=wanted.function)
    recorder.record(made, history.INSTITUTION_CREATED, actor=actor, comment=_said(reason, wanted))
    _coordinate(made, wanted.coordinator)
    return made


@transaction.atomic
def change(institution: Institution, wanted: Identity, *, actor) -> Institution:
    """A new sigla or name opens a dated version of the root área and renumbers nothing; raises as `create`."""
    require_operator(institution, actor)
    found = Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)
    reason, values = checked_reason(wanted.reason), _values(found, wanted)
    changed = {name: value for name, value in values.items() if value != getattr(found, name)}
    told = [f"{NAMED[name]}: {getattr(found, name)} → {value}" for name, value in changed.items()]
    for name, value in (changed | {"function": wanted.function}).items():
        setattr(found, name, value)
    found.save(update_fields=[*changed, "function"])
    for name in changed.keys() & {"name", "sigla"}:
        rename_root(found, name, changed[name])
    _coordinate(found, wanted.coordinator)
    recorder.record(found, history.DATA_CHANGED, actor=actor, comment="; ".join([*told, _said(reason, wanted)]))
    return found


def _values(institution, wanted) -> dict:
    """The three names as they are kept; the first that is not acceptable is told beside its field."""
    values = {}
    for name in NAMED:
        try:
            known = wanted.any_ruc or (
                name == "ruc" and wanted.ruc == institution.ruc
            )  # accepted before, with its reason
            values[name] = checked_value(institution, name, getattr(wanted, name), any_ruc=known)
        except Invalid as error:
            raise Invalid(error.message, **{name: error.message}) from error
    return values


def _said(reason, wanted) -> str:
    return f"RUC aceptado sin comprobación. {reason}" if wanted.any_ruc else reason


def _coordinate(institution, coordinator):
    """From today on; the one before ends today."""
    before = institution.coordinations.filter(until=None).first()
    if (before.coordinator if before else None) == coordinator:
        return
    if coordinator and (coordinator == institution or coordinator.environment != institution.environment
                        or coordinator.state != InstitutionState.ACTIVE):  # fmt: skip
        raise Invalid(NO_COORDINATOR, coordinator=NO_COORDINATOR)
    institution.coordinations.filter(until=None).update(until=clock.today())
    if coordinator:
        Coordination.objects.create(coordinator=coordinator, institution=institution, since=clock.today())
