"""«Imagen de firma» in Mi perfil: the person herself keeps or removes it (institutions §6.2)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from accounts.profile_views import register_tab, tabs
from documents.inked import services
from documents.inked.forms import SignatureImageForm
from institutions.actors import Actor
from quipux import access
from quipux.errors import Forbidden, Invalid
from quipux.extraction.reading import ExtractionUnavailable
from quipux.web.forms import refuse

LATER = "En este momento no se puede revisar la imagen. Intente otra vez en unos minutos."


@register_tab
def tab(request):
    """For who writes documents from a post of her own."""
    if not isinstance(request.actor, Actor) or not services.may_keep(request.actor):
        return None
    return "Imagen de firma", reverse("documents:signature_image")


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def signature_image(request):
    """The image that the own post has, another one, or none."""
    if not services.may_keep(request.actor):
        raise Forbidden(services.NOT_OWN if request.actor.is_delegate else "No tiene permiso para elaborar documentos.")
    form = SignatureImageForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if request.method == "POST" and request.POST.get("accion") == "quitar":
        services.remove(actor=request.actor)
        messages.success(request, "La imagen se quitó. Las copias en papel tendrán el espacio para firmar a mano.")
        return redirect("documents:signature_image")
    if form.is_valid() and _kept(form, request.actor):
        messages.success(request, "La imagen de su firma se guardó.")
        return redirect("documents:signature_image")
    there = services.of(request.actor.appointment)
    context = {"tabs": tabs(request), "form": form, "there": there, "image": services.data_uri(there.picture) if there else "",
               "post": request.actor.appointment}  # fmt: skip
    return render(request, "documents/inked/form.html", context, status=422 if form.is_bound else 200)


def _kept(form, actor) -> bool:
    try:
        services.keep(form.cleaned_data["imagen"], actor=actor)
    except (Invalid, ExtractionUnavailable) as error:
        refuse(form, error if isinstance(error, Invalid) else Invalid(LATER, imagen=LATER))
        return False
    return True
