"""Archivo físico: the tree of an área, what stands in a place, the loans, the paper of one document (documents §11)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from documents import permissions
from documents.listing.rows import HIDDEN
from documents.models import Copy, PhysicalLocation, PhysicalPlacement
from documents.permissions import BASIC
from documents.services import archive
from documents.views.drawing import draw
from documents.views.finding import copy_at, refuse
from documents.window.archive_forms import LendForm, LocationForm, PlaceForm
from documents.window.lists import UNSEEN
from institutions.models import Area
from quipux import access, clock
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.limits import pages
from quipux.web.components import Column, Link, Tag
from quipux.web.pagination import numbered

TREE_COLUMNS = [Column("Ubicación"), Column("Código"), Column("Estado")]
CONTENT_COLUMNS = [Column(label) for label in ("Número", "Qué", "Asunto", "Colocado el", "Prestado a")]
LOAN_COLUMNS = [Column(label) for label in ("Número", "Qué", "Asunto", "Ubicación", "Prestado a", "Prestado el",
                                            "Devolver hasta", "Plazo")]  # fmt: skip


def _require(actor):
    """Who uses an archive or orders one.

    Raises:
        Forbidden: neither.
    """
    if permissions.post_of(actor) is None or not (actor.holds("use_physical_archive") or actor.holds(archive.MANAGE)):
        raise Forbidden("No tiene permiso para usar el archivo físico.")


def _area(request) -> Area:
    """The área of the address, of the own institution; the own one without it."""
    asked = request.GET.get("area", "")
    if not asked:
        return request.actor.appointment.area
    return get_object_or_404(Area, pk=asked if asked.isdecimal() else None, institution=request.actor.institution)


@access.servant
@require_safe
def tree(request):
    """The locations of one área."""
    _require(request.actor)
    area = _area(request)
    manages = archive.can_manage(area, request.actor)
    rows = [[Link("— " * depth + one.name, reverse("documents:location", args=[one.pk])), one.code,
             Tag("En uso", "green") if one.is_active else Tag("Cerrada", "grey")]
            for depth, one in archive.tree(area, everything=manages)]  # fmt: skip
    areas = Area.objects.filter(institution=request.actor.institution, is_active=True).order_by("name")
    return render(request, "documents/archive/tree.html", {
        "area": area, "areas": list(areas), "columns": TREE_COLUMNS, "rows": rows, "may_manage": manages})  # fmt: skip


def _location(request, number) -> PhysicalLocation:
    _require(request.actor)
    rows = PhysicalLocation.objects.select_related("area", "parent")
    return get_object_or_404(rows, pk=number, area__institution=request.actor.institution)


@access.servant
@require_safe
@pages.list_page
def location(request, number):
    """What stands in a location; of what the person may not see, the number alone."""
    found = _location(request, number)
    placements = found.placements.select_related("copy__document", "attachment", "lent_to__person")
    page = numbered(placements.order_by("-placed_at", "-pk"), request.GET)
    levels = _levels(request.actor, page.rows)
    rows = [
        [*_words(row, levels), row.placed_at, row.lent_to.person.full_name if row.is_lent else ""] for row in page.rows
    ]
    return render(request, "documents/archive/location.html", {
        "location": found, "path": archive.path_of(found), "page": page, "columns": CONTENT_COLUMNS, "rows": rows,
        "may_manage": archive.can_manage(found.area, request.actor)})  # fmt: skip


def _levels(actor, rows) -> dict[int, int]:
    """How much the actor may see of each copy, in one query."""
    copies = Copy.objects.filter(pk__in=[row.copy_id for row in rows]).with_level(actor)
    return dict(copies.values_list("pk", "level"))


def _words(row, levels):
    """Number, what stands there, and asunto."""
    copy, what = row.copy, f"Anexo: {row.attachment.name}" if row.attachment else "El documento"
    number = copy.number or copy.document.temporary_number
    if levels.get(copy.pk, 0) < BASIC:
        return [number, "Anexo" if row.attachment else what, HIDDEN if copy.is_confidential else UNSEEN]
    return [Link(number, reverse("documents:physical", args=[copy.uuid])), what, copy.document.subject]


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def create_location(request):
    """Nueva ubicación in one área."""
    _require(request.actor)
    return _edit(request, PhysicalLocation(area=_area(request)), "Nueva ubicación")


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def edit_location(request, number):
    """Rename, move, close."""
    return _edit(request, _location(request, number), "Editar ubicación")


def _edit(request, found, title):
    if not archive.can_manage(found.area, request.actor):
        raise Forbidden("No tiene permiso para administrar el archivo físico de esta área.")
    form = LocationForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_valid() and _done(form, lambda: archive.save_location(form.instance, actor=request.actor)):
        messages.success(request, f"La ubicación «{found.name}» se guardó.")
        return redirect(f"{reverse('documents:archive')}?area={found.area_id}")
    return render(request, "documents/archive/edit.html", {"form": form, "title": title, "area": found.area},
                  status=422 if form.is_bound else 200)  # fmt: skip


def _done(form, act) -> bool:
    """Whether a service did it; its refusal stands in the form."""
    try:
        act()
    except (Invalid, NotAllowedNow, Conflict) as error:
        for name, message in (getattr(error, "fields", None) or {None: error.message}).items():
            form.add_error(name if name in form.fields else None, message)
        return False
    return True


@access.servant
@require_safe
@pages.list_page
def loans(request):
    """What is lent, or only what should be back."""
    _require(request.actor)
    overdue = request.GET.get("ver") != "todos"
    page = numbered(archive.loans(request.actor, overdue=overdue), request.GET)
    levels, today = _levels(request.actor, page.rows), clock.today()
    rows = [[*_words(row, levels), row.location.name, row.lent_to.person.full_name, row.lent_at, row.due_on, _delay(row, today)]
            for row in page.rows]  # fmt: skip
    return render(request, "documents/archive/loans.html", {
        "overdue": overdue, "page": page, "columns": LOAN_COLUMNS, "rows": rows})  # fmt: skip


def _delay(row, today):
    """How late it is, in words; empty while there is time."""
    late = (today - row.due_on).days
    return Tag(f"Vencido hace {late} día{'' if late == 1 else 's'}", "red") if late > 0 else ""


# The paper of one document -------------------------------------------------------------------------------------


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def of_document(request, uuid):
    """Where the paper and the physical anexos of a document stand; put, lend, give back."""
    copy = copy_at(request, uuid, BASIC)
    if not permissions.can_use_archive(copy, request.actor):
        refuse(request, uuid)
    things = archive.placed_things(copy)
    bound, kind = (request.POST if request.method == "POST" else None), request.POST.get("accion", "").partition(":")
    place = PlaceForm(bound if kind[0] == "colocar" else None, area=_area(request), things=things)
    lend = LendForm(bound if kind[0] == "prestar" else None, institution=request.actor.institution)
    if bound is not None and _moved(request, copy, kind, place, lend):
        return redirect(request.get_full_path())
    places = [(one, row, archive.path_of(row.location) if row else "") for one, row in things]
    areas = Area.objects.filter(institution=request.actor.institution, is_active=True).order_by("name")
    return draw(request, copy, "document", "documents/archive/document.html", {
        "places": places, "place": place, "lend": lend, "forms": [place, lend], "lending": _lending(request, things),
        "area": _area(request), "areas": list(areas)}, status=422 if bound is not None else 200)  # fmt: skip


def _lending(request, things):
    """The placement that the person is about to lend, named in the address or in the form."""
    wanted = request.GET.get("prestar") or request.POST.get("accion", "").partition(":")[2]
    return next((row for _, row in things if row and str(row.pk) == wanted and not row.is_lent), None)


def _moved(request, copy, kind, place, lend) -> bool:
    """Carry out what a button of the page says; False where a form has to be corrected."""
    action, _, number = kind
    actor = request.actor
    if action == "colocar":
        return place.is_valid() and _done(place, lambda: archive.place(
            copy, place.cleaned_data["location"], actor=actor, attachment=place.attachment,
            comment=place.cleaned_data["comment"]))  # fmt: skip
    rows = PhysicalPlacement.objects.filter(copy=copy, pk=number if number.isdecimal() else None)
    row = rows.select_related("copy").first()
    if row is None:
        raise Http404
    if action == "devolver":
        archive.give_back(row, actor=actor)
        return True
    return lend.is_valid() and _done(lend, lambda: archive.lend(
        row, lend.cleaned_data["to"], due_on=lend.cleaned_data["due_on"], actor=actor,
        comment=lend.cleaned_data["comment"]))  # fmt: skip
