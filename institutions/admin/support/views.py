"""The queue of the second level, and one case with its answer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from institutions.models import SupportCapture, SupportCase, SupportState
from institutions.models.support import ATTEND
from institutions.support import page
from institutions.support.acts import ACTS, possible
from institutions.support.forms import TextForm
from institutions.support.views import deliver_capture
from quipux import access, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Invalid
from quipux.web.components import Chip, Column, Link
from quipux.web.pagination import numbered

COLUMNS = [Column(label) for label in ("Caso", "Institución", "Módulo", "Escalado el", "Estado", "Quien atiende")]
WAITING = (SupportState.ESCALATED, SupportState.IN_PROGRESS, SupportState.REOPENED)


@access.operator
@require_safe
def queue(request):
    """Those that wait, the oldest first; «todos» shows the answered too."""
    everything = request.GET.get("ver") == "todos"
    rows = SupportCase.objects.of_second_level().select_related("institution", "assignee")
    waiting = rows.filter(state__in=WAITING, level=2)
    shown = numbered((rows if everything else waiting).order_by("escalated_at", "pk"), request.GET)
    chips = [Chip("Por atender", "?", waiting.count(), not everything),
             Chip("Todos", "?ver=todos", rows.count(), everything)]  # fmt: skip
    context = {"columns": COLUMNS, "rows": [_row(one) for one in shown.rows], "page": shown, "chips": chips}
    return draw(request, "admin/soporte/queue.html", context, site=site)


def _row(one):
    return [Link(one.number, reverse("admin:support:case", args=[one.uuid])),
            one.institution.name if one.institution else "Ciudadano", one.get_module_display(), one.escalated_at,
            page.tag_of(one), one.assignee.full_name if one.assignee else ""]  # fmt: skip


def _case_or_404(uuid) -> SupportCase:
    rows = SupportCase.objects.of_second_level().select_related("institution", "post__person", "author")
    found = rows.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def case(request, uuid):
    """One case: taken, and answered."""
    found, refused = _case_or_404(uuid), None
    if request.method == "POST":
        refused = _acted(request, found)
        if refused is None:
            return redirect("admin:support:case", found.uuid)
    actor = operators.Operator(request.user)
    acts = [(act, _form(act, refused)) for act in possible(found, actor)]
    context = {"case": found, "rows": page.facts_of(found), "captures": found.captures.all(), "acts": acts, "form": refused,
               "columns": page.TRAIL, "entries": page.trail_of(found)}  # fmt: skip
    return draw(request, "admin/soporte/case.html", context, site=site, status=422 if refused else 200)


def _form(act, refused):
    return (refused or TextForm(label=act.asks, help_text=act.hint)) if act.asks else None


def _acted(request, found):
    """Carry out what was asked for; the form with its refusal, or None."""
    actor = operators.require(request, ATTEND, act="caso de soporte")
    chosen = ACTS.get(request.POST.get("accion", ""))
    if chosen is None:
        raise Http404
    form = TextForm(request.POST, label=chosen.asks, help_text=chosen.hint)
    try:
        chosen.carry_out(found, form.cleaned_data["text"] if form.is_valid() else "", actor)
    except Invalid as refusal:
        form.add_error("text", refusal.message)
        return form
    messages.success(request, chosen.done)
    return None


@access.operator
@require_safe
def capture(request, uuid, file):
    """A picture of a case of the second level."""
    operators.require(request, ATTEND, act="captura de un caso")
    found = SupportCapture.objects.filter(case=_case_or_404(uuid), uuid=file).select_related("file").first()
    if found is None:
        raise Http404
    return deliver_capture(request, found)
