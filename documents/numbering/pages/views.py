"""«Numeración»: the formats of an área, and one of them with the number it would give next (institutions §7)."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from documents import numbering
from documents.models import DocumentType, NumberCounter, NumberFormat
from documents.numbering.pages.forms import AreaFilterForm, FormatForm
from institutions import history
from institutions.models import Area
from institutions.scope import found, require_administrator
from quipux import access, clock
from quipux.errors import Invalid
from quipux.history import recorder
from quipux.web.components import Column, Link
from quipux.web.forms import refuse

COLUMNS = [Column("Tipo de documento"), Column("Siguiente número"), Column("Formato"),
           Column("Secuencia Actual", numeric=True)]  # fmt: skip


@access.servant
@require_safe
def formats(request):
    """Every type of one área, with the number it gives next."""
    require_administrator(request.actor)
    form = AreaFilterForm(request.GET or None, actor=request.actor)
    area = form.cleaned_data["area"] if form.is_valid() else None
    rows = [_row(area, type) for type in _types(area.institution)] if area else []
    return render(request, "documents/numbering/list.html", {
        "filters": form, "area": area, "columns": COLUMNS, "rows": rows},
        status=422 if form.is_bound and form.errors else 200)  # fmt: skip


def _types(institution):
    return DocumentType.objects.filter(Q(institution=institution) | Q(institution=None)).order_by("label", "pk")


def _row(area, type):
    row = _format(area, type)
    own = f"Copia de {row.copies_from.name}" if row.copies_from else "Propio" if row.pk else "Del sistema"
    address = reverse("documents:numbering_format", args=[area.uuid, type.slug])
    return [Link(type.label, address), numbering.preview(row), own, _last(area, type)]


def _format(area, type) -> NumberFormat:
    row = NumberFormat.objects.select_related("copies_from").filter(area=area, type=type).first() or NumberFormat()
    row.area, row.type = area, type
    return row


def _last(area, type) -> int:
    series = numbering.format_of(area, type).series
    row = NumberCounter.objects.filter(area=series[0], type=series[1], year=clock.today().year).first()
    return row.last if row else 0


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def format_of(request, uuid, slug):
    """One área and type: seen before it is saved, saved with a reason."""
    require_administrator(request.actor)
    area = found(request, Area.objects.administered_by(request.actor).select_related("institution"), uuid)
    type = _types(area.institution).filter(slug=slug).first()
    if type is None:
        raise Http404
    form = FormatForm(request.POST if request.method == "POST" else None, row=_format(area, type), last=_last(area, type),
                      actor=request.actor)  # fmt: skip
    asked, preview = request.POST.get("accion") == "ver", numbering.preview(_format(area, type))
    if asked:
        form.fields["reason"].required = False
    if form.is_valid():
        if asked:
            preview = _preview(form)
        elif _saved(form, request.actor):
            messages.success(request, "El formato se guardó. Vale para los documentos nuevos.")
            return redirect("documents:numbering_format", uuid, slug)
    return render(request, "documents/numbering/format.html", {
        "area": area, "type": type, "form": form, "preview": preview, "back": _back(area)},
        status=422 if form.errors else 200)  # fmt: skip


def _back(area):
    return f"{reverse('documents:numbering')}?area={area.pk}"


def _preview(form) -> str:
    wanted = form.wanted()
    return numbering.preview(wanted) if {"year", "sequence"} <= set(wanted.tokens) else "—"


@transaction.atomic
def _saved_both(form, actor):
    reason = form.cleaned_data["reason"]
    row = numbering.save_format(form.wanted(), reason=reason, actor=actor)
    if form.raised is not None:
        numbering.raise_sequence(row.area, row.type, form.raised, reason=reason, actor=actor)
    recorder.record(row.area, history.AREA_NUMBERING, actor=actor, comment=f"{row.type.label}: {reason}")


def _saved(form, actor) -> bool:
    try:
        _saved_both(form, actor)
    except Invalid as error:
        refuse(form, error, tokens="parte0")
        return False
    return True
