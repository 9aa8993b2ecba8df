"""Carpetas Virtuales of an área, and what is put into them (documents §4.2, §13.8)."""

from django.db import transaction

from documents import history, permissions
from documents.models import Copy, Folder, FolderItem
from documents.services import area_trees
from quipux import clock
from quipux.errors import Conflict, Forbidden, NotAllowedNow
from quipux.history import recorder

MANAGE = "manage_virtual_folders"
TWICE = "Ya existe una carpeta con ese nombre."


def can_manage(area, actor) -> bool:
    """Who holds the permission, in the áreas it reaches."""
    return area_trees.may_order(area, actor, MANAGE)


@transaction.atomic
def save(folder: Folder, *, actor) -> Folder:
    """Create, rename, move or deactivate a folder.

    Args:
        folder: with its new values; unsaved for a new one.

    Raises:
        Forbidden: the área is not the actor's to order.
        Invalid: the name is taken there, or it would stand inside itself.
        NotAllowedNow: it is deactivated while folders below it are active.
    """
    if not can_manage(folder.area, actor):
        raise Forbidden("No tiene permiso para administrar las carpetas de esta área.")
    list(Folder.objects.select_for_update().filter(area=folder.area).values_list("pk"))
    _check(folder)
    folder.save()
    return folder


def _check(folder):
    area_trees.check_place(folder, taken=TWICE, elsewhere="Elija otra carpeta principal.")
    if not folder.is_active and folder.pk and folder.children.filter(is_active=True).exists():
        raise NotAllowedNow("Desactive primero las carpetas que contiene.")


@transaction.atomic
def put(copy: Copy, folder: Folder, *, actor) -> FolderItem:
    """Put a copy into a folder of the actor's área; it leaves the one it had there.

    Raises:
        Forbidden: another área's folder, or a copy that the actor does not read whole.
        NotAllowedNow: the folder is not in use any more.
    """
    if folder.area_id != actor.appointment.area_id or not permissions.can_classify(copy, actor):
        raise Forbidden("Solo puede usar las carpetas de su área.")
    if not folder.is_active:
        raise NotAllowedNow(f"La carpeta «{folder.name}» está desactivada.")
    had = FolderItem.objects.select_for_update().filter(copy=copy, area=folder.area_id).select_related("folder").first()
    if had is not None and had.folder_id == folder.pk:
        return had
    if had is not None:
        recorder.record(copy, history.FOLDER_REMOVE, actor=actor, comment=had.folder.name)
    item, _ = FolderItem.objects.update_or_create(copy=copy, area_id=folder.area_id, defaults={
        "folder": folder, "added_at": clock.now()})  # fmt: skip
    recorder.record(copy, history.FOLDER_PUT, actor=actor, comment=folder.name)
    return item


@transaction.atomic
def remove(copy: Copy, *, actor) -> None:
    """Take a copy out of the folder it has in the actor's área.

    Raises:
        Forbidden: the actor does not read it whole.
        Conflict: it is in none.
    """
    if not permissions.can_classify(copy, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    item = FolderItem.objects.filter(copy=copy, area=actor.appointment.area_id).select_related("folder").first()
    if item is None:
        raise Conflict("El documento no está en una carpeta de su área.")
    item.delete()
    recorder.record(copy, history.FOLDER_REMOVE, actor=actor, comment=item.folder.name)


def names_of(copy: Copy, actor) -> list[str]:
    """The folders of the institution that hold the copy, each with its área."""
    items = FolderItem.objects.filter(copy=copy, area__institution=actor.institution)
    found = items.order_by("area__name").values_list("folder__name", "area__name")
    return [f"{folder} ({area})" for folder, area in found]


def folder_tree(area, *, everything: bool = False) -> list[tuple[int, Folder]]:
    """The folders of an área with their depth, by code and name; one query.

    Args:
        everything: deactivated ones too.
    """
    found = Folder.objects.filter(area=area).order_by("code", "name", "pk")
    below = {}
    for folder in found if everything else found.filter(is_active=True):
        below.setdefault(folder.parent_id, []).append(folder)
    return list(_walk(below, None, 0))


def _walk(below, parent, depth):
    for folder in below.get(parent, ()):
        yield depth, folder
        yield from _walk(below, folder.pk, depth + 1)
