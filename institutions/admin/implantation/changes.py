"""Changes of AIQ, as the AGQ attends them (institutions §12.7)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from institutions.admin.implantation.cases import require_right
from institutions.admin.implantation.forms import ChangeForm
from institutions.aiq_changes import services
from institutions.implantation.page import TRAIL
from institutions.models import AiqChange
from quipux import access
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import DomainError
from quipux.files.delivery import deliver
from quipux.history.models import Entry
from quipux.web.components import Column, Link
from quipux.web.pagination import numbered

COLUMNS = [
    Column("Institución"),
    Column("AIQ saliente"),
    Column("AIQ nuevo"),
    Column("Estado"),
    Column("Efectivo desde"),
]
PER_PAGE = 25
ACTS = {
    "capacitar": lambda change, text, actor: services.train(change, actor=actor),
    "habilitar": lambda change, text, actor: services.enable(change, credit=text, actor=actor),
    "rechazar": lambda change, text, actor: services.reject(change, reason=text, actor=actor),
    "anular": lambda change, text, actor: services.cancel(change, reason=text, actor=actor),
}


@access.operator
@require_safe
def changes(request):
    """The newest first."""
    rows = AiqChange.objects.select_related("institution", "outgoing__person").order_by("-pk")
    page = numbered(rows, request.GET, default=PER_PAGE)
    context = {"columns": COLUMNS, "rows": [_row(one) for one in page.rows], "page": page}
    return draw(request, "admin/implantacion/changes.html", context, site=site)


def _row(change):
    return [Link(change.institution.name, reverse("admin:implantation:change", args=[change.uuid])),
            change.outgoing.person.full_name, change.full_name, change.get_state_display(), change.effective_at]  # fmt: skip


def _change_or_404(uuid):
    found = AiqChange.objects.select_related("institution", "outgoing__person", "letter").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, uuid):
    """One change: who, since when, the hours that lack, and its acts."""
    found, form = _change_or_404(uuid), ChangeForm(request.POST if request.method == "POST" else None)
    if form.is_bound:
        actor, act = require_right(request, "cambio de AIQ"), ACTS.get(request.POST.get("accion"))
        if act is None:
            raise Http404
        if form.is_valid() and _done(found, act, form, actor):
            messages.success(request, "El cambio de AIQ quedó atendido.")
            return redirect("admin:implantation:change", found.uuid)
    context = {"found": found, "form": form, "rows": _facts(found), "columns": TRAIL, "entries": _trail(found)}
    return draw(request, "admin/implantacion/change.html", context, site=site, status=422 if form.errors else 200)


def _done(found, act, form, actor) -> bool:
    try:
        act(found, form.cleaned_data["motivo"], actor)
    except DomainError as refusal:
        form.add_error("motivo", refusal.message)
        return False
    return True


def _facts(found):
    lack = services.hours_lacking(found.identity_number)
    rows = [("Institución", found.institution.name), ("AIQ saliente", found.outgoing.person.full_name),
            ("AIQ nuevo", f"{found.full_name}, {found.title}"), ("Efectivo desde", found.effective_at),
            ("Horas de capacitación", f"Faltan {lack:g}" if lack else "Cumplidas"), ("Motivo", found.reason),
            ("Oficio", Link("Ver el oficio", reverse("admin:implantation:change_letter", args=[found.uuid])))]  # fmt: skip
    return rows


def _trail(found):
    return [[entry.at, entry.label, entry.actor_name, entry.state, entry.comment] for entry in Entry.objects.of(found)]


@access.operator
@require_safe
def letter(request, uuid):
    """The oficio of the máxima autoridad."""
    found = _change_or_404(uuid)
    require_right(request, "archivo")
    stored = found.letter
    return deliver(request, storage_alias="default", key=stored.key, size=stored.size, sha256=stored.sha256,
                   filename="Oficio de cambio de AIQ.pdf", media_type=stored.media_type,
                   last_modified=stored.created_at)  # fmt: skip
