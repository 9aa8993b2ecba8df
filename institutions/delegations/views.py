"""«Subrogación de puesto»: the list, a new one, and what is done with one (institutions §8)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions import scope
from institutions.charges import in_words
from institutions.delegations import permissions, services
from institutions.delegations.forms import DelegationForm, ReasonForm, TitularForm
from institutions.models import Delegation, DelegationState
from institutions.papers import keep_act
from quipux import access, clock
from quipux.errors import Conflict, Invalid, NotAllowedNow
from quipux.files.delivery import deliver
from quipux.web.components import Chip, Column, Link, Tag
from quipux.web.pagination import numbered

COLUMNS = [Column(label) for label in ("Subrogado", "Subrogante", "Área", "Desde", "Hasta", "Acto", "Estado")]
COLOURS = {DelegationState.SCHEDULED: "blue", DelegationState.IN_FORCE: "green", DelegationState.ENDED: "grey",
           DelegationState.ANNULLED: "red"}  # fmt: skip


@access.titular
@require_safe
def listing(request):
    """Those of the áreas the person administers, or in which the person takes part; first those not over."""
    everything = request.GET.get("ver") == "todas"
    rows, now = Delegation.objects.visible_to(request.actor).with_names(), clock.now()
    alive = rows.filter(stops_at__gt=now)
    shown = rows if everything else alive
    page = numbered(shown.order_by("-starts_at", "-pk"), request.GET)
    chips = [Chip("Vigentes y programadas", "?", alive.count(), not everything),
             Chip("Todas", "?ver=todas", rows.count(), everything)]  # fmt: skip
    return render(request, "institutions/delegations/list.html", {
        "columns": COLUMNS, "rows": [_row(one, now) for one in page.rows], "page": page, "chips": chips,
        "may_create": scope.is_administrator(request.actor)})  # fmt: skip


def _row(one, now):
    act = f"{one.act_number} de {one.act_date.isoformat()}"
    return [Link(one.titular.person.full_name, one.get_absolute_url()), one.acting.person.full_name,
            one.titular.area.name, one.starts_at, one.ends_at, act, state_tag(one, now)]  # fmt: skip


def state_tag(one: Delegation, now) -> Tag:
    state = one.state_at(now)
    return Tag(state.label, COLOURS[state])


@access.titular
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    """First whose post; then who acts, when, and by which act."""
    scope.require_administrator(request.actor)
    asked = request.GET.get("subrogado", "")
    if not asked:
        return render(request, "institutions/delegations/titular.html", {"form": TitularForm(actor=request.actor)})
    first = TitularForm(request.GET, actor=request.actor)
    if not first.is_valid():
        raise Http404
    return _register(request, first.cleaned_data["subrogado"])


def _register(request, titular):
    form = DelegationForm(request.POST or None, request.FILES or None, titular=titular)
    if form.is_valid() and (
        row := _attempt(form, lambda: services.register(_wish(form, titular), actor=request.actor))
    ):
        messages.success(request, f"La subrogación de {titular.person.full_name} se guardó.")
        return redirect(row)
    return render(request, "institutions/delegations/form.html", {"form": form, "titular": titular},
                  status=422 if form.is_bound else 200)  # fmt: skip


def _wish(form, titular):
    data = form.cleaned_data
    upload = data["act_file"]
    return services.Wish(titular, data["acting"], form.instant("starts"), form.instant("ends"), data["act_number"],
                         data["act_date"], keep_act(upload) if upload else None)  # fmt: skip


def _attempt(form, act):
    """What a service gives; its refusal stands in the form, and None comes back."""
    try:
        return act()
    except (Invalid, NotAllowedNow, Conflict) as error:
        for name, message in (getattr(error, "fields", None) or {None: error.message}).items():
            form.add_error(name if name in form.fields else None, message)
    return None


def _visible(request, uuid) -> Delegation:
    return scope.found(request, Delegation.objects.visible_to(request.actor).with_names(), uuid)


@access.titular
@require_safe
def detail(request, uuid):
    """One subrogación and what this person may still do with it."""
    return _page(request, _visible(request, uuid), ReasonForm())


def _page(request, row, form, status=200):
    now = clock.now()
    state, actor = row.state_at(now), request.actor
    may_end = state == DelegationState.IN_FORCE and permissions.can_end(row, actor)
    may_annul = state == DelegationState.SCHEDULED and permissions.can_annul(row, actor)
    alive = state in (DelegationState.SCHEDULED, DelegationState.IN_FORCE)
    return render(request, "institutions/delegations/detail.html", {
        "delegation": row, "tag": state_tag(row, now), "rows": _facts(row), "form": form, "may_end": may_end,
        "may_annul": may_annul, "may_include": alive and permissions.is_titular(row, actor)}, status=status)  # fmt: skip


def _facts(row):
    facts = [("Subrogado", f"{row.titular.person.full_name}, {row.titular.title}"),
             ("Subrogante", f"{row.acting.person.full_name}, {row.acting.title}"), ("Área", row.titular.area.name),
             ("Desde", in_words(row.starts_at)), ("Hasta", in_words(row.ends_at)),
             ("Acto", f"{row.act_number} de {row.act_date.isoformat()}"),
             ("Documentos confidenciales", "Incluidos" if row.include_confidential else "No incluidos")]  # fmt: skip
    if row.ended_at:
        facts += [("Terminada antes de tiempo", in_words(row.ended_at)), ("Motivo", row.end_reason)]
    return facts


@access.titular
@require_POST
def end(request, uuid):
    """«Terminar subrogación» or «Anular», with a reason."""
    row, form = _visible(request, uuid), ReasonForm(request.POST)
    act = services.annul if request.POST.get("accion") == "anular" else services.end
    if form.is_valid() and _attempt(form, lambda: act(row, reason=form.cleaned_data["reason"], actor=request.actor)):
        messages.success(request, "La subrogación se anuló." if act is services.annul else "La subrogación terminó.")
        return redirect(row)
    return _page(request, _visible(request, uuid), form, status=422)


@access.titular
@require_POST
def confidential(request, uuid):
    """The titular includes the confidential documents of the post, or closes them again."""
    row, included = _visible(request, uuid), request.POST.get("incluir") == "1"
    services.include_confidential(row, included, actor=request.actor)
    messages.success(request, "El subrogante puede leer los documentos confidenciales del puesto." if included
                     else "Los documentos confidenciales del puesto quedan cerrados al subrogante.")  # fmt: skip
    return redirect(row)


@access.titular
@require_safe
def act_file(request, uuid):
    """The PDF of the act."""
    row = _visible(request, uuid)
    if row.act_file is None:
        raise Http404
    return deliver(request, storage_alias="default", key=row.act_file.key, size=row.act_file.size,
                   sha256=row.act_file.sha256, filename=f"acto_{row.uuid}.pdf", media_type="application/pdf",
                   last_modified=row.created_at)  # fmt: skip
