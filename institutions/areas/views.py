"""Pages of áreas: the tree, one área, moving, closing and opening (institutions §6.1)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.areas import panels, services, tree
from institutions.areas.forms import AreaForm, MoveForm, SearchForm
from institutions.models import Area
from institutions.people import services as people
from institutions.scope import found, require_administrator
from quipux import access, exports
from quipux.errors import Invalid
from quipux.history.models import Entry
from quipux.web.components import Column, Link, Tag
from quipux.web.forms import refuse

COLUMNS = [Column("Nombre"), Column("Sigla"), Column("Área Padre"), Column("Ciudad"), Column("Jefe"),
           Column("Usuarios activos", numeric=True), Column("Estado")]  # fmt: skip
TRAIL = [Column("Fecha"), Column("Acción"), Column("Usuario"), Column("Comentario")]
VERSIONS = [Column("Sigla"), Column("Nombre"), Column("Desde"), Column("Hasta")]


@access.servant
@require_safe
def areas(request):
    """The tree of what the actor administers, or what of it has the words."""
    require_administrator(request.actor)
    form = SearchForm(request.GET)
    text, everything = _asked(form)
    rows = tree.rows_for(request.actor, text=text, everything=everything)
    return render(request, "institutions/areas/tree.html", {
        "filters": form, "columns": COLUMNS, "rows": [_row(row, flat=bool(text)) for row in rows], "total": len(rows)})  # fmt: skip


def _asked(form):
    valid = form.is_valid()
    return (form.cleaned_data["texto"], form.cleaned_data["inactivas"]) if valid else ("", False)


def _row(row, *, flat):
    area = row.area
    name = Link(area.name if flat else row.name, reverse("institutions:area", args=[area.uuid]))
    return [name, *_facts(row), Tag("Activa", "green") if area.is_active else Tag("Inactiva")]


def _facts(row):
    area = row.area
    without = Tag("Sin jefe", "orange") if area.is_active else ""
    chief = row.chief.person.full_name if row.chief else without
    return [area.sigla, area.parent.name if area.parent else "", area.city, chief, area.people]


@access.servant
@require_POST
def export(request):
    """The list of áreas as CSV, XLSX or PDF («Lista de Áreas», «Exportar Áreas a pdf»)."""
    require_administrator(request.actor)
    kind = request.POST.get("formato", "")
    if kind not in exports.Kind.values:
        raise Invalid("Elija CSV, XLSX o PDF.")
    rows = tree.rows_for(request.actor)
    lines = [[row.area.name, *_facts(row), "Activa" if row.area.is_active else "Inactiva"] for row in rows]
    sheet = exports.Sheet("Lista de Áreas", COLUMNS, lines, institution=request.actor.institution_name)
    return exports.export_response(request, sheet, kind=kind, total=len(lines), name="areas")


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    """A new área below one the actor administers."""
    require_administrator(request.actor)
    form = AreaForm(request.POST if request.method == "POST" else None, actor=request.actor,
                    instance=Area(city=request.actor.institution.city))  # fmt: skip
    if form.is_valid() and _saved(form, request.actor):
        messages.success(request, f"El área «{form.instance.name}» se creó.")
        return redirect("institutions:area", form.instance.uuid)
    return _form(request, form, title="Nueva área", back=("institutions:areas", "Áreas"))


def _saved(form, actor) -> bool:
    try:
        services.save_area(form.instance, actor=actor)
    except Invalid as error:
        refuse(form, error)
        return False
    return True


def _form(request, form, *, title, back, summary="", submit="Guardar", preview=()):
    return render(request, "institutions/form.html", {
        "form": form, "title": title, "summary": summary, "submit": submit, "preview": preview,
        "back_url": reverse(back[0], args=back[2:]), "back_text": back[1]},
        status=422 if form.is_bound and form.errors else 200)  # fmt: skip


def _found(request, uuid) -> Area:
    require_administrator(request.actor)
    return found(request, Area.objects.administered_by(request.actor).select_related("parent", "institution"), uuid)


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def area(request, uuid):
    """One área: its data, its Jefe, who shares the tray of the Jefe, its versions and its Recorrido."""
    one = _found(request, uuid)
    form = AreaForm(request.POST if request.method == "POST" else None, actor=request.actor, instance=one)
    if form.is_valid() and _saved(form, request.actor):
        messages.success(request, "El área se guardó.")
        return redirect("institutions:area", uuid)
    one = _found(request, uuid)  # a refused form leaves its values in the instance
    context = {"area": one, "form": form, "versions": _versions(one), "version_columns": VERSIONS, "trail_columns": TRAIL,
               "entries": _trail(one), **panels.context(one)}  # fmt: skip
    return render(request, "institutions/areas/area.html", context, status=422 if form.errors else 200)


def _versions(one):
    rows = list(one.versions.all())
    return [[v.sigla, v.name, v.since, v.until] for v in rows] if len(rows) > 1 else []


def _trail(subject):
    return [[entry.at, entry.label, entry.actor_name, entry.comment] for entry in Entry.objects.of(subject)[:50]]


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def move(request, uuid):
    """What moves with an área, and where to."""
    one = _found(request, uuid)
    form = MoveForm(request.POST if request.method == "POST" else None, actor=request.actor, area=one)
    if form.is_valid():
        try:
            services.move(one, form.cleaned_data["padre"], actor=request.actor)
        except Invalid as error:
            refuse(form, error, parent="padre")
        else:
            messages.success(request, f"El área «{one.name}» se movió.")
            return redirect("institutions:area", uuid)
    return _form(request, form, title=f"Mover «{one.name}»", submit="Mover", preview=services.preview(one),
                 summary=f"Ahora depende de {one.parent.name}." if one.parent else "Es el área raíz.",
                 back=("institutions:area", one.name, uuid))  # fmt: skip


@access.servant
@require_POST
def deactivate(request, uuid):
    """Close an área nobody works in."""
    services.deactivate_area(_found(request, uuid), actor=request.actor)
    messages.success(request, "El área se desactivó.")
    return redirect("institutions:area", uuid)


@access.servant
@require_POST
def reactivate(request, uuid):
    """Open it again."""
    services.reactivate_area(_found(request, uuid), actor=request.actor)
    messages.success(request, "El área se reactivó.")
    return redirect("institutions:area", uuid)


@access.servant
@require_POST
def chief(request, uuid):
    """Who is Jefe of the área from now on («Seleccione una Persona para Jefe»)."""
    one = _found(request, uuid)
    form = panels.ChiefForm(request.POST, area=one, current=tree.chief_of(one))
    if not form.is_valid():
        raise Invalid("Elija una persona del área.")
    people.name_chief(one, form.cleaned_data["jefe"], instead_of=form.cleaned_data["anterior"], actor=request.actor)
    messages.success(request, "El Jefe del área se guardó.")
    return redirect("institutions:area", uuid)


@access.servant
@require_POST
def share(request, uuid):
    """Who sees the Recibidos of the Jefe («Compartir Bandeja de Documentos Recibidos»)."""
    one = _found(request, uuid)
    current = tree.chief_of(one)
    if current is None:
        raise Invalid("El área no tiene Jefe.")
    form = panels.ShareForm(request.POST, chief=current)
    if not form.is_valid():
        raise Invalid("Elija personas del área.")
    people.share_tray(current, form.cleaned_data["personas"], actor=request.actor)
    messages.success(request, "La bandeja compartida se guardó.")
    return redirect("institutions:area", uuid)
