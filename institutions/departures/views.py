"""«Desvinculaciones»: the list, new cases, one case and what is done with it (institutions §11)."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions import scope
from institutions.charges import in_words
from institutions.delegations import services as delegations
from institutions.departures import cases, ending, importing, rehearsal, succession
from institutions.departures.checklist import DONE, NOT_APPLICABLE, PENDING, Checklist
from institutions.departures.destinations import BAD_DESTINATION
from institutions.departures.forms import CaseForm, DestinationsForm, ExitsForm, ReasonForm, SearchForm, SuccessorForm
from institutions.models import Appointment, Departure, DepartureState
from quipux import access, clock
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow, NotFound
from quipux.files.delivery import deliver
from quipux.web.components import Chip, Column, Link, Tag
from quipux.web.pagination import numbered

COLUMNS = [Column("Servidor"), Column("Área"), Column("Último día"), Column("Pendientes", numeric=True),
           Column("Respaldo"), Column("Estado")]  # fmt: skip
LINES = [Column("Línea"), Column("Cuántos", numeric=True), Column("Destino"), Column("Detalle"), Column("Estado")]
COLOURS = {DepartureState.OPEN: "blue", DepartureState.CLOSED: "grey", DepartureState.CANCELLED: "orange",
           PENDING: "orange", DONE: "green", NOT_APPLICABLE: "grey"}  # fmt: skip
BACKUP = "DV-11"
BY_CASE = "Desvinculación del servidor"


@access.titular
@require_safe
def listing(request):
    """The cases of the áreas the person administers, or leads."""
    leads = request.actor.appointment.profile == Appointment.Profile.CHIEF
    if not leads:
        scope.require_administrator(request.actor)
    rows, today = Departure.objects.visible_to(request.actor).with_names(), clock.today()
    views = {"abiertos": rows.filter(state=DepartureState.OPEN), "vencidos": rows.filter(
        state=DepartureState.OPEN, last_day__lt=today), "todos": rows}  # fmt: skip
    chosen = request.GET.get("ver") if request.GET.get("ver") in views else "abiertos"
    page = numbered(views[chosen].order_by("last_day", "-pk"), request.GET)
    chips = [Chip(name.capitalize(), f"?ver={name}", found.count(), name == chosen) for name, found in views.items()]
    return render(request, "institutions/departures/list.html", {
        "columns": COLUMNS, "rows": [_row(one) for one in page.rows], "page": page, "chips": chips,
        "may_open": scope.is_administrator(request.actor)})  # fmt: skip


def _row(case):
    checklist, post = Checklist(case), case.appointment
    backup = next((line.words for line in checklist.lines if line.item.code == BACKUP), "")
    pending = checklist.pending if case.state == DepartureState.OPEN else 0
    return [Link(post.person.full_name, case.get_absolute_url()), post.area.name, case.last_day, pending, backup,
            Tag(case.get_state_display(), COLOURS[case.state])]  # fmt: skip


@access.titular
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    """One case for each person that is ticked."""
    scope.require_administrator(request.actor)
    words = request.GET.get("texto", "").strip()
    form = CaseForm(request.POST if request.method == "POST" else None, actor=request.actor, words=words)
    rehearses = request.POST.get("accion") == "ensayar"
    if form.is_valid() and rehearses:
        return _rehearsed(request, form)
    if form.is_valid() and (opened := _attempt(form, lambda: cases.open_cases(
            form.cleaned_data["puestos"], form.wish(), actor=request.actor))):  # fmt: skip
        messages.success(request, f"Se abrieron {len(opened)} casos." if len(opened) > 1 else "El caso se abrió.")
        return redirect(opened[0] if len(opened) == 1 else "institutions:departures")
    search = SearchForm(request.GET if words else None, auto_id="filtro_%s")
    return render(request, "institutions/departures/new.html", {"form": form, "search": search},
                  status=422 if form.is_bound else 200)  # fmt: skip


def _rehearsed(request, form):
    """The same page with what would pass, of whom and to whom; nothing is opened."""
    seen = rehearsal.of(form.cleaned_data["puestos"], form.wish(), actor=request.actor)
    return render(request, "institutions/departures/new.html", {
        "form": form, "search": SearchForm(auto_id="filtro_%s"), "columns": rehearsal.COLUMNS, "rows": seen.rows,
        "seen": seen})  # fmt: skip


@access.titular
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request):
    """Many cases at once, from a file of exits."""
    scope.require_administrator(request.actor)
    form = ExitsForm(*(request.POST, request.FILES) if request.method == "POST" else (), actor=request.actor)
    if form.is_valid() and (opened := _attempt(form, lambda: importing.bring(
            form.cleaned_data["archivo"].read(), actor=request.actor, destination=form.cleaned_data.get("destination")))):  # fmt: skip
        messages.success(request, f"Casos abiertos: {len(opened)}.")
        return redirect("institutions:departures")
    return render(request, "institutions/departures/bring.html", {"form": form}, status=422 if form.is_bound else 200)


def _attempt(form, act):
    """What a service gives; its refusal stands in the form, and None comes back."""
    try:
        return act()
    except (Invalid, NotAllowedNow, Conflict) as error:
        for name, message in (getattr(error, "fields", None) or {None: error.message}).items():
            form.add_error(name if name in form.fields else None, message)
    return None


def visible(request, uuid) -> Departure:
    """A case the actor may read, or 404."""
    return scope.found(request, Departure.objects.visible_to(request.actor).with_names(), uuid)


@access.titular
@require_safe
def detail(request, uuid):
    """The checklist: the AIQ settles it, the person reads it and answers about the backup."""
    return _page(request, visible(request, uuid), ReasonForm())


def _page(request, case, form, status=200):
    checklist, actor = Checklist(case), request.actor
    administers = Appointment.objects.administered_by(actor).filter(pk=case.appointment_id).exists()
    is_open, own = case.state == DepartureState.OPEN, actor.appointment == case.appointment
    movable = [line for line in checklist.lines if line.item.move and line.count]
    links = [Link(*found) for line in checklist.lines if line.item.link and (found := line.item.link(case, actor))]
    return render(request, "institutions/departures/detail.html", {
        "case": case, "tag": Tag(case.get_state_display(), COLOURS[case.state]), "facts": _facts(case, checklist),
        "columns": LINES, "rows": [_line(case, line, administers and is_open) for line in checklist.lines], "form": form,
        "may_take": administers or own, "administers": administers and is_open,
        "destinations": DestinationsForm(case=case, lines=movable) if movable else None,
        "links": links if own and is_open else [], "may_decline": own and is_open and not case.backup_answer,
        "needs_successor": any(line.item.code == "DV-08" and line.is_missing for line in checklist.lines),
        "successor": SuccessorForm(case=case) if administers and is_open and succession.is_asked(case) else None,
        "has_delegations": any(line.item.code == "DV-06" and line.count for line in checklist.lines)}, status=status)  # fmt: skip


def _facts(case, checklist):
    post = case.appointment
    found = [("Servidor", f"{post.person.full_name}, {post.title}"), ("Área", post.area.name),
             ("Motivo", case.get_reason_display()), ("Último día", case.last_day),
             ("Acceso hasta", _last_second(post)),
             ("Sin documentos nuevos desde", case.closed_to_documents_on)]  # fmt: skip
    if case.successor:
        found.append(("Reemplazo", f"{case.successor.person.full_name}, {case.successor.title}"))
    if case.state == DepartureState.OPEN:
        found.append(("Listo para desactivar", "Sí" if checklist.is_ready else "No"))
    else:
        found.append((case.get_state_display(), f"{in_words(case.closed_at)}. {case.close_reason}"))
    return found


def _last_second(post) -> str:
    """«2026-12-02 23:59:59»: the instant itself is outside."""
    return (
        f"{clock.local(post.access_ends_at) - timedelta(seconds=1):%Y-%m-%d %H:%M:%S}" if post.access_ends_at else "—"
    )


def _line(case, line, is_settling):
    said = "; ".join(filter(None, [line.words, *line.lines]))
    number = None if line.item.says else line.moved or line.count
    label = f"{line.item.code} {line.item.label}"
    if is_settling and line.item.pieces and line.count:
        label = Link(label, reverse("institutions:departure_line", args=[case.uuid, line.item.code]), "uno por uno")
    return [label, number, _to(line), said, Tag(line.state, COLOURS[line.state])]


def _to(line) -> str:
    """To whom it goes: of one that passed, how much each received."""
    if line.received:
        return "; ".join(f"{name}: {number}" for name, number in line.received)
    name = line.destination.person.full_name if line.destination and (line.count or line.moved) else ""
    return "; ".join(filter(None, [name, f"{line.placed} con destino propio" if line.placed else ""]))


# Acts -------------------------------------------------------------------------------------------------


def _decide(request, case, data):
    lines = [line for line in Checklist(case).lines if line.item.move and line.count]
    form = DestinationsForm(request.POST, case=case, lines=lines)
    if not form.is_valid():
        raise Invalid(BAD_DESTINATION)
    default = form.cleaned_data.pop("todo")
    cases.decide(case, actor=request.actor, destinations=form.cleaned_data, default=default)
    return "Los destinos se guardaron."


def _end_delegations(request, case, data):
    case = cases.locked(case, request.actor)
    delegations.end_all_of(case.appointment, reason=BY_CASE, actor=request.actor)
    return "Las subrogaciones terminaron."


def _name(request, case, data):
    form = SuccessorForm(request.POST, case=case)
    if not form.is_valid():
        raise Invalid("Elija al reemplazo.")
    succession.name(case, form.cleaned_data["reemplazo"], actor=request.actor)
    return "El reemplazo quedó nombrado."


def _go_on(request, case, data):
    cases.go_without_successor(case, reason=data["reason"], actor=request.actor)
    return "El caso continúa sin reemplazo."


def _decline(request, case, data):
    cases.decline_backup(case, actor=request.actor)
    return "Quedó registrado que no desea respaldo."


def _cut(request, case, data):
    cases.cut_access(case, reason=data["reason"], actor=request.actor)
    return "El acceso terminó. La lista sigue abierta."


def _cancel(request, case, data):
    cases.cancel(case, reason=data["reason"], actor=request.actor)
    return "El caso se anuló y el puesto sigue activo."


def _deactivate(request, case, data):
    ending.deactivate(case, reason=data["reason"], actor=request.actor)
    return "El usuario fue desactivado."


ACTS = {"destinos": _decide, "subrogaciones": _end_delegations, "reemplazo": _name, "sin-reemplazo": _go_on, "sin-respaldo": _decline,
        "cortar-acceso": _cut, "anular": _cancel, "desactivar": _deactivate}  # fmt: skip
WITH_REASON = ("sin-reemplazo", "cortar-acceso", "anular", "desactivar")
OF_THE_PERSON = ("sin-respaldo",)


@access.titular
@require_POST
def act(request, uuid, slug):
    """One act on a case; its refusal stands above the reason."""
    case, done = visible(request, uuid), ACTS.get(slug)
    if done is None:
        raise Http404
    form = ReasonForm(request.POST if slug in WITH_REASON else {"reason": "—"})
    if slug not in OF_THE_PERSON:
        require_administered(request, case)
    said = _attempt(form, lambda: done(request, case, form.cleaned_data)) if form.is_valid() else None
    if said is None:
        return _page(request, visible(request, uuid), form, status=422)
    messages.success(request, said)
    return redirect(case)


def require_administered(request, case):
    """The person reads the own case and settles nothing in it."""
    if not Appointment.objects.administered_by(request.actor).filter(pk=case.appointment_id).exists():
        raise Forbidden("Solo el Administrador Institucional resuelve el caso.")


@access.leaver
@require_safe
def record(request, uuid):
    """The Acta, for the AIQ and for the person, who may have only the context «Salida»."""
    own = Departure.objects.filter(appointment__person=request.actor.user)
    found = own if request.actor.is_leaver else own | Departure.objects.to_resolve(request.actor)
    case = found.filter(uuid=uuid).select_related("record").first()
    if case is None or case.record is None:
        raise NotFound("No encontramos esa acta.")
    return deliver(request, storage_alias="default", key=case.record.key, size=case.record.size,
                   sha256=case.record.sha256, filename=f"acta_desvinculacion_{case.uuid}.pdf",
                   media_type="application/pdf", last_modified=case.closed_at)  # fmt: skip
