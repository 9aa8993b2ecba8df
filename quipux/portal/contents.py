"""Writing, publishing and retiring the texts of the portal; and what each place shows now (accounts-portal §11.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.safestring import SafeString, mark_safe

from quipux import clock
from quipux.errors import Forbidden, Invalid
from quipux.history import recorder
from quipux.portal import history
from quipux.portal.models import ContentBlock, ContentVersion, VersionState, can_edit
from quipux.portal.places import Place
from quipux.portal.sanitising import clean
from quipux.workflow import Entry, Move, perform


@dataclass(frozen=True)
class Shown:
    """The text of a place as a page draws it; cleaned again, whatever the database holds."""

    slug: str
    title: str
    html: SafeString


def shown(places: Iterable[Place]) -> list[Shown]:
    """What each place shows now: the version in force, else the text that the product brings. One query."""
    places = list(places)
    rows = ContentVersion.objects.in_force(clock.now()).filter(block__place__in=[p.slug for p in places])
    found = {row.block.place: row for row in rows.select_related("block").distinct("block_id")}
    return [_shown(place, found.get(place.slug)) for place in places]


def _shown(place, version):
    title, html = (version.title, version.html) if version else (place.title, place.original)
    return Shown(place.slug, title, mark_safe(clean(html)))  # noqa: S308 (cleaned here)


@transaction.atomic
def write(place: Place, *, title: str, html: str, visible_from: datetime | None = None,
          visible_until: datetime | None = None, actor) -> ContentVersion:  # fmt: skip
    """A new version, as a draft; nobody sees it before it is published.

    Args:
        visible_from: with no instant, from its publication on.

    Raises:
        Forbidden: the actor does not write contents.
        Invalid: nothing is left of the text after cleaning it, or it would end before it begins.
    """
    if not can_edit(None, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    text = clean(html)
    if not text:
        raise Invalid("Escriba el texto.", texto="Escriba el texto.")
    if visible_until and visible_until <= (visible_from or clock.now()):
        sentence = "La fecha «Se muestra hasta» debe ser posterior."
        raise Invalid(sentence, hasta=sentence)
    block = _locked(place)
    last = block.versions.first()
    version = ContentVersion.objects.create(
        block=block, number=last.number + 1 if last else 1, title=title.strip(), html=text, visible_from=visible_from,
        visible_until=visible_until, author=actor.user, created_at=clock.now())  # fmt: skip
    recorder.record(block, history.WRITTEN, actor=actor, comment=str(version))
    return version


def _locked(place):
    ContentBlock.objects.get_or_create(place=place.slug)
    return ContentBlock.objects.select_for_update().get(place=place.slug)


@transaction.atomic
def publish(version: ContentVersion, *, actor) -> ContentVersion:
    """Borrador → Publicado. What was shown until now is retired, unless this one begins later.

    Raises:
        Forbidden, NotAllowedNow: the actor does not write contents, or it was published before.
    """
    now = clock.now()
    block = ContentBlock.objects.select_for_update().get(pk=version.block_id)
    begins = max(version.visible_from or now, now)
    if begins == now:
        for former in block.versions.in_force(now):
            retire(former, actor=actor)
    return _move(version, "publish", {"visible_from": begins}, actor, history.PUBLISHED)


def retire(version: ContentVersion, *, actor) -> ContentVersion:
    """Publicado → Retirado; already retired changes nothing."""
    if ContentVersion.objects.filter(pk=version.pk, state=VersionState.RETIRED).exists():
        return version
    return _move(version, "retire", {}, actor, history.RETIRED)


def restore(version: ContentVersion, place: Place, *, actor) -> ContentVersion:
    """The words of an old version as a new draft: what was published stays as it was."""
    return write(place, title=version.title, html=version.html, actor=actor)


def _move(version, transition, values, actor, action):
    [moved] = perform(Move(version, transition, values), actor=actor, subject=version.block,
                      entries=[Entry(action, comment=str(version))])  # fmt: skip
    return moved
