"""The AGQ edits the global catalogues, brings and takes files of them, and answers what is proposed (institutions §6.5)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import catalogues
from accounts.models import CatalogueEntry
from institutions.actors import Operator
from institutions.catalogues import proposals as services
from institutions.catalogues.forms import EntryForm, FileForm
from institutions.catalogues.global_views import COLUMNS, chips_of, kind_of, rows_of, state_of
from institutions.data.forms import AnswerForm
from institutions.models import CatalogueProposal
from quipux import access, exports
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Conflict, DomainError, Forbidden, Invalid
from quipux.web.components import Column, Link
from quipux.web.forms import refuse
from quipux.web.pagination import numbered

PROPOSED = [Column(label) for label in ("Propuesta", "Institución", "Pertenece a", "Solicitada", "Estado")]
DECIDE = "institutions.change_institution"


def _require(request):
    if not request.user.has_perm(DECIDE):
        raise Forbidden("No tiene permiso para esta acción.")


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def entries(request):
    """The rows of one catalogue; a POST brings a file of them."""
    _require(request)
    kind, address = kind_of(request.GET), reverse("admin:catalogues:entries")
    form = FileForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    if form.is_valid():
        try:
            count = catalogues.bring(kind, form.cleaned_data["archivo"].read(), actor=Operator(request.user))
        except Invalid as error:
            form.add_error("archivo", error.message)
        else:
            messages.success(request, f"Filas guardadas: {count}.")
            return redirect(f"{address}?clase={kind.value}")
    page = numbered(rows_of(kind), request.GET, default=25)
    return draw(request, "admin/catalogos/entries.html", {
        "kind": kind, "chips": chips_of(address, kind), "columns": COLUMNS, "page": page, "form": form,
        "rows": [_row(one) for one in page.rows]}, site=site, status=422 if form.errors else 200)  # fmt: skip


def _row(one):
    return [Link(one.name, reverse("admin:catalogues:entry", args=[one.uuid])), one.parent.name if one.parent else "",
            one.abbreviation, state_of(one)]  # fmt: skip


@access.operator
@require_POST
def export(request):
    """One catalogue as a file; its CSV may be brought back."""
    _require(request)
    kind, wanted = kind_of(request.GET), request.POST.get("formato", "")
    if wanted not in exports.Kind.values:
        raise Invalid("Elija CSV, XLSX o PDF.")
    lines = [[one.parent.name if one.parent else "", one.name, one.feminine, one.abbreviation, "Sí" if one.is_active else "No"]
             for one in rows_of(kind)]  # fmt: skip
    sheet = exports.Sheet(kind.label, [Column(name) for name in catalogues.HEADINGS], lines, institution="")
    return exports.export_response(request, sheet, kind=wanted, total=len(lines), name=f"catalogo-{kind.value}",
                                   actor=Operator(request.user))  # fmt: skip


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """A new row of one catalogue."""
    _require(request)
    return _edit(request, CatalogueEntry(kind=kind_of(request.GET)), "Nueva fila")


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request, uuid):
    """One row; it is closed, never deleted."""
    _require(request)
    found = CatalogueEntry.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return _edit(request, found, found.name)


def _edit(request, row, title):
    form = EntryForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        try:
            kept = catalogues.keep(form.instance, actor=Operator(request.user))
        except (Conflict, Invalid) as error:
            refuse(form, Invalid(error.message, name=error.message))
        else:
            messages.success(request, f"{kept.name} se guardó.")
            return redirect(f"{reverse('admin:catalogues:entries')}?clase={kept.kind}")
    return draw(request, "admin/catalogos/entry.html", {"form": form, "title": title, "kind": row.get_kind_display()},
                site=site, status=422 if form.errors else 200)  # fmt: skip


@access.operator
@require_safe
def proposals_list(request):
    """Those that wait come first."""
    _require(request)
    rows = CatalogueProposal.objects.select_related("institution", "parent").order_by("-state", "-requested_at", "-pk")
    page = numbered(rows, request.GET, default=25)
    lines = [[Link(str(one), reverse("admin:catalogues:proposal", args=[one.uuid])), one.institution.name,
              one.parent.name if one.parent else "", one.requested_at, one.get_state_display()] for one in page.rows]  # fmt: skip
    return draw(
        request, "admin/catalogos/proposals.html", {"columns": PROPOSED, "rows": lines, "page": page}, site=site
    )


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request, uuid):
    """One proposal, and the answer to it."""
    _require(request)
    one = (
        CatalogueProposal.objects.select_related("institution", "parent", "requested_by__person")
        .filter(uuid=uuid)
        .first()
    )
    if one is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _answered(form, one, request):
        messages.success(request, "La propuesta quedó respondida.")
        return redirect("admin:catalogues:proposals")
    facts = [("Catálogo", one.get_kind_display()), ("Nombre", one.name), ("Pertenece a", one.parent.name if one.parent else ""),
             ("Abreviatura", one.abbreviation), ("Motivo", one.reason), ("Institución", one.institution.name),
             ("Solicitante", one.requested_by.person.full_name), ("Estado", one.get_state_display()),
             ("Respuesta", one.answer)]  # fmt: skip
    return draw(request, "admin/datos/change.html", {"found": one, "rows": facts, "form": form}, site=site,
                status=422 if form.errors else 200)  # fmt: skip


def _answered(form, one, request) -> bool:
    answer = services.accept if request.POST.get("accion") == "aceptar" else services.reject
    try:
        answer(one, answer=form.cleaned_data["answer"], actor=Operator(request.user))
    except DomainError as error:
        refuse(form, error, value="answer")
        return False
    return True
