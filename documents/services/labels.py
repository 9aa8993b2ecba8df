"""Personal labels: coloured words a person puts on copies, which nobody else sees (documents §2.2, §5.3)."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet

from documents import permissions
from documents.models import Copy, PersonalLabel
from quipux.errors import Forbidden, Invalid, NotFound

MOST = 30  # per appointment
NAMELESS = "Escriba un nombre de hasta 40 letras para la etiqueta."
COLOURLESS = "Elija un color de la lista."


def own_labels(actor) -> QuerySet[PersonalLabel]:
    """The labels of the post in use, by name."""
    return PersonalLabel.objects.filter(appointment=actor.appointment).order_by("name", "pk")


def own_label(pk: int, *, actor) -> PersonalLabel:
    """One label of one's own.

    Raises:
        NotFound: it is somebody else's, or nobody's.
    """
    found = own_labels(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound("No encontramos esa etiqueta.")
    return found


@transaction.atomic
def save_label(*, actor, name: str, colour: str, label: PersonalLabel | None = None) -> PersonalLabel:
    """Make a label, or give one another name or colour.

    Args:
        colour: one of ``PersonalLabel.Colour``.
        label: the one that changes; a new one when omitted.

    Raises:
        Invalid: no name, a name the person already has, an unknown colour, or MOST labels already.
    """
    post, name = actor.appointment, " ".join(name.split())
    if not name or len(name) > 40:
        raise Invalid(NAMELESS, name=NAMELESS)
    if colour not in PersonalLabel.Colour.values:
        raise Invalid(COLOURLESS, colour=COLOURLESS)
    type(post).objects.select_for_update().get(pk=post.pk)
    others = own_labels(actor).exclude(pk=label.pk if label else None)
    if others.filter(name__iexact=name).exists():
        twice = f"Ya tiene una etiqueta «{name}»."
        raise Invalid(twice, name=twice)
    if others.count() >= MOST:
        raise Invalid(f"Ya tiene {MOST} etiquetas. Borre una para crear otra.")
    return PersonalLabel.objects.update_or_create(pk=label.pk if label else None, defaults={
        "appointment": post, "name": name, "colour": colour})[0]  # fmt: skip


def label_named(name: str, *, actor) -> PersonalLabel:
    """The person's label of that name; a new grey one when there is none.

    Raises:
        Invalid: as in ``save_label``.
    """
    known = own_labels(actor).filter(name__iexact=" ".join(name.split())).first()
    return known or save_label(actor=actor, name=name, colour=PersonalLabel.Colour.GREY)


@transaction.atomic
def forget_label(pk: int, *, actor) -> PersonalLabel:
    """Delete a label of one's own; the documents that had it stay as they are.

    Raises:
        NotFound: it is not the person's.
    """
    found = own_label(pk, actor=actor)
    PersonalLabel.objects.filter(pk=found.pk).delete()
    return found


def put_labels(copy: Copy, labels: Iterable[PersonalLabel], *, actor) -> None:
    """Put labels of one's own on a copy; those it has already stay. It leaves no entry: nobody else may know.

    Raises:
        Forbidden: the actor does not read the copy whole, or a label is somebody else's.
    """
    for label in _checked(copy, labels, actor):
        label.copies.add(copy)


def take_labels(copy: Copy, labels: Iterable[PersonalLabel], *, actor) -> None:
    """Take labels of one's own off a copy.

    Raises:
        Forbidden: as in ``put_labels``.
    """
    for label in _checked(copy, labels, actor):
        label.copies.remove(copy)


def _checked(copy, labels, actor):
    labels = list(labels)
    own = all(label.appointment_id == actor.appointment.pk for label in labels)
    if not own or not permissions.can_label(copy, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    return labels
