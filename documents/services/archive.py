"""Archivo físico: the tree of locations, putting, lending and giving back (documents §4.2, §11)."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from documents import history, permissions
from documents.models import Attachment, Copy, PhysicalLocation, PhysicalPlacement
from documents.services import area_trees
from documents.services.receivers import Receiver
from documents.states import Medium
from institutions.models import Appointment
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder

MANAGE = "manage_physical_archive"
TWICE = "Ya existe una ubicación con ese nombre."
THE_PAPER = "el documento"


def can_manage(area, actor) -> bool:
    """Who orders the archive of an área: the permission, in the áreas it reaches."""
    return area_trees.may_order(area, actor, MANAGE)


@transaction.atomic
def save_location(location: PhysicalLocation, *, actor) -> PhysicalLocation:
    """Create, rename, move or close a location.

    Raises:
        Forbidden: the archive of that área is not the actor's to order.
        Invalid: the name is taken there, or it would stand inside itself.
        NotAllowedNow: it is closed while something stands in it.
    """
    if not can_manage(location.area, actor):
        raise Forbidden("No tiene permiso para administrar el archivo físico de esta área.")
    list(PhysicalLocation.objects.select_for_update().filter(area=location.area).values_list("pk"))
    _check(location)
    location.save()
    return location


def _check(location):
    area_trees.check_place(location, taken=TWICE, elsewhere="Elija otra ubicación.")
    if (
        location.pk
        and not location.is_active
        and (location.placements.exists() or location.children.filter(is_active=True).exists())
    ):
        raise NotAllowedNow("Vacíe primero la ubicación: contiene documentos u otras ubicaciones.")


def tree(area, *, everything: bool = False) -> list[tuple[int, PhysicalLocation]]:
    """The locations of an área with their depth, by code and name; one query.

    Args:
        everything: closed ones too.
    """
    found = PhysicalLocation.objects.filter(area=area).order_by("code", "name", "pk")
    below = {}
    for location in found if everything else found.filter(is_active=True):
        below.setdefault(location.parent_id, []).append(location)
    return list(_walk(below, None, 0))


def _walk(below, parent, depth):
    for location in below.get(parent, ()):
        yield depth, location
        yield from _walk(below, location.pk, depth + 1)


# What stands where -----------------------------------------------------------------------------------------------


def placed_things(copy: Copy) -> list[tuple[Attachment | None, PhysicalPlacement | None]]:
    """The paper itself (None) and each physical anexo, with where it stands."""
    rows = PhysicalPlacement.objects.filter(copy=copy).select_related("location", "lent_to__person")
    places = {row.attachment_id: row for row in rows}
    annexes = Attachment.objects.filter(document=copy.document_id, medium=Medium.PHYSICAL, removed_at=None)
    found = annexes.filter(copy=None) | annexes.filter(copy=copy)
    return [(None, places.get(None)), *((one, places.get(one.pk)) for one in found.order_by("pk"))]


@transaction.atomic
def place(copy: Copy, location: PhysicalLocation, *, actor, attachment: Attachment | None = None,
          comment: str = "") -> PhysicalPlacement:  # fmt: skip
    """Put the paper of a copy, or a physical anexo, into a location; it leaves the one it had.

    Raises:
        Forbidden: the actor does not use the archive, or the location is another institution's.
        NotAllowedNow: the location is closed, or the paper is on loan.
        Invalid: the anexo is not physical, or is another document's.
    """
    copy = _locked(copy, actor)
    if location.area.institution_id != copy.institution_id:
        raise Forbidden("Esa ubicación es de otra institución.")
    if not location.is_active:
        raise NotAllowedNow(f"La ubicación «{location.name}» está cerrada.")
    if attachment is not None and (attachment.document_id != copy.document_id or attachment.medium != Medium.PHYSICAL):
        raise Invalid("Elija un anexo físico de este documento.")
    row = PhysicalPlacement.objects.filter(copy=copy, attachment=attachment).first()
    if row is not None and row.is_lent:
        raise NotAllowedNow(f"Está prestado a {row.lent_to.person.full_name}: registre primero la devolución.")
    row, _ = PhysicalPlacement.objects.update_or_create(copy=copy, attachment=attachment, defaults={
        "location": location, "placed_by": actor.appointment, "placed_at": clock.now()})  # fmt: skip
    _record(copy, actor, f"Colocado en {path_of(location)}: {_thing(attachment)}", comment)
    return row


@transaction.atomic
def lend(placement: PhysicalPlacement, to: Appointment, *, due_on: date, actor, comment: str = "") -> PhysicalPlacement:
    """Lend what stands in the archive to somebody of the institution.

    Raises:
        Forbidden: the actor does not use the archive.
        Conflict: somebody has it already.
        Invalid: the person does not serve there, or the day has passed.
    """
    copy = _locked(placement.copy, actor)
    row = _row(placement)
    if row.is_lent:
        raise Conflict(f"Ya está prestado a {row.lent_to.person.full_name}.")
    if not to.is_working or to.institution_id != copy.institution_id:
        raise Invalid(
            "Elija a un servidor activo de su institución.", to="Elija a un servidor activo de su institución."
        )
    if due_on < clock.today():
        raise Invalid("La fecha de devolución no puede ser anterior a hoy.",
                      due_on="La fecha de devolución no puede ser anterior a hoy.")  # fmt: skip
    row.lent_to, row.lent_at, row.due_on, row.returned_at = to, clock.now(), due_on, None
    row.save()
    words = f"Prestado hasta {due_on.isoformat()}: {_thing(row.attachment)}"
    _record(copy, actor, words, comment, target=Receiver(to))
    return row


@transaction.atomic
def give_back(placement: PhysicalPlacement, *, actor, comment: str = "") -> PhysicalPlacement:
    """It stands in its location again.

    Raises:
        Forbidden: the actor does not use the archive.
        Conflict: nobody has it.
    """
    copy = _locked(placement.copy, actor)
    row = _row(placement)
    if not row.is_lent:
        raise Conflict("No consta como prestado.")
    row.returned_at = clock.now()
    row.save(update_fields=["returned_at"])
    _record(copy, actor, f"Devuelto a {path_of(row.location)}: {_thing(row.attachment)}", comment)
    return row


def _locked(copy, actor):
    copy = Copy.objects.locked(copy.pk, "document")
    if not permissions.can_use_archive(copy, actor):
        raise Forbidden("No tiene permiso para usar el archivo físico de este documento.")
    return copy


def _row(placement):
    rows = PhysicalPlacement.objects.select_related("location", "attachment", "lent_to__person")
    return rows.get(pk=placement.pk)


def path_of(location: PhysicalLocation) -> str:
    """«Edificio A / Bodega 2 / Caja 14»."""
    names, above = [], location
    while above is not None:
        names.append(above.name)
        above = above.parent
    return " / ".join(reversed(names))


def _thing(attachment):
    return f"anexo «{attachment.name}»" if attachment else THE_PAPER


def _record(copy, actor, words, comment, target=None):
    text = f"{words}\n{comment}".strip()
    recorder.record(copy, history.PHYSICAL_ARCHIVE, actor=actor, comment=text, target=target)


def loans(actor, *, overdue: bool) -> QuerySet[PhysicalPlacement]:
    """What the institution's archive has on loan, the longest due first, with the actor's level of each copy."""
    lent = PhysicalPlacement.objects.filter(
        copy__institution=actor.institution, lent_to__isnull=False, returned_at=None
    )
    rows = lent.filter(due_on__lt=clock.today()) if overdue else lent
    return rows.select_related("copy__document", "attachment", "lent_to__person", "location").order_by("due_on", "pk")
