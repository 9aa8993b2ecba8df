"""Firma en el servidor: which institutions may let people bring a .p12 file to the server (documents §9.1)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from documents import history
from documents.admin.forms import ServerKeyForm
from documents.choices import services
from institutions.models import Institution
from quipux import access, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Invalid
from quipux.history.models import Entry
from quipux.web.components import Column, Link, Tag
from quipux.web.forms import refuse
from quipux.web.pagination import numbered

COLUMNS = [Column(label) for label in ("Institución", "Sigla", "Ambiente", "Firma en el servidor")]
TRAIL = [Column(label) for label in ("Fecha", "Acción", "Quién", "Motivo")]
OF_KEYS = (history.SERVER_KEY_ALLOWED, history.SERVER_KEY_FORBIDDEN)


@access.operator
@require_safe
def server_keys(request):
    """Those that allow it come first; words of the name or the sigla find one."""
    rows = Institution.objects.select_related("document_settings").order_by(
        "-document_settings__allows_server_p12", "name", "pk")  # fmt: skip
    text = request.GET.get("buscar", "").strip()
    for word in text.split():
        rows = rows.filter(name__icontains=word) | rows.filter(sigla__iexact=word)
    page = numbered(rows, request.GET, default=25)
    context = {"typed": text, "columns": COLUMNS, "rows": [_row(one) for one in page.rows], "page": page}
    return draw(request, "admin/firma/server_keys.html", context, site=site)


def _row(one):
    address = reverse("admin:firma:server_key", args=[one.uuid])
    return [Link(one.name, address), one.sigla, one.get_environment_display(), _tag(_allows(one))]


def _allows(one):
    return hasattr(one, "document_settings") and one.document_settings.allows_server_p12


def _tag(allowed):
    return Tag("Permitida", "orange") if allowed else Tag("No permitida", "grey")


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def server_key(request, uuid):
    """One institution: whether it may, who decided so and why, and the contrary decision."""
    found = Institution.objects.select_related("document_settings").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    form = ServerKeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _decided(request, found, form):
        return redirect("admin:firma:server_key", uuid)
    entries = Entry.objects.of(found).filter(action__in=OF_KEYS)
    context = {
        "found": found, "allowed": _allows(found), "form": form, "may_act": request.user.has_perm(services.ALLOW),
        "rows": [("RUC", found.ruc), ("Sigla", found.sigla), ("Ambiente", found.get_environment_display())],
        "columns": TRAIL, "entries": [[entry.at, entry.label, entry.actor_name, entry.comment] for entry in entries],
    }  # fmt: skip
    return draw(request, "admin/firma/server_key.html", context, site=site, status=422 if form.is_bound else 200)


def _decided(request, found, form) -> bool:
    actor = operators.require(request, services.ALLOW, act="firma en el servidor")
    if not form.is_valid():
        return False
    allowed = request.POST.get("accion") == "permitir"
    try:
        services.allow_server_key(found, allowed, reason=form.cleaned_data["reason"], actor=actor)
    except Invalid as error:
        refuse(form, error)
        return False
    messages.success(request, f"La firma con archivo en el servidor quedó {'permitida' if allowed else 'prohibida'}.")
    return True
