"""Carpetas Virtuales: the tree of an área, the documents of a folder, the tab of a document (documents §13.8)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents.folder_forms import FolderFilterForm, FolderForm, PutForm
from documents.matching import matching, words_of
from documents.models import Copy, Folder, FolderItem
from documents.permissions import READS
from documents.services import folders
from documents.views.drawing import draw
from documents.views.finding import copy_at
from institutions.models import Area
from quipux import access, clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.limits import pages
from quipux.web.components import Column, Link, Tag
from quipux.web.pagination import numbered

TREE_COLUMNS = [Column("Carpeta"), Column("Código"), Column("Años en gestión", numeric=True),
                Column("Años en archivo central", numeric=True), Column("Estado")]  # fmt: skip
LIST_COLUMNS = [Column(label) for label in ("Número", "Fecha", "Asunto", "De", "Estado", "Incluido el")]


@access.servant
@require_safe
def tree(request):
    """The folders of the own área; who manages them chooses another."""
    area = _area(request)
    manages = folders.can_manage(area, request.actor)
    rows = [_tree_row(depth, folder) for depth, folder in folders.folder_tree(area, everything=manages)]
    others = Area.objects.filter(institution=request.actor.institution, is_active=True).order_by("name")
    return render(request, "documents/folders/tree.html", {
        "area": area, "columns": TREE_COLUMNS, "rows": rows, "may_manage": manages,
        "areas": [one for one in others if folders.can_manage(one, request.actor)]})  # fmt: skip


def _area(request) -> Area:
    """The área of the address, if its folders are the actor's to see."""
    asked = request.GET.get("area", "")
    own = request.actor.appointment.area
    if not asked or asked == str(own.pk):
        return own
    found = Area.objects.filter(pk=asked, institution=request.actor.institution).first() if asked.isdigit() else None
    if found is None or not folders.can_manage(found, request.actor):
        raise Http404
    return found


def _tree_row(depth, folder):
    name = Link("— " * depth + folder.name, reverse("documents:folder", args=[folder.pk]))
    state = Tag("Activa", "green") if folder.is_active else Tag("Inactiva", "grey")
    return [name, folder.code, folder.years_office, folder.years_central, state]


def seen_folder(request, number) -> Folder:
    """A folder of the own área, or of one whose folders the actor manages; 404 otherwise."""
    folder = get_object_or_404(Folder.objects.select_related("area", "parent"), pk=number)
    if folder.area_id != request.actor.appointment.area_id and not folders.can_manage(folder.area, request.actor):
        raise Http404
    return folder


@access.servant
@require_safe
@pages.list_page
def folder(request, number):
    """The documents of a folder that the actor may open."""
    found = seen_folder(request, number)
    form = FolderFilterForm(request.GET)
    page = numbered(_items(request, found, form), request.GET) if form.is_valid() else None
    return render(request, "documents/folders/folder.html", {
        "folder": found, "may_manage": folders.can_manage(found.area, request.actor), "form": form, "page": page,
        "columns": LIST_COLUMNS, "rows": [_item_row(item) for item in page.rows] if page else []},
        status=200 if form.is_valid() else 422)  # fmt: skip


def _items(request, folder, form):
    copies, data = Copy.objects.visible_to(request.actor, at_least=1), form.cleaned_data
    copies = matching(copies, words_of(data["texto"]))
    if data["desde"]:
        copies = copies.filter(sort_at__gte=clock.day_start(data["desde"]))
    if data["hasta"]:
        copies = copies.filter(sort_at__lt=clock.day_range(data["hasta"], data["hasta"])[1])
    items = FolderItem.objects.filter(folder=folder, copy__in=copies.values("pk"))
    return items.select_related("copy__document").order_by("-copy__sort_at", "-pk")


def _item_row(item):
    copy = item.copy
    number = copy.number or copy.document.temporary_number or "Borrador"
    return [Link(number, reverse("documents:document", args=[copy.uuid])), copy.sort_at, copy.document.subject,
            copy.document.from_label, copy.get_state_display(), item.added_at]  # fmt: skip


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    """A new folder of the own área, or of another that the actor manages."""
    area = _area(request)
    return _edit(request, Folder(area=area), "Nueva carpeta")


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, number):
    """Rename, move, deactivate."""
    return _edit(request, seen_folder(request, number), "Editar carpeta")


def _edit(request, folder, title):
    if not folders.can_manage(folder.area, request.actor):
        raise Forbidden("No tiene permiso para administrar las carpetas de esta área.")
    form = FolderForm(request.POST if request.method == "POST" else None, instance=folder)
    if form.is_valid() and _saved(form, request.actor):
        messages.success(request, f"La carpeta «{folder.name}» se guardó.")
        return redirect(f"{reverse('documents:folders')}?area={folder.area_id}")
    return render(request, "documents/folders/edit.html", {"form": form, "title": title, "area": folder.area},
                  status=422 if form.is_bound else 200)  # fmt: skip


def _saved(form, actor) -> bool:
    try:
        folders.save(form.instance, actor=actor)
    except (Invalid, NotAllowedNow) as error:
        for name, message in (getattr(error, "fields", None) or {None: error.message}).items():
            form.add_error(name if name in form.fields else None, message)
        return False
    return True


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def of_document(request, uuid):
    """The tab Carpetas Virtuales: where the copy is, and a folder of the own área for it."""
    copy = copy_at(request, uuid, READS)
    area = request.actor.appointment.area_id
    form = PutForm(request.POST if request.method == "POST" else None, area=area)
    if form.is_valid():
        folders.put(copy, form.cleaned_data["folder"], actor=request.actor)
        messages.success(request, "El documento quedó en la carpeta.")
        return redirect("documents:copy_folders", copy.uuid)
    items = list(FolderItem.objects.filter(copy=copy, area__institution=request.actor.institution)
                 .select_related("folder", "area").order_by("area__name"))  # fmt: skip
    return draw(request, copy, "copy_folders", "documents/copy_folders.html", {
        "form": form, "items": items, "own": next((i for i in items if i.area_id == area), None)},
        status=422 if form.is_bound else 200)  # fmt: skip


@access.servant
@require_POST
def take_out(request, uuid):
    """Take the copy out of its folder in the own área."""
    copy = copy_at(request, uuid, READS)
    folders.remove(copy, actor=request.actor)
    messages.success(request, "El documento salió de la carpeta.")
    return redirect("documents:copy_folders", copy.uuid)
