"""«Tipos de documento», for the AIQ (documents §3)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from documents.choices import types as services
from documents.choices.type_forms import NewTypeForm, TypeForm
from documents.composing.rules import choices_of, is_active
from documents.models import InstitutionType
from documents.states import Makers
from institutions.models import Institution
from institutions.scope import require_whole
from quipux import access
from quipux.errors import Invalid
from quipux.web.components import Column, Link, Tag
from quipux.web.forms import refuse

COLUMNS = [Column("Tipo"), Column("Abreviatura"), Column("Origen"), Column("Quién lo elabora"), Column("Estado")]
METHODS = ["GET", "HEAD", "POST"]


def _own(request) -> Institution:
    require_whole(request.actor)
    return Institution.objects.get(pk=request.actor.institution.pk)


@access.servant
@require_safe
def types(request):
    """Every type the institution may use, and how it does."""
    own = _own(request)
    chosen = choices_of(own)
    rows = [_row(kind, chosen.get(kind.pk)) for kind in services.types_of(own)]
    return render(request, "documents/choices/types.html", {"columns": COLUMNS, "rows": rows})


def _row(kind, choice: InstitutionType | None):
    state = Tag("En uso", "green") if is_active(kind, choice) else Tag("Sin uso", "grey")
    abbreviation = (choice.abbreviation if choice else "") or kind.abbreviation
    makers = Makers(choice.makers if choice else Makers.ANYONE).label
    return [Link(kind.label, reverse("documents:type", args=[kind.slug])), abbreviation,
            "Propio" if kind.institution_id else "Catálogo", makers, state]  # fmt: skip


@access.servant
@require_http_methods(METHODS)
def new(request):
    """A type of its own."""
    own = _own(request)
    form = NewTypeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            kind = services.create(own, **form.cleaned_data, actor=request.actor)
        except Invalid as error:
            refuse(form, error)
        else:
            messages.success(request, f"El tipo «{kind.label}» se creó. Revise quién lo elabora y su texto inicial.")
            return redirect("documents:type", kind.slug)
    return _drawn(request, form, "Nuevo tipo de documento")


@access.servant
@require_http_methods(METHODS)
def edit(request, slug):
    """How one type is used."""
    own = _own(request)
    kind = services.type_of(own, slug)
    form = TypeForm(request.POST if request.method == "POST" else None, institution=own,
                    row=services.decided(own, kind))  # fmt: skip
    if "buscar" in request.POST:
        form.forget_errors()
    elif form.is_valid() and _saved(form, own, kind, request.actor):
        messages.success(request, f"El tipo «{kind.label}» se guardó. Vale para los documentos nuevos.")
        return redirect("documents:types")
    return _drawn(request, form, f"Tipo de documento: {kind.label}")


def _saved(form, institution, kind, actor) -> bool:
    try:
        services.save(kind, form.wanted, institution=institution, actor=actor)
    except Invalid as error:
        refuse(form, error, listed="q")  # nobody may be drawn to lead to
        return False
    return True


def _drawn(request, form, title):
    return render(request, "documents/choices/type.html", {"form": form, "title": title},
                  status=422 if form.is_bound and form.errors else 200)  # fmt: skip
