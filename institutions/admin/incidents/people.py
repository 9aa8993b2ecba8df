"""Whose data were in an incident, in which tables, and who was told (safety §2.10)."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from accounts import incidents as services
from accounts import personal_tables
from accounts.identity import mask
from accounts.models import IncidentPerson, User
from accounts.models.incidents import MANAGE_INCIDENTS, IncidentState
from institutions.admin.incidents.forms import EVERYBODY, LISTED, PeopleForm
from institutions.admin.incidents.views import incident_or_404, require_reader
from quipux import access, exports, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Invalid
from quipux.web.components import Column
from quipux.web.pagination import numbered

PER_PAGE, BATCH = 25, 500


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def people(request, uuid):
    """The list with its numbers of rows, and the form that adds people."""
    require_reader(request)
    found = incident_or_404(uuid)
    form = PeopleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        actor = operators.require(request, MANAGE_INCIDENTS, act="personas de un incidente")
        if form.is_valid() and _added(request, found, form, actor):
            return redirect("admin:incidents:people", found.uuid)
    page = numbered(_listed(found), request.GET, default=PER_PAGE)
    context = {"incident": found, "columns": columns(found), "rows": _rows(found, list(page.rows)), "page": page, "form": form,
               "may_act": request.user.has_perm(MANAGE_INCIDENTS) and found.state == IncidentState.OPEN}  # fmt: skip
    return draw(request, "admin/incidentes/people.html", context, site=site, status=422 if form.is_bound else 200)


def _listed(found):
    return found.people.select_related("person").order_by("person__surnames", "person__given_names", "pk")


def columns(found) -> list[Column]:
    """Who, whether told, and one column per table."""
    counted = [Column(label, numeric=True) for label in personal_tables.labels(found.tables)]
    return [Column("Persona"), Column("Identificación"), Column("Aviso"), *counted]


def _rows(found, listed: list[IncidentPerson]) -> list[list]:
    held = personal_tables.held([one.person_id for one in listed], found.tables)
    return [
        [one.person.full_name, mask(one.person.identity_number), _told(one), *held[one.person_id]] for one in listed
    ]


def _told(one):
    if one.told_at:
        return one.told_at
    if not one.person.verified_email:
        return "Sin correo confirmado: avísele por otro medio"
    return "Todavía no"


def _added(request, found, form, actor) -> bool:
    chosen, data = form.cleaned_data["quienes"], form.cleaned_data
    if chosen == LISTED:
        rows, words = User.objects.filter(identity_number__in=form.numbers), "Personas de una lista"
        if missing := sorted(set(form.numbers) - set(rows.values_list("identity_number", flat=True))):
            form.add_error("cedulas", f"No constan en Quipux: {', '.join(missing[:10])}.")
            return False
    elif chosen == EVERYBODY:
        rows, words = User.objects.all(), "Todas las personas registradas"
    else:
        posts = data["institucion"].appointments.values("person")
        rows, words = (
            User.objects.filter(pk__in=posts),
            f"Quienes tienen o tuvieron un puesto en {data['institucion'].name}",
        )
    added = services.add_people(found, rows, words=words, actor=actor)
    messages.success(request, f"Se agregaron {added} personas." if added != 1 else "Se agregó una persona.")
    return True


@access.operator
@require_POST
def export(request, uuid):
    """The whole list as a file, with covered numbers; written down among the exports."""
    actor, found, wanted = require_reader(request), incident_or_404(uuid), request.POST.get("formato", "")
    if wanted not in exports.Kind.values:
        raise Invalid("Elija CSV, XLSX o PDF.")
    exports.check_total(found.count)
    sheet = exports.Sheet(f"Personas del {str(found).lower()}", columns(found), _all_rows(found), institution="")
    return exports.export_response(
        request, sheet, kind=wanted, total=found.count, name="personas-de-un-incidente", actor=actor
    )


def _all_rows(found):
    """Every line, asked for by hundreds."""
    batch = []
    for one in _listed(found).iterator(BATCH):
        batch.append(one)
        if len(batch) == BATCH:
            yield from _rows(found, batch)
            batch = []
    yield from _rows(found, batch)
