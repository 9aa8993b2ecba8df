"""The few pages that belong to no app."""

from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import condition, require_safe

from quipux import access
from quipux.web import patterns, vendoring
from quipux.web.components import Code, Column

# A test keeps the text and its date together: a changed statement needs a new date.
STATEMENT_DATE = "2026-11-21"
# A test keeps the notice, its version and its date together.
PRIVACY_VERSION, PRIVACY_DATE = 2, "2026-11-22"
TREATMENT_COLUMNS = [Column(name) for name in ("Tratamiento", "Datos", "Para qué", "Hasta cuándo")]
TREATMENTS = [
    ["Cuentas de servidores públicos", "Cédula, nombres, título, correo y puestos", "Reconocer a quien ingresa y lo que puede hacer",
     "Mientras la ley obligue a conservar los documentos en los que actuó"],
    ["Registro de ciudadanos", "Cédula o pasaporte, nombres, correo, teléfono, ciudad y dirección",
     "Responder a lo que la persona presenta y avisarle", "Mientras la ley obligue a conservar esos documentos"],
    ["Documentos", "Los datos que constan en cada documento", "Tramitarlo y dejar constancia de cada acto en el Recorrido",
     "Según la tabla de conservación documental de cada institución"],
    ["Registro de ingresos", "Fecha, hora, equipo y red de cada ingreso o intento", "Cuidar las cuentas", "12 meses"],
    ["Respaldos", "Los documentos de un puesto", "Entregar a cada servidor público la copia de sus documentos",
     "Los días de vigencia de cada respaldo"],
]  # fmt: skip
VENDOR_COLUMNS = [Column(name) for name in ("Archivo", "Origen", "Versión", "Licencia", "SHA-256")]


@access.public
@require_safe
def accessibility(request):
    return render(request, "web/accessibility.html", {"date": STATEMENT_DATE})


@access.public
@require_safe
def data_protection(request):
    context = {"version": PRIVACY_VERSION, "date": PRIVACY_DATE, "columns": TREATMENT_COLUMNS, "rows": TREATMENTS}
    return render(request, "web/data_protection.html", context)


@access.public
@require_safe
def about(request):
    context = {"columns": VENDOR_COLUMNS, "vendored": _vendored()}
    return render(request, "web/about.html", context)


def _vendored():
    return [[Code(path), Code(origin), Code(version), licence, Code(digest)]
            for path, origin, version, licence, digest in vendoring.inventory_rows()]  # fmt: skip


@access.public
@require_safe
def pattern_page(request):
    """Every component once, for people who build pages; does not exist in production."""
    if not patterns.is_enabled():
        raise Http404
    return render(request, "patrones/index.html", patterns.examples(request))


@access.public
@require_safe
@condition(etag_func=lambda request: '"patrones"')
def pattern_progress(request):
    """The figures of the example, which never change: after the first answer, 304."""
    if not patterns.is_enabled():
        raise Http404
    return JsonResponse(patterns.PROGRESS)
