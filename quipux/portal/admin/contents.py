"""Contenidos: the places, one of them with its versions, and one version with its preview (accounts-portal §11.1)."""

import difflib

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from quipux import access, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import DomainError, Invalid
from quipux.history.models import Entry
from quipux.portal import contents as services
from quipux.portal.admin.forms import VersionForm
from quipux.portal.models import EDIT, ContentBlock, ContentVersion, VersionState
from quipux.portal.places import PLACES
from quipux.portal.sanitising import clean, lines
from quipux.web.components import Column, Link, Tag

COLUMNS = [Column(label) for label in ("Lugar", "Para quién", "Se muestra", "Borradores")]
VERSIONS = [
    Column(label)
    for label in ("Versión", "Título", "Estado", "Se muestra desde", "Se muestra hasta", "Autor", "Creada el")
]
TRAIL = [Column(label) for label in ("Fecha", "Acción", "Quién", "Versión")]
COLOURS = {"draft": "grey", "published": "green", "retired": "orange"}
SHOWN = 100  # versions and entries of one place
ORIGINAL = "Texto original"


@access.operator
@require_safe
def places(request):
    """Every text, and what of it is shown now."""
    rows = [_place_row(place) for place in PLACES.values()]
    return draw(request, "admin/portal/places.html", {"columns": COLUMNS, "rows": rows}, site=site)


def _place_row(place):
    versions = ContentVersion.objects.filter(block__place=place.slug)
    current = _in_force(place)
    return [Link(place.title, reverse("admin:contents:place", args=[place.slug])), place.audience,
            str(current) if current else ORIGINAL, versions.filter(state=VersionState.DRAFT).count()]  # fmt: skip


def _in_force(place):
    return ContentVersion.objects.in_force(services.clock.now()).filter(block__place=place.slug).first()


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def place(request, place):
    """One text: what is shown, its versions, and the form of the next one."""
    found = _place_or_404(place)
    current = _in_force(found)
    form = VersionForm(request.POST if request.method == "POST" else None, initial={
        "titulo": current.title if current else found.title, "texto": current.html if current else found.original})  # fmt: skip
    if request.method == "POST":
        actor = operators.require(request, EDIT, act="contenidos")
        version = _written(found, form, actor)
        if version:
            messages.success(request, f"Se guardó la versión {version.number} como borrador. Revísela y publíquela.")
            return redirect("admin:contents:version", found.slug, version.number)
    block = ContentBlock.objects.filter(place=found.slug).first()
    versions = block.versions.select_related("author", "block")[:SHOWN] if block else []
    context = {
        "place": found, "form": form, "shown": services.shown([found])[0], "columns": VERSIONS,
        "rows": [_version_row(one) for one in versions], "may_act": request.user.has_perm(EDIT),
        "trail_columns": TRAIL, "entries": _trail(block) if block else [],
    }  # fmt: skip
    return draw(request, "admin/portal/place.html", context, site=site, status=422 if form.is_bound else 200)


def _place_or_404(slug):
    if slug not in PLACES:
        raise Http404
    return PLACES[slug]


def _written(place, form, actor):
    if not form.is_valid():
        return None
    data = form.cleaned_data
    try:
        return services.write(place, title=data["titulo"], html=data["texto"], visible_from=data["desde"],
                              visible_until=data["hasta"], actor=actor)  # fmt: skip
    except Invalid as refusal:
        form.add_error(next(iter(refusal.fields), None), refusal.message)
        return None


def _version_row(version):
    address = reverse("admin:contents:version", args=[version.block.place, version.number])
    return [Link(str(version), address), version.title, Tag(version.get_state_display(), COLOURS[version.state]),
            version.visible_from, version.visible_until, version.author.full_name, version.created_at]  # fmt: skip


def _trail(block):
    return [[entry.at, entry.label, entry.actor_name, entry.comment] for entry in Entry.objects.of(block)[:SHOWN]]


# One version ------------------------------------------------------------------------------------------


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def version(request, place, number):
    """Its preview, how it differs from what is shown, and Publicar, Retirar or Restaurar."""
    found = _place_or_404(place)
    one = ContentVersion.objects.select_related("author", "block").filter(block__place=place, number=number).first()
    if one is None:
        raise Http404
    if request.method == "POST":
        return _act(request, found, one, operators.require(request, EDIT, act="contenidos"))
    context = {
        "place": found, "version": one, "html": mark_safe(clean(one.html)),  # noqa: S308 (cleaned here)
        "changes": _changes(services.shown([found])[0].html, clean(one.html)), "may_act": request.user.has_perm(EDIT),
    }  # fmt: skip
    return draw(request, "admin/portal/version.html", context, site=site)


def _act(request, place, one, actor):
    action = request.POST.get("accion")
    if action not in ("publicar", "retirar", "restaurar"):
        raise Http404
    try:
        if action == "publicar":
            done = f"Se publicó la versión {services.publish(one, actor=actor).number}."
        elif action == "retirar":
            done = f"Se retiró la versión {services.retire(one, actor=actor).number}."
        else:
            done = f"La versión {one.number} se copió como la {services.restore(one, place, actor=actor).number}, en borrador."
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("admin:contents:place", place.slug)


def _changes(shown, proposed):
    """Lines of both texts: kind («igual», «quita», «agrega») and words."""
    kinds = {"  ": "igual", "- ": "quita", "+ ": "agrega"}
    return [(kinds[line[:2]], line[2:]) for line in difflib.ndiff(lines(shown), lines(proposed)) if line[:2] in kinds]
