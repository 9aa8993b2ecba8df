"""Plans between institutions: the list, a new one, one with its acts (institutions §10.3)."""

from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.models import ReorganisationPlan
from institutions.models.structure import CHANGE
from institutions.reorganisation import page, services
from institutions.reorganisation.forms import BetweenForm, SidesForm
from institutions.reorganisation.views import NAMES
from quipux import access, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Invalid
from quipux.web.forms import refuse
from quipux.web.pagination import numbered


@access.operator
@require_safe
def plans(request):
    """Those between institutions, the newest first."""
    shown = numbered(ReorganisationPlan.objects.between().select_related(*NAMES).order_by("-pk"), request.GET)
    context = {"columns": page.LIST, "rows": [page.row_of(one) for one in shown.rows], "page": shown}
    return draw(request, "admin/reorganizacion/list.html", context, site=site)


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    """First the two institutions; then what moves, where, when and by which acts."""
    first = SidesForm(request.GET if "de" in request.GET else None)
    if not first.is_valid():
        if request.method == "POST":
            operators.require(request, CHANGE, act="reorganización")
            raise Http404
        return draw(request, "admin/reorganizacion/sides.html", {"form": first}, site=site)
    sides = [first.cleaned_data[name].areas.filter(is_active=True).order_by("name", "pk") for name in ("de", "a")]
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = BetweenForm(*posted, origins=sides[0], destinations=sides[1])
    if form.is_bound:
        actor = operators.require(request, CHANGE, act="reorganización")
        if form.is_valid():
            try:
                return redirect(services.draft(form.wish(), actor=actor))
            except Invalid as refusal:
                refuse(form, refusal)
    context = {"form": form, **first.cleaned_data}
    return draw(request, "admin/reorganizacion/new.html", context, site=site, status=422 if form.errors else 200)


def _plan_or_404(uuid) -> ReorganisationPlan:
    found = ReorganisationPlan.objects.between().select_related(*NAMES).filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


@access.operator
@require_safe
def plan(request, uuid):
    """One plan."""
    context = page.context_of(_plan_or_404(uuid), operators.Operator(request.user))
    return draw(request, "admin/reorganizacion/plan.html", context, site=site)


@access.operator
@require_POST
def act(request, uuid, slug):
    """One act on a plan."""
    actor, found = operators.require(request, CHANGE, act="reorganización"), _plan_or_404(uuid)
    refused = page.carry_out(request, found, slug, actor)
    if refused is None:
        return redirect(found)
    return draw(
        request, "admin/reorganizacion/plan.html", page.context_of(found, actor, refused), site=site, status=422
    )
