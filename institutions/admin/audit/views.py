"""Accesses, Recorridos and anchors: read by auditors only (accounts-portal §12, safety §4)."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from institutions.admin.audit.forms import AccessForm, TrailForm, named_subjects
from quipux import access, operators
from quipux.accesslog.models import AccessEntry
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Invalid
from quipux.history import chain, subjects
from quipux.history.models import Anchor, Entry
from quipux.runs.models import JobRun
from quipux.web.components import Code, Column, Link
from quipux.web.pagination import numbered

SEARCH = "accounts.search_audit"
ACCESSES = [Column(label) for label in ("Fecha", "Evento", "Resultado", "Persona", "Objeto", "Red", "Equipo")]
TRAILS = [Column(label) for label in ("Fecha", "Objeto", "Acción", "Estado", "Quién", "Puesto")]
ANCHORS = [Column("Día"), Column("Recorridos", numeric=True), Column("Huella")]
PER_PAGE, SHOWN_ANCHORS = 50, 31


@access.operator
@require_safe
def accesses(request):
    """The access log of a period: what happened, never what was read."""
    operators.require(request, SEARCH, act="buscar accesos")
    form = AccessForm(request.GET)
    page = numbered(_accesses(form), request.GET, default=PER_PAGE)
    context = {"form": form, "columns": ACCESSES, "rows": [_access_row(one) for one in page.rows], "page": page}
    return draw(request, "admin/auditoria/accesses.html", context, site=site)


def _accesses(form):
    if not form.is_valid():
        return AccessEntry.objects.none().order_by("pk")
    data, (start, end) = form.cleaned_data, form.instants
    rows = AccessEntry.objects.filter(at__gte=start, at__lt=end).select_related("user")
    if data["persona"]:
        rows = rows.filter(user__in=data["persona"])
    wanted = {"event": data["evento"], "result": data["resultado"]}
    return rows.filter(**{name: value for name, value in wanted.items() if value}).order_by("-at", "-pk")


def _access_row(one):
    return [one.at, one.get_event_display(), one.get_result_display(), _person(one.user), _thing(one.object_kind, one.object_uuid),
            one.network, one.device]  # fmt: skip


def _person(user):
    return Link(user.full_name, reverse("admin:people:person", args=[user.uuid])) if user else "Desconocida"


def _thing(kind, uuid):
    if not uuid:
        return ""
    address = f"{reverse('admin:audit:trails')}?{urlencode({'cosa': uuid})}"
    return Link(f"{subjects.word(kind)} {str(uuid)[:8]}", address)


# Recorridos -------------------------------------------------------------------------------------------


@access.operator
@require_safe
def trails(request):
    """What was done: by whom, to what. Comments are of whoever may see the thing itself."""
    operators.require(request, SEARCH, act="buscar en los Recorridos")
    form = TrailForm(request.GET)
    page = numbered(_entries(form), request.GET, default=PER_PAGE)
    one_thing = request.GET.get("cosa", "") if form.is_valid() and form.cleaned_data["cosa"] else ""
    context = {"form": form, "columns": TRAILS, "rows": _trail_rows(page.rows), "page": page, "thing": one_thing}
    return draw(request, "admin/auditoria/trails.html", context, site=site)


def _entries(form):
    if not form.is_valid():
        return Entry.objects.none().order_by("pk")
    data, (start, end) = form.cleaned_data, form.instants
    rows = (
        Entry.objects.filter(_about(data["cosa"])) if data["cosa"] else Entry.objects.filter(at__gte=start, at__lt=end)
    )
    if data["persona"]:
        rows = rows.filter(actor_id__in=[person.pk for person in data["persona"]])
    return rows.order_by("-at", "-pk")


def _about(things) -> Q:
    condition = Q()
    for uuid in {uuid for _, uuid in things}:
        # With both columns the search goes down the index of the chains.
        condition |= Q(subject_id=uuid, subject_kind__in=[kind for kind, one in things if one == uuid])
    return condition


def _trail_rows(entries):
    people = User.objects.in_bulk({entry.actor_id for entry in entries if entry.actor_id})
    return [[entry.at, _thing(entry.subject_kind, entry.subject_id), entry.label, entry.state,
             _person(people[entry.actor_id]) if entry.actor_id in people else entry.actor_name, entry.actor_position]
            for entry in entries]  # fmt: skip


@access.operator
@require_POST
def check_trail(request):
    """Walk the chains of one thing now; every chain is walked at night."""
    operators.require(request, SEARCH, act="comprobar un Recorrido")
    typed = request.POST.get("cosa", "")
    try:
        count, faults = chain.verify(Entry.objects.filter(_about(named_subjects(typed))))
    except Invalid as refusal:
        messages.error(request, refusal.message)
    else:
        for fault in faults:
            words = f"{subjects.word(fault.subject_kind)}, entrada {fault.sequence}: {fault.reason}."
            messages.error(request, f"La cadena está dañada. {words}")
        if not faults:
            messages.success(request, f"La cadena está íntegra. Entradas comprobadas: {count}.")
    return redirect(f"{reverse('admin:audit:trails')}?{urlencode({'cosa': typed})}")


@access.operator
@require_safe
def anchors(request):
    """The digests of the last days, to be compared with those that were mailed."""
    operators.require(request, SEARCH, act="ver las anclas")
    rows = [[one.day, one.subjects, Code(one.digest)] for one in Anchor.objects.order_by("-day")[:SHOWN_ANCHORS]]
    last = JobRun.objects.filter(name="verify_history").first()
    return draw(request, "admin/auditoria/anchors.html", {"columns": ANCHORS, "rows": rows, "last": last}, site=site)
