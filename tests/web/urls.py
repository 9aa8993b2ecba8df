"""Addresses of these tests: the pages of quipux.web, and one view for each way an answer can go wrong."""

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import render
from django.urls import include, path
from django.views.decorators.csrf import csrf_protect

from quipux import access, errors
from quipux.web import errors as pages
from tests.web.forms import RequestForm

RAISED = {
    "400": SuspiciousOperation("x"),
    "403": PermissionDenied(),
    "404": Http404("documento 0602912345"),
    "dominio-403": errors.Forbidden("Solo el jefe del área puede hacerlo."),
    "dominio-404": errors.NotFound("El documento es de otra institución."),
    "dominio-409": errors.NotAllowedNow("El documento ya no está en esta bandeja."),
    "dominio-410": errors.Gone(
        "La vigencia terminó el 2017-02-22. Los archivos se eliminaron. Puede solicitarlo otra vez."
    ),
    "dominio-422": errors.Invalid("Seleccione al menos un documento."),
    "500": RuntimeError("secreto interno"),
}


@access.public
def raising(request, name):
    raise RAISED[name]


@access.public
def refusing(request):
    return HttpResponseNotAllowed(["POST"])


@access.public
def waiting(request):
    return pages.too_many(request, minutes=3)


@access.public
def too_large(request):
    return pages.too_large(request, megabytes=5)


@access.public
def closed(request):
    return pages.unavailable(request)


@access.public
def plain(request):
    return HttpResponse("hola")


@access.public
def open_page(request):
    response = HttpResponse("hola")
    response["Cache-Control"] = "public, max-age=60"
    return response


@access.public
def bare_json(request):
    return JsonResponse({"a": 1}, status=404)


@access.public
@csrf_protect
def form_page(request):
    form = RequestForm(request.POST or None)
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "form.html", {"form": form}, status=status)


ACCOUNTS = [path("ingresar/", plain, name="login"), path("salir/", plain, name="logout")]
INSTITUTIONS = [path("contexto/", plain, name="switch_context")]
DOCUMENTS = [path("buscar/", plain, name="search")]
urlpatterns = [
    path("", include("quipux.web.urls")),
    path("", include("quipux.portal.urls")),
    path("", include((ACCOUNTS, "accounts"))),
    path("", include((INSTITUTIONS, "institutions"))),
    path("", include((DOCUMENTS, "documents"))),
    path("falla/<str:name>/", raising),
    path("rechazo/", refusing),
    path("espera/", waiting),
    path("grande/", too_large),
    path("cerrado/", closed),
    path("datos/", plain),
    path("abierta/", open_page),
    path("json/", bare_json),
    path("formulario/", form_page),
]
handler400 = "quipux.web.errors.bad_request"
handler403 = "quipux.web.errors.forbidden"
handler404 = "quipux.web.errors.not_found"
handler500 = "quipux.web.errors.server_error"
