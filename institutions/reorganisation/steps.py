"""The execution: eight numbered steps, each in its transaction, begun again where a crash left them (institutions §10.3)."""

import logging

from django.db import DatabaseError, transaction

from institutions import history as of_institutions
from institutions.models import Area, ReorganisationPlan
from institutions.reorganisation import history, telling
from institutions.reorganisation.cuts import STEPS, Cut, parts_of
from quipux import clock
from quipux.errors import DomainError
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.workflow import Entry, Move, perform

logger = logging.getLogger("quipux.institutions")
MOVE_INSIDE = 7


def run_due() -> int:
    """The job of every minute: begin what is due, and go on with what a crash interrupted. Returns how many ended."""
    keys = list(ReorganisationPlan.objects.due().order_by("effective_on", "pk").values_list("pk", flat=True))
    return sum(run_to_the_end(key) for key in keys)


def run_to_the_end(key: int) -> bool:
    """Step after step, until the plan is applied, or stopped by an error that a person has to see."""
    try:
        while _advance(key):
            pass
    except (DomainError, DatabaseError) as error:
        _fail(key, error)
        return False
    return ReorganisationPlan.objects.filter(pk=key, state="applied").exists()


@transaction.atomic
def _advance(key) -> bool:
    """One step under the lock of the plan, which no other worker waits for. Whether there is more to do."""
    rows = ReorganisationPlan.objects.select_for_update(of=("self",), skip_locked=True).select_related(
        "origin__institution", "destination__institution")  # fmt: skip
    plan = rows.filter(pk=key, state__in=("scheduled", "running")).first()
    if plan is None:
        return False
    if plan.state == "scheduled":
        perform(
            Move(plan, "begin", {"moving": Cut(plan).olds}), actor=SYSTEM, subject=plan, entries=[Entry(history.BEGUN)]
        )
        return True
    step = plan.step + 1
    carry_out(plan, step)
    plan.step = step
    plan.save(update_fields=["step", "counts"])
    if step < STEPS[-1]:
        return True
    perform(
        Move(plan, "finish", {"instant": clock.now()}), actor=SYSTEM, subject=plan, entries=[Entry(history.APPLIED)]
    )
    telling.told(plan, telling.APPLIED)
    return False


def carry_out(plan: ReorganisationPlan, step: int) -> None:
    """Everything of one step; what was done before is found done."""
    cut = Cut(plan)
    if not cut.leaves_institution:
        if step == MOVE_INSIDE:
            plan.counts = plan.expected | _move_inside(plan)
        return
    for part in parts_of(step):
        plan.counts[part.code] = part.carry_out(cut)


def _move_inside(plan) -> dict:
    area, old = Area.objects.select_for_update(of=("self",)).get(pk=plan.origin_id), plan.origin.parent
    if area.parent_id != plan.destination_id:
        area.parent = plan.destination
        area.save(update_fields=["parent"])
        recorder.record(area, of_institutions.AREA_MOVED, actor=SYSTEM, comment=f"{old.name} → {plan.destination.name}")
    cut = Cut(plan)
    return {"areas": len(cut.olds), "people": cut.people.count()}


def _fail(key, error):
    """Its own transaction: what the step did is gone, the steps before it stay."""
    logger.error("reorganisation_failed", extra={"plan": key})
    said = error.message if isinstance(error, DomainError) else f"Error de la base de datos ({type(error).__name__})."
    plan = ReorganisationPlan.objects.get(pk=key)
    perform(Move(plan, "fail", {"failure": said[:250]}), actor=SYSTEM, subject=plan,
            entries=[Entry(history.FAILED, comment=said[:250])])  # fmt: skip
