"""«Plantillas y catálogos»: the puestos and the role templates of the institution (institutions §3, §6.5)."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from institutions.catalogue import BY_CODE
from institutions.catalogues import services
from institutions.catalogues.forms import FileForm, PostForm, RoleForm
from institutions.models import Post, RoleTemplate
from institutions.permissions.templates import templates_of
from institutions.scope import require_whole
from quipux import access, exports
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Conflict, Invalid
from quipux.web.components import Chip, Column, Link, Tag


@dataclass(frozen=True)
class Kind:
    """One catalogue."""

    slug: str
    title: str
    new: str
    none: str
    model: type
    columns: tuple[Column, ...]


KINDS = {one.slug: one for one in (
    Kind("puestos", "Catálogo de puestos", "Nuevo puesto", "Todavía no hay puestos en el catálogo.", Post,
         (Column("Nombre"), Column("Puesto cabecera"), Column("Nivel", numeric=True), Column("Estado"))),
    Kind("plantillas", "Plantillas de rol", "Nueva plantilla", "Todavía no hay plantillas de rol.", RoleTemplate,
         (Column("Nombre"), Column("Permisos"), Column("Estado"))),
)}  # fmt: skip


def _kind_or_404(request, slug) -> Kind:
    require_whole(request.actor)
    if slug not in KINDS:
        raise Http404
    return KINDS[slug]


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def catalogue(request, slug):
    """The rows of one catalogue; a POST brings a file of them."""
    kind = _kind_or_404(request, slug)
    form = FileForm(*(request.POST, request.FILES) if request.method == "POST" else ())
    if form.is_valid():
        try:
            count = services.bring(kind.model, form.cleaned_data["archivo"].read(), actor=request.actor)
        except (Invalid, Conflict) as error:
            form.add_error("archivo", error.message)
        else:
            messages.success(request, "Se guardó 1 fila." if count == 1 else f"Se guardaron {count} filas.")
            return redirect("institutions:catalogue", slug)
    chips = [
        Chip(one.title, reverse("institutions:catalogue", args=[one.slug]), None, one is kind) for one in KINDS.values()
    ]
    return render(request, "institutions/catalogues/list.html", {
        "kind": kind, "chips": chips, "columns": kind.columns, "rows": _rows(kind, request.actor), "form": form},
        status=422 if form.errors else 200)  # fmt: skip


def _own(kind, actor):
    return kind.model.objects.filter(institution=actor.institution).order_by("name")


def _rows(kind, actor):
    own = _own(kind, actor)
    rows = [
        [Link(row.name, reverse("institutions:catalogue_row", args=[kind.slug, row.pk])), *_values(row)] for row in own
    ]
    if kind.model is RoleTemplate:
        names = {row.name for row in own}
        rows += [[name, _words(codes), Tag("De Quipux", "blue")] for name, codes in templates_of(actor.institution).items()
                 if name not in names]  # fmt: skip
    return rows


def _values(row):
    state = Tag("Activo" if isinstance(row, Post) else "Activa", "green") if row.is_active else Tag("Inactiva", "grey")
    return [row.heading, row.level, state] if isinstance(row, Post) else [_words(row.codes), state]


def _words(codes) -> str:
    return ", ".join(BY_CODE[code].name for code in sorted(codes) if code in BY_CODE)


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, slug):
    """A new row."""
    kind = _kind_or_404(request, slug)
    return _edit(request, kind, kind.model(), kind.new)


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def row(request, slug, number):
    """A row of the own institution; another's is answered as none."""
    kind = _kind_or_404(request, slug)
    found = _own(kind, request.actor).filter(pk=number).first()
    if found is None:
        note(request, Event.DENIED, kind=kind.slug, refused=True)
        raise Http404
    return _edit(request, kind, found, found.name)


def _edit(request, kind, row, title):
    data = request.POST if request.method == "POST" else None
    form = PostForm(data, instance=row) if kind.model is Post else RoleForm(data, instance=row, actor=request.actor)
    if form.is_valid() and _kept(form, request.actor):
        messages.success(request, f"{form.instance.name} se guardó.")
        return redirect("institutions:catalogue", kind.slug)
    return render(request, "institutions/form.html", {
        "form": form, "title": title, "summary": kind.title, "preview": [], "submit": "Guardar",
        "back_url": reverse("institutions:catalogue", args=[kind.slug]), "back_text": kind.title},
        status=422 if form.is_bound else 200)  # fmt: skip


def _kept(form, actor) -> bool:
    row = form.instance
    if isinstance(form, RoleForm):
        row.codes = form.codes
    try:
        services.keep(row, actor=actor)
    except (Invalid, Conflict) as error:
        form.add_error("name" if isinstance(error, Conflict) else None, error.message)
        return False
    return True


@access.servant
@require_POST
def export(request, slug):
    """The catalogue as a file; its CSV may be brought back."""
    kind, wanted = _kind_or_404(request, slug), request.POST.get("formato", "")
    if wanted not in exports.Kind.values:
        raise Invalid("Elija CSV, XLSX o PDF.")
    columns = [Column(name) for name in services.HEADINGS[kind.model]]
    lines = [_line(row) for row in _own(kind, request.actor)]
    sheet = exports.Sheet(kind.title, columns, lines, institution=request.actor.institution_name)
    return exports.export_response(request, sheet, kind=wanted, total=len(lines), name=kind.slug)


def _line(row):
    is_active = "Sí" if row.is_active else "No"
    if isinstance(row, Post):
        return [row.name, row.heading, row.level, is_active]
    return [row.name, " ".join(map(str, row.codes)), is_active]
