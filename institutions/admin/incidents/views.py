"""The register of incidents, a new one, and one with its terms and acts (safety §2.10)."""

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import incidents as services
from accounts import personal_tables
from accounts.models import Incident
from accounts.models.incidents import MANAGE_INCIDENTS, READ_INCIDENTS
from institutions.admin.incidents.acts import ACTS, possible
from institutions.admin.incidents.forms import ActForm, IncidentForm
from institutions.admin.people import TRAIL, trail
from quipux import access, clock, exports, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Invalid
from quipux.web.components import Column, Link, Tag
from quipux.web.formatting import minute_text
from quipux.web.forms import refuse
from quipux.web.pagination import numbered

COLUMNS = [Column("Incidente"), Column("Qué pasó"), Column("Conocido el"), Column("Autoridad"), Column("Personas"),
           Column("Cuántas", numeric=True), Column("Estado")]  # fmt: skip
SHEET = [Column(name) for name in ("Incidente", "Qué pasó", "Naturaleza", "Dónde estaban los datos", "Conocido el",
                                   "Plazo de la autoridad", "Autoridad", "Plazo de las personas", "Personas", "Cuántas",
                                   "Estado")]  # fmt: skip
COLOURS = {"open": "yellow", "closed": "grey"}
PER_PAGE = 25


def require_reader(request):
    """The person of the request as operator who may read the register."""
    return operators.require(request, READ_INCIDENTS, act="registro de incidentes")


def _rows() -> QuerySet[Incident]:
    return Incident.objects.annotate(count=Count("people")).order_by("-state", "-known_at", "-pk")


@access.operator
@require_safe
def incidents(request):
    """Open ones first, the newest on top."""
    require_reader(request)
    page = numbered(_rows(), request.GET, default=PER_PAGE)
    context = {"columns": COLUMNS, "rows": [_row(one) for one in page.rows], "page": page,
               "may_act": request.user.has_perm(MANAGE_INCIDENTS)}  # fmt: skip
    return draw(request, "admin/incidentes/incidents.html", context, site=site)


def _row(one):
    return [Link(str(one), reverse("admin:incidents:incident", args=[one.uuid])), one.title, one.known_at,
            term(one.authority_settled_at, one.authority_due_at), term(one.people_settled_at, one.people_due_at), one.count,
            Tag(one.get_state_display(), COLOURS[one.state])]  # fmt: skip


def term(settled_at, due_at) -> Tag:
    """How a term stands, in words."""
    if settled_at:
        return Tag(f"Resuelto el {minute_text(settled_at)}", "green")
    if due_at <= clock.now():
        return Tag(f"Vencido el {minute_text(due_at)}", "red")
    return Tag(f"Hasta el {minute_text(due_at)}", "yellow")


@access.operator
@require_POST
def export(request):
    """The whole register as a file; it names nobody."""
    actor, wanted = require_reader(request), request.POST.get("formato", "")
    if wanted not in exports.Kind.values:
        raise Invalid("Elija CSV, XLSX o PDF.")
    lines = [[str(one), one.title, one.get_nature_display(), "; ".join(personal_tables.labels(one.tables)), one.known_at,
              one.authority_due_at, one.authority_note, one.people_due_at, one.people_note or one.message, one.count,
              one.get_state_display()] for one in _rows()]  # fmt: skip
    sheet = exports.Sheet("Registro de incidentes", SHEET, lines, institution="")
    return exports.export_response(request, sheet, kind=wanted, total=len(lines), name="incidentes", actor=actor)


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def new(request):
    """«Registrar incidente»."""
    actor = operators.require(request, MANAGE_INCIDENTS, act="registrar incidente")
    form = IncidentForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and (made := _registered(form, actor)):
        messages.success(request, f"{made} registrado. Agregue a las personas cuyos datos estaban en él.")
        return redirect("admin:incidents:people", made.uuid)
    return draw(request, "admin/incidentes/new.html", {"form": form}, site=site, status=422 if form.is_bound else 200)


def _registered(form, actor) -> Incident | None:
    data = form.cleaned_data
    report = services.Report(data["titulo"], data["descripcion"], data["naturaleza"], data["tablas"], data["conocido"],
                             data["medidas"])  # fmt: skip
    try:
        return services.register(report, actor=actor)
    except Invalid as refusal:
        refuse(form, refusal)
        return None


def incident_or_404(uuid) -> Incident:
    """The incident of an address."""
    found = Incident.objects.annotate(count=Count("people")).select_related("author").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def incident(request, uuid):
    """One incident: its terms, what can be done now, and its Recorrido."""
    require_reader(request)
    found, refused = incident_or_404(uuid), None
    if request.method == "POST":
        actor = operators.require(request, MANAGE_INCIDENTS, act="incidente")
        refused = _acted(request, found, actor)
        if refused is None:
            return redirect("admin:incidents:incident", found.uuid)
    may_act = request.user.has_perm(MANAGE_INCIDENTS)
    acts = [(act, _form(act, refused)) for act in possible(found)] if may_act else []
    context = {"incident": found, "rows": _facts(found), "acts": acts, "form": refused, "columns": TRAIL,
               "entries": trail(found)}  # fmt: skip
    return draw(request, "admin/incidentes/incident.html", context, site=site, status=422 if refused else 200)


def _form(act, refused):
    return refused if refused is not None and refused.prefix == act.slug else ActForm(act)


def _acted(request, found, actor):
    """Carry out what was asked for; the form with its refusal, or None."""
    act = ACTS.get(request.POST.get("accion", ""))
    if act is None:
        raise Http404
    form = ActForm(act, request.POST)
    if not form.is_valid():
        return form
    try:
        act.carry_out(found, form.cleaned_data["texto"], actor)
    except Invalid as refusal:
        refuse(form, refusal)
        return form
    messages.success(request, act.done)
    return None


def _facts(one) -> list[tuple]:
    rows = [("Estado", Tag(one.get_state_display(), COLOURS[one.state])), ("Naturaleza", one.get_nature_display()),
            ("Descripción", one.description), ("Dónde estaban los datos", tuple(personal_tables.labels(one.tables))),
            ("Medidas tomadas", one.measures), ("Conocido el", one.known_at), ("Registrado el", one.created_at),
            ("Quien lo registró", one.author.full_name),
            ("Notificación a la autoridad", term(one.authority_settled_at, one.authority_due_at)),
            ("Constancia", one.authority_note), ("Aviso a las personas", term(one.people_settled_at, one.people_due_at)),
            ("Texto del aviso", one.message), ("Por qué no se avisa", one.people_note)]  # fmt: skip
    return [row for row in rows if row[1]]
