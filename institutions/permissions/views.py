"""Pages of permissions: of one post, of many, and who may do what (institutions §3, §4, §6.4)."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from institutions.actors import with_lower_areas
from institutions.catalogue import BY_SLUG, PERMISSIONS
from institutions.models import Appointment
from institutions.people import tabs
from institutions.permissions import granting
from institutions.permissions.forms import MassFilterForm, MassForm, PermissionsForm, TemplateForm
from institutions.permissions.matrix import ROLES, rows_of_matrix
from institutions.scope import found, require_administrator
from quipux import access
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Forbidden, Invalid, NotFound
from quipux.web.components import Column, Tag
from quipux.web.forms import refuse
from quipux.web.pagination import numbered

PAST = [Column("Permiso"), Column("Otorgado"), Column("Revocado"), Column("Por"), Column("Motivo")]
CATALOGUE = [Column("Permiso"), Column("Grupo"), Column("Lo otorga"), Column("Qué permite")]


@access.servant
@sensitive_post_parameters("clave")
@require_http_methods(["GET", "HEAD", "POST"])
def of_person(request, uuid):
    """The tab Permisos of a post: what it holds, what it held, role templates."""
    require_administrator(request.actor)
    one = found(request, Appointment.objects.administered_by(request.actor).with_names(), uuid)
    form = PermissionsForm(request.POST if request.method == "POST" else None, appointment=one, actor=request.actor,
                           request=request)  # fmt: skip
    if form.is_valid() and _changed(form, one, request.actor):
        messages.success(request, "Los permisos se guardaron.")
        return redirect("institutions:person_permissions", uuid)
    template = TemplateForm(request.GET or None, institution=request.actor.institution)
    if template.is_valid() and not form.is_bound:
        _tick(form, template.slugs)
    past = one.revoked_grants.select_related("revoked_by").order_by("-revoked_at", "-pk")
    return render(request, "institutions/permissions/person.html", {
        "appointment": one, "tabs": tabs.tabs_of(one, "person_permissions"), "form": form, "template": template,
        "kept": [BY_SLUG[slug].name for slug in form.kept if slug in BY_SLUG],
        "past": [_past_row(row) for row in past], "past_columns": PAST}, status=422 if form.errors else 200)  # fmt: skip


def _changed(form, one, actor) -> bool:
    data = form.cleaned_data
    try:
        granting.change(one, form.wanted, areas=list(data["areas"]), reason=data["reason"], actor=actor)
    except Invalid as error:
        refuse(form, error)
        return False
    return True


def _tick(form, slugs):
    """Add those of a template to what is ticked; nothing is saved until the person does."""
    for name in form.groups:
        offered = {slug for slug, _ in form.fields[name].choices}
        form.initial[name] = sorted(set(form.initial[name]) | (slugs & offered))


def _past_row(row):
    name = BY_SLUG[row.permission].name if row.permission in BY_SLUG else row.permission
    return [name, row.granted_at, row.revoked_at, row.revoked_by.full_name if row.revoked_by else "Sistema", row.reason]


# Many people ------------------------------------------------------------------------------------------


@access.servant
@require_safe
def many(request):
    """People with or without one permission, to be ticked."""
    require_administrator(request.actor)
    form = MassFilterForm(request.GET or None, actor=request.actor, auto_id="filtro_%s")
    page = numbered(_listed(request.actor, form.cleaned_data), request.GET, default=100) if form.is_valid() else None
    return render(request, "institutions/permissions/many.html", {
        "filters": form, "page": page, "has": form.is_bound and form.data.get("tiene") == "si",
        "slug": form.data.get("permiso", "") if form.is_bound else ""},
        status=422 if form.is_bound and form.errors else 200)  # fmt: skip


def _listed(actor, data):
    rows = Appointment.objects.administered_by(actor).working().with_names()
    if data["area"]:
        rows = rows.filter(area__in=with_lower_areas(actor.institution, {data["area"].pk}))
    holders = Appointment.objects.filter(grants__permission=data["permiso"]).values("pk")
    rows = rows.filter(pk__in=holders) if data["tiene"] == "si" else rows.exclude(pk__in=holders)
    return rows.order_by("person__surnames", "person__given_names", "pk")


@access.servant
@sensitive_post_parameters("clave")
@require_POST
def change_many(request):
    """The difference first, then, with its reason, all of it or nothing (I-07)."""
    require_administrator(request.actor)
    slug, grant = request.POST.get("permiso", ""), request.POST.get("accion") == "otorgar"
    permission = BY_SLUG.get(slug)
    if permission is None or not granting.may_grant(permission, request.actor):
        raise Forbidden("No puede otorgar ni revocar ese permiso.")
    chosen = chosen_people(request)
    form = MassForm(request.POST if "confirmar" in request.POST else None, request=request)
    if form.is_valid():
        try:
            done = granting.change_many(
                chosen, slug, grant=grant, reason=form.cleaned_data["reason"], actor=request.actor
            )
        except Invalid as error:
            refuse(form, error)
        else:
            messages.success(request, f"Permisos modificados: {len(done)}.")
            return redirect(f"{reverse('institutions:permissions')}?permiso={slug}&tiene={'si' if grant else 'no'}")
    return render(request, "institutions/permissions/preview.html", {
        "form": form, "chosen": chosen, "permission": permission, "grant": grant},
        status=422 if form.errors else 200)  # fmt: skip


def chosen_people(request) -> list[Appointment]:
    """Those ticked, of the own institution; who is out of the actor's áreas is refused by name later.

    Raises:
        Invalid: nobody is ticked.
        NotFound: one is of another institution, or of none.
    """
    asked = request.POST.getlist("puesto")
    if not asked:
        raise Invalid("Marque al menos una persona.")
    try:
        rows = list(Appointment.objects.filter(institution=request.actor.institution, uuid__in=asked).with_names())
    except (ValueError, ValidationError) as error:
        raise NotFound("No existe, o no está a su alcance.") from error
    if len(rows) != len(set(asked)):
        note(request, Event.DENIED, kind="appointment", refused=True)
        raise NotFound("No existe, o no está a su alcance.")
    return sorted(rows, key=lambda one: (one.person.surnames, one.person.given_names, one.pk))


@access.servant
@require_safe
def who_may(request):
    """«¿Quién puede hacer qué?»: the matrix of roles and the catalogue of permissions, both from data."""
    require_administrator(request.actor)
    rows = [[one.name, one.group_label, Tag(one.by, "blue" if one.by == "AIQ" else "grey"), one.meaning]
            for one in PERMISSIONS]  # fmt: skip
    matrix = [Column("Acción"), *(Column(short, long) for short, long in ROLES)]
    return render(request, "institutions/permissions/who_may.html", {
        "matrix_columns": matrix, "matrix": rows_of_matrix(), "columns": CATALOGUE, "rows": rows})  # fmt: skip
