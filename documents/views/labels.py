"""«Mis etiquetas»: the coloured words of one person (documents §5.3)."""

from django.contrib import messages
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from documents.label_forms import LabelForm
from documents.services import labels as services
from quipux import access
from quipux.errors import Invalid
from quipux.web.components import Column, Link, Tag

COLUMNS = [Column("Etiqueta"), Column("Documentos", numeric=True), Column("Acción")]


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def labels(request):
    """The person's labels, each with how many documents have it; posted, a new one."""
    form = LabelForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _saved(form, request.actor):
        messages.success(request, "La etiqueta se guardó.")
        return redirect("documents:labels")
    own = services.own_labels(request.actor).annotate(number=Count("copies"))
    return render(request, "documents/labels/list.html", {"form": form, "columns": COLUMNS, "rows": [_row(one) for one in own]},
                  status=422 if form.is_bound else 200)  # fmt: skip


def _row(label):
    change = Link("Cambiar", reverse("documents:label_edit", args=[label.pk]), f"la etiqueta {label.name}")
    return [Tag(label.name, label.colour), label.number, change]


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Another name or colour for a label, or its end."""
    label = services.own_label(pk, actor=request.actor)
    form = LabelForm(request.POST if request.method == "POST" else None,
                     initial={"name": label.name, "colour": label.colour})  # fmt: skip
    if form.is_valid() and _saved(form, request.actor, label):
        messages.success(request, "La etiqueta se guardó.")
        return redirect("documents:labels")
    return render(request, "documents/labels/edit.html", {"form": form, "label": label, "number": label.copies.count()},
                  status=422 if form.is_bound else 200)  # fmt: skip


@access.servant
@require_POST
def forget(request, pk):
    """«Borrar la etiqueta»."""
    forgotten = services.forget_label(pk, actor=request.actor)
    messages.success(request, f"Etiqueta «{forgotten.name}» borrada. Los documentos siguen donde están.")
    return redirect("documents:labels")


def _saved(form, actor, label=None) -> bool:
    try:
        services.save_label(actor=actor, label=label, **form.cleaned_data)
    except Invalid as error:
        for name, message in (error.fields or {None: error.message}).items():
            form.add_error(name, message)
        return False
    return True
