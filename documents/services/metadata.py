"""Metadatos of a copy, under the headings of its reader's área and institution (documents §4.2)."""

from django.db import transaction
from django.db.models import Q

from documents import history, permissions
from documents.models import Copy, MetadataLabel, MetadataValue
from quipux.errors import Forbidden
from quipux.history import recorder


def labels_for(actor):
    """Headings in use of the actor's área and of the whole institution."""
    own = Q(area=None) | Q(area=actor.appointment.area_id)
    labels = MetadataLabel.objects.filter(own, institution=actor.institution, is_active=True)
    return labels.select_related("parent").order_by("parent__name", "name", "pk")


def values_of(copy: Copy, actor) -> dict[int, str]:
    """Heading → text, of the headings that the actor's área may read."""
    found = MetadataValue.objects.filter(copy=copy, label__in=labels_for(actor))
    return dict(found.values_list("label", "text"))


def told_of(copy: Copy, actor) -> list[str]:
    """«Heading: text» of what the actor's área may read, in one query."""
    own = Q(label__area=None) | Q(label__area=actor.appointment.area_id)
    found = MetadataValue.objects.filter(own, copy=copy, label__institution=actor.institution, label__is_active=True)
    return [
        f"{value.label.name}: {value.text}" for value in found.select_related("label").order_by("label__name", "pk")
    ]


@transaction.atomic
def set_values(copy: Copy, values: dict[int, str], *, actor) -> list[str]:
    """Write what a copy has under each heading; an empty text takes the value away.

    Args:
        values: text by primary key of ``labels_for(actor)``; others are left as they are.

    Returns:
        What changed, in words.

    Raises:
        Forbidden: the actor does not read the copy whole.
    """
    if not permissions.can_classify(copy, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    Copy.objects.select_for_update(of=("self",)).get(pk=copy.pk)
    had, told = values_of(copy, actor), []
    for label in labels_for(actor):
        text = values.get(label.pk, had.get(label.pk, "")).strip()
        if text == had.get(label.pk, ""):
            continue
        told.append(f"{label.name}: {had.get(label.pk) or 'vacío'} → {text or 'vacío'}")
        if text:
            MetadataValue.objects.update_or_create(copy=copy, label=label, defaults={"text": text})
        else:
            MetadataValue.objects.filter(copy=copy, label=label).delete()
    if told:
        recorder.record(copy, history.METADATA, actor=actor, comment="\n".join(told))
    return told
