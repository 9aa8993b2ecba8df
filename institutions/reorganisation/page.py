"""What the pages of a plan show and do, in the institution and at the SGE."""

from django.contrib import messages
from django.http import Http404

from institutions.models import PlanKind, PlanState, ReorganisationPlan
from institutions.models.reorganisation import may_plan
from institutions.reorganisation import services
from institutions.reorganisation.cuts import STEPS, parts
from institutions.reorganisation.forms import CancelForm, DecisionsForm
from institutions.reorganisation.simulation import notes
from quipux.errors import Invalid
from quipux.history.models import Entry
from quipux.web.components import Column, Link, Tag

COLOURS = {
    PlanState.APPLIED: "green",
    PlanState.FAILED: "red",
    PlanState.CANCELLED: "grey",
    PlanState.RUNNING: "orange",
}
LIST = [Column(label) for label in ("Área que se mueve", "Destino", "Fecha efectiva", "Estado")]
COUNTS = [Column("Qué"), Column("En la simulación", numeric=True), Column("Hecho", numeric=True)]
TRAIL = [Column(label) for label in ("Fecha", "Acción", "Usuario", "Estado", "Comentario")]


def row_of(plan: ReorganisationPlan) -> list:
    return [Link(f"{plan.origin.sigla} – {plan.origin.name}", plan.get_absolute_url()),
            f"{plan.destination.name}, {plan.destination.institution.name}", plan.effective_on, tag_of(plan)]  # fmt: skip


def tag_of(plan) -> Tag:
    return Tag(plan.get_state_display(), COLOURS.get(plan.state, "blue"))


def context_of(plan: ReorganisationPlan, actor, form=None) -> dict:
    """Everything of the page of one plan.

    Args:
        form: the refused one, of decisions or of annulling.
    """
    may_act = may_plan(plan, actor)
    decisions = form if isinstance(form, DecisionsForm) else DecisionsForm(plan=plan)
    rehearsable = may_act and plan.state in (PlanState.DRAFT, PlanState.SIMULATED)
    return {
        "plan": plan, "rows": _facts(plan), "clashes": [one["text"] for one in plan.clashes],
        "notes": notes(plan) if plan.state in PlanState.waiting() else [],
        "columns": COUNTS, "counts": _counts(plan), "decisions": decisions if rehearsable and decisions.fields else None,
        "may_simulate": rehearsable, "may_schedule": may_act and plan.state == PlanState.SIMULATED and not plan.clashes,
        "may_cancel": may_act and plan.state in PlanState.waiting(), "may_resume": may_act and plan.state == PlanState.FAILED,
        "cancel": form if isinstance(form, CancelForm) else CancelForm(), "form": form, "trail": TRAIL,
        "entries": [[one.at, one.label, one.actor_name, one.state, one.comment] for one in Entry.objects.of(plan)],
    }  # fmt: skip


def _facts(plan):
    rows = [("Estado", tag_of(plan)), ("Clase", plan.get_kind_display()),
            ("Área que se mueve", f"{plan.origin.name}, {plan.origin.institution.name}"),
            ("Destino", f"{plan.destination.name}, {plan.destination.institution.name}"),
            ("Fecha efectiva", plan.effective_on), ("Acto", plan.act_number), ("Observación", plan.observation),
            ("Paso", f"{plan.step} de {STEPS[-1]}" if plan.step else ""), ("Error", plan.failure)]  # fmt: skip
    if plan.kind != PlanKind.INSIDE:
        rows += [("Mantener como adscrita", "Sí" if plan.keeps_attached else "No"),
                 ("Secuencias en el destino", "Se reinician" if plan.restarts_sequences else "Continúan")]  # fmt: skip
    return [row for row in rows if row[1]]


def _counts(plan):
    return [[part.label, plan.expected[part.code], plan.counts.get(part.code)]
            for part in parts() if part.code in plan.expected]  # fmt: skip


def carry_out(request, plan: ReorganisationPlan, slug: str, actor):
    """One act on a plan; the form with its refusal, or None when it is done.

    Raises:
        Forbidden, NotAllowedNow: as the services.
    """
    form = {"simular": DecisionsForm, "anular": CancelForm}.get(slug)
    form = form(request.POST, **({"plan": plan} if slug == "simular" else {})) if form else CancelForm({"reason": "—"})
    if slug not in ACTS:
        raise Http404
    if not form.is_valid():
        return form
    try:
        said = ACTS[slug](plan, form, actor)
    except Invalid as refusal:
        form.add_error("reason" if "reason" in form.fields else None, refusal.message)
        return form
    messages.success(request, said)
    return None


def _simulate(plan, form, actor):
    plan = services.simulate(plan, actor=actor, decisions=form.decisions())
    return (
        "La simulación terminó. Hay conflictos que decidir."
        if plan.clashes
        else "La simulación terminó sin conflictos."
    )


def _schedule(plan, form, actor):
    services.schedule(plan, actor=actor)
    return "El plan quedó programado para su fecha efectiva."


def _cancel(plan, form, actor):
    services.cancel(plan, reason=form.cleaned_data["reason"], actor=actor)
    return "El plan quedó anulado."


def _resume(plan, form, actor):
    services.resume(plan, actor=actor)
    return "La ejecución sigue en el paso en que se detuvo."


ACTS = {"simular": _simulate, "programar": _schedule, "anular": _cancel, "reanudar": _resume}
