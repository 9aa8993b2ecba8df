"""`/institucion/reorganizacion/`: an AIQ moves áreas of the institution on a day, rehearsed before (institutions §10.3)."""

from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions import scope
from institutions.models import ReorganisationPlan
from institutions.reorganisation import page, services
from institutions.reorganisation.forms import PlanForm
from quipux import access
from quipux.errors import Invalid
from quipux.web.forms import refuse
from quipux.web.pagination import numbered

NAMES = ("origin__institution", "destination__institution")


@access.titular
@require_safe
def plans(request):
    """The plans of the institution, the newest first."""
    scope.require_whole(request.actor)
    rows = ReorganisationPlan.objects.visible_to(request.actor).select_related(*NAMES)
    shown = numbered(rows.order_by("-pk"), request.GET)
    return render(request, "institutions/reorganisation/list.html", {
        "columns": page.LIST, "rows": [page.row_of(one) for one in shown.rows], "page": shown})  # fmt: skip


@access.titular
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    """A new plan."""
    scope.require_whole(request.actor)
    areas = request.actor.institution.areas.filter(is_active=True).order_by("name", "pk")
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PlanForm(*posted, origins=areas.exclude(parent=None), destinations=areas)
    if form.is_bound and form.is_valid():
        try:
            return redirect(services.draft(form.wish(), actor=request.actor))
        except Invalid as refusal:
            refuse(form, refusal)
    return render(request, "institutions/reorganisation/new.html", {"form": form}, status=422 if form.errors else 200)


def _visible(request, uuid) -> ReorganisationPlan:
    scope.require_whole(request.actor)
    rows = ReorganisationPlan.objects.visible_to(request.actor).select_related(*NAMES)
    return scope.found(request, rows, uuid)


@access.titular
@require_safe
def plan(request, uuid):
    """One plan: what it touches, what clashes, and what can be done."""
    return render(
        request, "institutions/reorganisation/plan.html", page.context_of(_visible(request, uuid), request.actor)
    )


@access.titular
@require_POST
def act(request, uuid, slug):
    """One act on a plan; its refusal stands in its form."""
    found = _visible(request, uuid)
    refused = page.carry_out(request, found, slug, request.actor)
    if refused is None:
        return redirect(found)
    context = page.context_of(found, request.actor, refused)
    return render(request, "institutions/reorganisation/plan.html", context, status=422)
