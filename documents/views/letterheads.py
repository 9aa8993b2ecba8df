"""The background of an área's documents: what there is, another one, and a sample of it (institutions §6.1)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from documents.letterheads import services
from documents.letterheads.forms import BackgroundForm
from documents.rendering.context import institution_values, long_date
from institutions.models import Area
from institutions.scope import found, require_administrator
from quipux import access, clock, pdf
from quipux.errors import Invalid
from quipux.extraction.reading import ExtractionUnavailable
from quipux.web.forms import refuse

LATER = "En este momento no se puede revisar la plantilla. Intente otra vez en unos minutos."


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def letterhead(request, uuid):
    """«Plantilla» of one área: kept or removed."""
    area = _area(request, uuid)
    form = BackgroundForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and request.POST.get("accion") == "quitar":
        services.remove(area, actor=request.actor)
        messages.success(request, "La plantilla se quitó. Los documentos nuevos se imprimen sin fondo.")
        return redirect("documents:letterhead", uuid)
    if form.is_valid() and _kept(form, area, request.actor):
        messages.success(request, "La plantilla se guardó. Revise cómo se ve en el documento de muestra.")
        return redirect("documents:letterhead", uuid)
    context = {"area": area, "form": form, "there": services.of(area)}
    return render(request, "documents/letterheads/form.html", context, status=422 if form.is_bound else 200)


def _area(request, uuid):
    require_administrator(request.actor)
    rows = Area.objects.administered_by(request.actor).select_related("institution__attached_to", "template_area")
    return found(request, rows, uuid)


def _kept(form, area, actor) -> bool:
    try:
        services.keep(area, form.cleaned_data["archivo"], actor=actor)
    except (Invalid, ExtractionUnavailable) as error:
        refuse(form, error if isinstance(error, Invalid) else Invalid(LATER, archivo=LATER))
        return False
    return True


@access.servant
@require_safe
def sample(request, uuid):
    """«Validar plantilla»: a page as the área's documents print it, with «BORRADOR»."""
    area = _area(request, uuid)
    content = pdf.render(render_to_string("documents/pdf/letterhead_sample.html", {
        "title": f"Documento de muestra de {area.name}", "plain": False, "draft": True,
        "training": area.institution.is_training, "verification": None, "area": area.name, "city": area.city,
        "date_long": long_date(clock.now()), "lines": range(12),
        "institution": institution_values(area.institution) | {"background": services.data_uri(area)}}))  # fmt: skip
    return HttpResponse(content, content_type="application/pdf", headers={
        "Content-Disposition": 'inline; filename="muestra.pdf"', "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff"})  # fmt: skip
