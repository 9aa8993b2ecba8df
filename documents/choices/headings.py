"""The headings of metadatos of an institution and of its áreas (documents §2.2)."""

from django.db import transaction

from documents import history
from documents.models import MetadataLabel
from institutions.models import Institution
from institutions.scope import require_whole
from quipux.errors import Invalid, NotAllowedNow
from quipux.history import recorder

TWICE = "Ya existe un metadato con ese nombre en ese lugar."
ELSEWHERE = "Elija un grupo de la misma área que no esté dentro de este metadato."


def headings_of(institution: Institution) -> list[tuple[int, MetadataLabel]]:
    """Every heading with its depth, those of the whole institution first; one query."""
    rows = MetadataLabel.objects.filter(institution=institution).select_related("area")
    below = {}
    for row in sorted(rows, key=lambda row: (row.area.name if row.area else "", row.name.lower(), row.pk)):
        below.setdefault(row.parent_id, []).append(row)
    return list(_walk(below, None, 0))


def _walk(below, parent, depth):
    for row in below.get(parent, ()):
        yield depth, row
        yield from _walk(below, row.pk, depth + 1)


@transaction.atomic
def save(heading: MetadataLabel, *, actor) -> MetadataLabel:
    """Create, rename, move or retire a heading; what documents have under it stays.

    Args:
        heading: with its new values; unsaved for a new one.

    Raises:
        Forbidden: the actor does not administer the whole institution.
        Invalid: the name is taken there, or the group is of another área or below it.
        NotAllowedNow: it is retired while headings below it are in use.
    """
    require_whole(actor)
    list(MetadataLabel.objects.select_for_update().filter(institution=heading.institution).values_list("pk"))
    heading.name = " ".join(heading.name.split())
    _check(heading)
    heading.save()
    comment = f"Metadato {heading.name}: {'en uso' if heading.is_active else 'sin uso'}"
    recorder.record(heading.institution, history.DOCUMENT_SETTINGS, actor=actor, comment=comment)
    return heading


def _check(heading):
    siblings = MetadataLabel.objects.filter(institution=heading.institution, area=heading.area, parent=heading.parent)
    if siblings.filter(name__iexact=heading.name).exclude(pk=heading.pk).exists():
        raise Invalid(TWICE, name=TWICE)
    above = heading.parent
    while above is not None:
        if above.area_id != heading.area_id or above.pk == heading.pk:
            raise Invalid(ELSEWHERE, parent=ELSEWHERE)
        above = above.parent
    if heading.pk and heading.children.exclude(area=heading.area).exists():
        raise Invalid(ELSEWHERE, area=ELSEWHERE)
    if not heading.is_active and heading.pk and heading.children.filter(is_active=True).exists():
        raise NotAllowedNow("Retire primero los metadatos que agrupa.")
