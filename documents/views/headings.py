"""«Metadatos»: the headings that documents may have values under, for the AIQ (documents §2.2)."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from documents.choices import headings as services
from documents.choices.heading_forms import HeadingForm
from documents.models import MetadataLabel
from institutions.models import Institution
from institutions.scope import require_whole
from quipux import access
from quipux.errors import Invalid, NotAllowedNow
from quipux.web.components import Column, Link, Tag
from quipux.web.forms import refuse

COLUMNS = [Column("Metadato"), Column("De"), Column("Estado")]
METHODS = ["GET", "HEAD", "POST"]


def _own(request) -> Institution:
    require_whole(request.actor)
    return Institution.objects.get(pk=request.actor.institution.pk)


@access.servant
@require_safe
def headings(request):
    """The tree of the institution and its áreas."""
    rows = [_row(depth, heading) for depth, heading in services.headings_of(_own(request))]
    return render(request, "documents/choices/headings.html", {"columns": COLUMNS, "rows": rows})


def _row(depth, heading):
    name = Link("— " * depth + heading.name, reverse("documents:heading", args=[heading.pk]))
    state = Tag("En uso", "green") if heading.is_active else Tag("Sin uso", "grey")
    return [name, heading.area.name if heading.area else "Toda la institución", state]


@access.servant
@require_http_methods(METHODS)
def create(request):
    """A new heading."""
    return _edit(request, MetadataLabel(institution=_own(request)), "Nuevo metadato")


@access.servant
@require_http_methods(METHODS)
def edit(request, number):
    """Rename, move, retire."""
    heading = get_object_or_404(MetadataLabel, pk=number, institution=_own(request))
    return _edit(request, heading, "Editar metadato")


def _edit(request, heading, title):
    form = HeadingForm(request.POST if request.method == "POST" else None, instance=heading)
    if form.is_valid() and _saved(form, request.actor):
        messages.success(request, f"El metadato «{heading.name}» se guardó.")
        return redirect("documents:headings")
    return render(request, "documents/choices/heading.html", {"form": form, "title": title},
                  status=422 if form.is_bound else 200)  # fmt: skip


def _saved(form, actor) -> bool:
    try:
        services.save(form.instance, actor=actor)
    except (Invalid, NotAllowedNow) as error:
        refuse(form, error)
        return False
    return True
