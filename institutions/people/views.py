"""Pages of servidores públicos: the list, a new post, one post and what is done for its person (institutions §6.2)."""

from datetime import timedelta

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import assisting, factor_resets, second_factor
from accounts.finding import person_with
from accounts.identity_source import asking
from accounts.models import IdentityKind
from institutions import history
from institutions.models import Appointment
from institutions.people import accesses, listing, services, tabs, work_email
from institutions.people.forms import AppointmentForm, FilterForm, IdentityForm, NewPersonForm
from institutions.permissions.granting import check_target
from institutions.scope import found, is_whole, require_administrator
from quipux import access, exports
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Conflict, Invalid, TooMany
from quipux.history import recorder
from quipux.history.models import Entry
from quipux.limits import pages
from quipux.limits import services as limits
from quipux.web.components import Column, Link
from quipux.web.forms import refuse
from quipux.web.pagination import numbered

LOOKUPS, HOUR = 60, timedelta(hours=1)
TRAIL = [Column("Fecha"), Column("Acción"), Column("Usuario"), Column("Comentario")]
POSTS = [Column("Nombre"), Column("Tipo"), Column("Puesto"), Column("Área"), Column("Institución")]
TERMS = [Column("Desde"), Column("Hasta"), Column("Área"), Column("Puesto"), Column("Perfil")]


@access.servant
@require_safe
@pages.list_page
def people(request):
    """Who serves in the áreas the actor administers."""
    require_administrator(request.actor)
    form = FilterForm(request.GET, actor=request.actor, auto_id="filtro_%s")
    page = numbered(listing.people(request.actor, form.cleaned_data), request.GET) if form.is_valid() else None
    rows = [_row(appointment) for appointment in page.rows] if page else []
    return render(request, "institutions/people/list.html", {
        "filters": form, "columns": listing.COLUMNS, "rows": rows, "page": page, "query": request.GET.urlencode(),
        "is_whole": is_whole(request.actor)},
        status=200 if page else 422)  # fmt: skip


def _row(appointment):
    return [Link(appointment.person.full_name, reverse("institutions:person", args=[appointment.uuid])),
            *listing.line(appointment)]  # fmt: skip


@access.servant
@require_POST
def export(request):
    """The list as it is filtered, as CSV, XLSX or PDF."""
    require_administrator(request.actor)
    form, kind = FilterForm(request.GET, actor=request.actor), request.POST.get("formato", "")
    if not form.is_valid() or kind not in exports.Kind.values:
        raise Invalid("Elija CSV, XLSX o PDF.")
    rows = listing.people(request.actor, form.cleaned_data)
    lines = ([one.person.full_name, *listing.line(one)] for one in rows)
    sheet = exports.Sheet("Servidores públicos", listing.COLUMNS, lines, institution=request.actor.institution_name)
    return exports.export_response(request, sheet, kind=kind, total=rows.count(), name="servidores")


# A new post -------------------------------------------------------------------------------------------


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def create(request):
    """Whom the post is for, and then its data; who exists already is not asked for them again."""
    require_administrator(request.actor)
    identity = IdentityForm(request.POST if request.method == "POST" else None)
    if not identity.is_valid():
        return _identity_page(request, identity)
    kind, number, country = (identity.cleaned_data[name] for name in ("tipo", "numero", "pais"))
    person = _looked_up(request, kind, number, country)
    if asking.asks(request) and person is None and kind == IdentityKind.CEDULA:
        return _asked(request, identity)
    fills = "area" in request.POST
    form = AppointmentForm(request.POST if fills else None, actor=request.actor)
    new = None if person else NewPersonForm(request.POST if fills else None)
    if fills and form.is_valid() and (new is None or new.is_valid()):
        made = _created(form, person or new.person(kind, number, country), request.actor)
        if made:
            messages.success(request, f"El puesto de {made.person.full_name} se creó.")
            return redirect("institutions:person", made.uuid)
    question = asking.open_to(request.actor) if new and kind == IdentityKind.CEDULA else None
    return _new_page(request, identity, form, new, person=person, question=question)


def _asked(request, identity):
    """The page as it was typed, with the names that the Registro Civil gives."""
    question = asking.asked(request, identity.cleaned_data["numero"], actor=request.actor)
    said, typed = question.record, request.POST.dict()
    names = {"nombres": said.given_names, "apellidos": said.surnames} if said else {}
    form, new = AppointmentForm(initial=typed, actor=request.actor), NewPersonForm(initial=typed | names)
    return _new_page(request, identity, form, new, question=question)


def _new_page(request, identity, form, new, *, person=None, question=None):
    forms = [one for one in (new, question and question.form, form) if one]
    status = question.status if question and question.form.is_bound else 200
    return render(request, "institutions/people/new.html", {
        "form": form, "forms": forms, "new": new, "identity": identity.cleaned_data, "person": person,
        "posts": _posts_of(person), "post_columns": POSTS, "masked": _masked(person), "question": question},
        status=422 if any(one.errors for one in (new, form) if one) else status)  # fmt: skip


def _identity_page(request, identity):
    return render(request, "institutions/form.html", {
        "form": identity, "title": "Nuevo servidor público", "summary": "Escriba primero de quién se trata.", "preview": (),
        "submit": "Continuar", "back_url": reverse("institutions:people"), "back_text": "Servidores públicos"},
        status=422 if identity.is_bound else 200)  # fmt: skip


def _looked_up(request, kind, number, country):
    """Counted and logged: a list of cédulas must not become a list of people."""
    if limits.take("identity_lookup", request.user.pk, limit=LOOKUPS, period=HOUR) is not None:
        raise TooMany("Ya consultó demasiadas identificaciones en esta hora. Intente más tarde.")
    person = person_with(kind, number, country)
    note(request, Event.READ, kind="identity", uuid=person.uuid if person else None)
    return person


def _posts_of(person):
    """Name, type, post, área and institution of each post of a servant."""
    if person is None:
        return []
    rows = Appointment.objects.of_person(person).working().with_names()
    return [[person.full_name, one.get_kind_display(), one.title, one.area.name, one.institution.name] for one in rows]


def _masked(person):
    """«A••• T•••»: of a citizen nobody reads more here."""
    return " ".join(f"{word[0]}•••" for word in person.full_name.split()) if person else ""


def _created(form, person, actor):
    try:
        return services.create(person, actor=actor, **form.values)
    except (Invalid, Conflict) as error:
        refuse(form, error)
        return None


# One post ---------------------------------------------------------------------------------------------


def _found(request, uuid) -> Appointment:
    require_administrator(request.actor)
    return found(request, Appointment.objects.administered_by(request.actor).with_names(), uuid)


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def person(request, uuid):
    """The tab Información: the data of the post; the identity of the person is only shown."""
    one = _found(request, uuid)
    form = AppointmentForm(request.POST if request.method == "POST" else None, actor=request.actor, instance=one)
    if form.is_valid() and _changed(form, request.actor):
        messages.success(request, "El puesto se guardó.")
        return redirect("institutions:person", uuid)
    one = _found(request, uuid)  # a refused form leaves its values in the instance
    ends = services.trays_that_end(one) if one.profile == services.CHIEF else []
    return _draw(request, one, "person", "information", {"form": form, "ends": ends, "has_factor": second_factor.has(one.person)},
                 status=422 if form.errors else 200)  # fmt: skip


def _changed(form, actor) -> bool:
    kept = Appointment.objects.get(pk=form.instance.pk)
    try:
        services.change(kept, actor=actor, **form.values)
    except (Invalid, Conflict) as error:
        refuse(form, error)
        return False
    return True


def _draw(request, one, tab, template, context, status=200):
    return render(request, f"institutions/people/{template}.html", {
        "appointment": one, "tabs": tabs.tabs_of(one, tab), **context}, status=status)  # fmt: skip


@access.servant
@require_safe
def backups(request, uuid):
    """The tab Respaldos: requests of the post with their state, and nothing else of them."""
    one = _found(request, uuid)
    columns, rows = tabs.backups_of(one)
    return _draw(request, one, "person_backups", "backups", {"columns": columns, "rows": rows})


@access.servant
@require_safe
def access_log(request, uuid):
    """The tab Accesos: how the person got in, by the office only."""
    one = _found(request, uuid)
    page = numbered(accesses.of_post(one), request.GET, default=25)
    return _draw(request, one, "person_accesses", "accesses", {
        "columns": accesses.COLUMNS, "rows": [accesses.row(entry) for entry in page.rows], "page": page})  # fmt: skip


@access.servant
@require_safe
def trail(request, uuid):
    """The tab Recorrido: what was done, and the terms of the post."""
    one = _found(request, uuid)
    entries = [[entry.at, entry.label, entry.actor_name, entry.comment] for entry in Entry.objects.of(one)]
    terms = [[t.starts_on, t.ends_on, t.area.name, t.title, t.get_profile_display()]
             for t in one.terms.select_related("area")]  # fmt: skip
    return _draw(request, one, "person_history", "history", {
        "entries": entries, "trail_columns": TRAIL, "terms": terms, "term_columns": TERMS})  # fmt: skip


# What is done for the person --------------------------------------------------------------------------


def _acts_on(request, uuid) -> Appointment:
    one = _found(request, uuid)
    check_target(one, request.actor)
    return one


@access.servant
@require_POST
def send_link(request, uuid):
    """The link to define the password, to the address on file only."""
    one = _acts_on(request, uuid)
    assisting.send_link(one.person, by=request.actor)
    recorder.record(one, history.LINK_SENT, actor=request.actor)
    messages.success(request, "Se envió el enlace al correo confirmado de la persona.")
    return redirect("institutions:person", uuid)


@access.servant
@require_POST
def unlock(request, uuid):
    """Forget the failed attempts of the account."""
    one = _acts_on(request, uuid)
    assisting.unlock(request, one.person)
    recorder.record(one, history.UNLOCKED, actor=request.actor)
    messages.success(request, "La cuenta quedó desbloqueada.")
    return redirect("institutions:person", uuid)


@access.servant
@require_POST
def close_sessions(request, uuid):
    """End the open sessions of the person."""
    one = _acts_on(request, uuid)
    assisting.close_sessions(request, one.person)
    recorder.record(one, history.SESSIONS_CLOSED, actor=request.actor)
    messages.success(request, "Las sesiones de la persona se cerraron.")
    return redirect("institutions:person", uuid)


@access.servant
@require_POST
def reset_factor(request, uuid):
    """Take the second factor of who lost the telephone away; that of an administrator is for the SGE."""
    factor_resets.by_institution(_acts_on(request, uuid).person, actor=request.actor)
    messages.success(request, "El segundo factor de la persona se restableció. Se le avisó por correo.")
    return redirect("institutions:person", uuid)


@access.servant
@sensitive_post_parameters()
@require_POST
def reactivate(request, uuid):
    """Bring an ended post back, without anything it had."""
    services.reactivate(_acts_on(request, uuid), actor=request.actor)
    messages.success(request, "El puesto está activo otra vez. Otorgue sus permisos.")
    return redirect("institutions:person", uuid)


@access.signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_work_email(request, token):
    """What the link in the mail opens, for the person of the post only: one button."""
    done = request.method == "POST"
    appointment = (work_email.confirm if done else work_email.read)(token, request.user)
    return render(request, "institutions/people/work_email.html", {"appointment": appointment, "done": done})
