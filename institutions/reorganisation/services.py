"""The use cases of a plan: drafted, rehearsed, scheduled, annulled, resumed (institutions §10.3)."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from institutions.models import Area, PlanKind, ReorganisationPlan
from institutions.models.reorganisation import may_plan
from institutions.permissions.granting import checked_reason
from institutions.reorganisation import history, telling
from institutions.reorganisation.simulation import rehearse
from institutions.scope import NOT_YOURS
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.files.models import StoredFile
from quipux.history import recorder
from quipux.workflow import Entry, Move, perform

OWN_CASE = "No puede resolver casos de su propia institución"
TAKEN = "Esa área ya tiene un plan abierto."
PAST = "La fecha efectiva no puede ser anterior a hoy."
SAME = "Elija un área de otra institución."
OTHER = "Elija un área de la misma institución."
NO_ACTS = "Adjunte los actos de las máximas autoridades de las dos instituciones."


@dataclass(frozen=True)
class Wish:
    """What the form of a plan says."""

    kind: str
    origin: Area
    destination: Area
    effective_on: date
    act_number: str
    act: StoredFile | None = None
    other_act: StoredFile | None = None
    keeps_attached: bool = False
    restarts_sequences: bool = False
    observation: str = ""


@transaction.atomic
def draft(wish: Wish, *, actor) -> ReorganisationPlan:
    """— → Borrador.

    Raises:
        Forbidden: the actor plans neither here nor between these institutions.
        Invalid: the áreas do not fit the kind, the day is past, or the área has an open plan.
    """
    plan = ReorganisationPlan(**vars(wish), created_by=actor.user, created_at=clock.now())
    _require(plan, actor)
    same = wish.origin.institution_id == wish.destination.institution_id
    if same != (wish.kind == PlanKind.INSIDE):
        sentence = OTHER if wish.kind == PlanKind.INSIDE else SAME
        raise Invalid(sentence, destination=sentence)
    if wish.effective_on < clock.today():
        raise Invalid(PAST, effective_on=PAST)
    try:
        with transaction.atomic():
            plan.save()
    except IntegrityError as error:
        raise Invalid(TAKEN, origin=TAKEN) from error
    recorder.record(plan, history.DRAFTED, actor=actor, comment=str(plan))
    return plan


def _require(plan, actor):
    if not may_plan(plan, actor):
        raise Forbidden(NOT_YOURS)
    sides = (plan.origin.institution_id, plan.destination.institution_id)
    if plan.kind != PlanKind.INSIDE and actor.user.appointments.working().filter(institution__in=sides).exists():
        raise Forbidden(OWN_CASE)


@transaction.atomic
def simulate(plan: ReorganisationPlan, *, actor, decisions: dict | None = None) -> ReorganisationPlan:
    """→ Simulado: the counts and clashes as things are now; nothing else is written.

    Args:
        decisions: ``{key of an área: {"name": …, "sigla": …}}``, added to those made before.

    Raises:
        Forbidden, NotAllowedNow: as `quipux.workflow.perform`.
    """
    _require(plan, actor)
    made = {key: {name: text for name, text in said.items() if text} for key, said in (decisions or {}).items()}
    made = plan.decisions | {key: said for key, said in made.items() if said}
    counts, clashes = rehearse(plan, made)
    values = {"expected": counts, "clashes": clashes, "decisions": made}
    return _move(plan, "simulate", history.SIMULATED, actor, values=values)


@transaction.atomic
def schedule(plan: ReorganisationPlan, *, actor) -> ReorganisationPlan:
    """Simulado → Programado, if nothing clashes now.

    Raises:
        Invalid: a clash is undecided, or one of the two acts lacks.
        Forbidden, NotAllowedNow: as `quipux.workflow.perform`.
    """
    _require(plan, actor)
    _counts, clashes = rehearse(plan, plan.decisions)
    if clashes:
        raise Invalid(f"Hay conflictos sin decisión: {' '.join(one['text'] for one in clashes)}")
    if plan.kind != PlanKind.INSIDE and not (plan.act_id and plan.other_act_id):
        raise Invalid(NO_ACTS)
    plan = _move(plan, "schedule", history.SCHEDULED, actor)
    telling.told(plan, telling.SCHEDULED)
    return plan


def cancel(plan: ReorganisationPlan, *, reason: str, actor) -> ReorganisationPlan:
    """→ Anulado, before it began.

    Raises:
        Invalid: no reason of 10 to 500 characters.
        Forbidden, NotAllowedNow: as `quipux.workflow.perform`.
    """
    _require(plan, actor)
    return _move(plan, "cancel", history.CANCELLED, actor, comment=checked_reason(reason))


def resume(plan: ReorganisationPlan, *, actor) -> ReorganisationPlan:
    """Con error → En ejecución: the job goes on at the step that failed."""
    _require(plan, actor)
    return _move(plan, "resume", history.RESUMED, actor)


def _move(plan, transition, action, actor, *, comment="", values=None):
    [moved] = perform(Move(plan, transition, values or {}), actor=actor, subject=plan,
                      entries=[Entry(action, comment=comment)])  # fmt: skip
    return moved


def require_movable(appointment) -> None:
    """Refuse a change of context into an área that is being moved right now (step 1 of §10.3).

    Raises:
        NotAllowedNow: it is.
    """
    if ReorganisationPlan.objects.filter(state="running", moving__contains=[appointment.area_id]).exists():
        raise NotAllowedNow("Esa área se está reorganizando. Vuelva a intentarlo en unos minutos.")
