"""`/ayuda/casos/`: one's own cases, those of the institution for who helps first, and a new one (institutions §13)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions import scope
from institutions.models import SupportCapture, SupportCase, SupportState
from institutions.querysets import helps_first
from institutions.support import page, services
from institutions.support.acts import ACTS, possible
from institutions.support.forms import QuestionForm, TextForm
from quipux import access
from quipux.errors import Forbidden, Invalid
from quipux.files.delivery import deliver
from quipux.web.components import Chip, Column, Link
from quipux.web.pagination import numbered

COLUMNS = [Column(label) for label in ("Caso", "Solicitante", "Módulo", "Abierto el", "Estado")]


def _actor(request):
    """Who asks for help: a servant or a citizen, in the context in use.

    Raises:
        Forbidden: there is no context, or the post ended.
    """
    if request.actor is None or request.actor.is_leaver:
        raise Forbidden("Los casos de soporte se abren desde un puesto activo o como ciudadano.")
    return request.actor


@access.signed_in
@require_safe
def cases(request):
    """The open ones first; «todos» shows the closed too."""
    actor, everything = _actor(request), request.GET.get("ver") == "todos"
    rows = SupportCase.objects.visible_to(actor)
    alive = rows.exclude(state=SupportState.CLOSED)
    shown = numbered((rows if everything else alive).order_by("-created_at", "-pk"), request.GET)
    chips = [
        Chip("Abiertos", "?", alive.count(), not everything),
        Chip("Todos", "?ver=todos", rows.count(), everything),
    ]
    return render(request, "institutions/support/list.html", {
        "columns": COLUMNS, "rows": [_row(one) for one in shown.rows], "page": shown, "chips": chips,
        "helps": not actor.is_citizen and helps_first(actor)})  # fmt: skip


def _row(one):
    return [Link(one.number, one.get_absolute_url()), one.full_name, one.get_module_display(), one.created_at,
            page.tag_of(one)]  # fmt: skip


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    """A new case."""
    actor = _actor(request)
    form = QuestionForm(request.POST, request.FILES) if request.method == "POST" else QuestionForm()
    if form.is_bound and form.is_valid():
        try:
            case = services.open_case(form.question(), actor=actor)
        except Invalid as refusal:
            for name, message in refusal.fields.items():
                form.add_error(name, message)
        else:
            messages.success(
                request, f"Se abrió el caso {case.number}. Le avisaremos por correo cuando haya respuesta."
            )
            return redirect(case)
    return render(request, "institutions/support/form.html", {"form": form}, status=422 if form.errors else 200)


def _visible(request, uuid) -> SupportCase:
    rows = SupportCase.objects.visible_to(_actor(request)).select_related("institution", "post__person", "author")
    return scope.found(request, rows, uuid)


@access.signed_in
@require_safe
def case(request, uuid):
    """One case and what this person may do with it."""
    return _page(request, _visible(request, uuid))


def _page(request, found, refused=None, status=200):
    acts = [(act, _form(act, found, refused)) for act in possible(found, request.actor)]
    return render(request, "institutions/support/case.html", {
        "case": found, "rows": page.facts_of(found), "captures": found.captures.all(), "acts": acts, "form": refused,
        "columns": page.TRAIL, "entries": page.trail_of(found)}, status=status)  # fmt: skip


def _form(act, found, refused):
    if refused is not None and refused.prefix == act.slug:
        return refused
    return TextForm(prefix=act.slug, label=act.asks, help_text=act.hint) if act.asks else None


@access.signed_in
@require_POST
def act(request, uuid, slug):
    """One act; its refusal stands in its own form."""
    found, chosen = _visible(request, uuid), ACTS.get(slug)
    if chosen is None:
        raise Http404
    form = TextForm(request.POST, prefix=slug, label=chosen.asks, help_text=chosen.hint)
    try:
        text = form.cleaned_data["text"] if form.is_valid() else ""
        chosen.carry_out(found, text, request.actor)
    except Invalid as refusal:
        form.add_error("text", refusal.message)
        return _page(request, found, form, status=422)
    messages.success(request, chosen.done)
    return redirect(found)


@access.signed_in
@require_safe
def capture(request, uuid, file):
    """A picture of a case, for who sees the case."""
    found = SupportCapture.objects.filter(case=_visible(request, uuid), uuid=file).select_related("file").first()
    if found is None:
        raise Http404
    return deliver_capture(request, found)


def deliver_capture(request, found: SupportCapture):
    """The bytes of a picture."""
    stored = found.file
    return deliver(request, storage_alias="default", key=stored.key, size=stored.size, sha256=stored.sha256,
                   filename=found.name, media_type=stored.media_type, last_modified=stored.created_at)  # fmt: skip
