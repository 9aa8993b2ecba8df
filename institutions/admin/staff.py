"""Personas y roles: masked identities, what the mesa may do for an account, and roles given by two (accounts-portal §12)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import assisting, corrections, credentials, factor_resets, history, merging, roles, second_factor
from accounts.finding import named_or_identified
from accounts.identity import clean, mask
from accounts.models import CredentialState, GrantState, Role, RoleGrant, User
from accounts.models.roles import GRANT
from institutions.admin.people import TRAIL, trail
from institutions.admin.staff_forms import CredentialForm, PurposeForm, RemovalForm, RoleForm
from quipux import access, operators
from quipux.administration import Page, Section, site
from quipux.administration.site import draw
from quipux.errors import Conflict, DomainError, Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder
from quipux.web.components import Column, Link
from quipux.web.pagination import numbered

ASSIST, MANAGE, REVEAL = "accounts.assist_people", "accounts.manage_credentials", "accounts.reveal_identity"
PEOPLE = [Column(label) for label in ("Persona", "Cédula", "Credencial", "Roles")]
GRANTS = [Column(label) for label in ("Rol", "Persona", "Propuso", "Propuesto el", "Motivo")]
PER_PAGE = 25
SECTION = Section(
    label="Personas", prefix="personas", namespace="people", urls="institutions.admin.staff_urls",
    pages=(
        Page("people", "Personas", "Buscar a una persona y ayudarla con su cuenta."),
        Page("security", "Casos de seguridad", "Lo que alguien dijo no haber hecho en su cuenta.", covers=("seguridad/",)),
        Page("roles", "Roles de la plataforma", "Quién opera la plataforma. Un rol lo dan dos superadministradores.",
             covers=("roles/",)),
        Page("sessions", "Sesiones y bloqueos", "Quién está dentro ahora y qué cuentas bloqueó el ingreso."),
    ),
)  # fmt: skip
site.add(SECTION)


@access.operator
@require_safe
def people(request):
    """By the whole cédula or by words of the name; nothing is listed without asking."""
    typed = request.GET.get("buscar", "").strip()
    page = numbered(_found(typed), request.GET, default=PER_PAGE)
    rows = [[Link(one.full_name, reverse("admin:people:person", args=[one.uuid])), mask(one.identity_number),
             one.get_credential_display(), ", ".join(roles.roles_of(one))] for one in page.rows]  # fmt: skip
    return draw(request, "admin/personas/people.html", {"columns": PEOPLE, "rows": rows, "page": page, "typed": typed},
                site=site)  # fmt: skip


def _found(typed):
    if len(typed) < 3:
        return User.objects.none()
    rows = User.objects.filter(identity_number=clean(typed).upper())
    return rows.order_by("surnames", "given_names", "pk") if rows.exists() else named_or_identified(typed)


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def person(request, uuid):
    """One person: no document, no whole number; acts with their reason."""
    found = User.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    forms = {"purpose": PurposeForm(), "act": CredentialForm()}
    revealed = ""
    if request.method == "POST":
        if request.POST.get("accion") == "revelar":
            revealed = _revealed(request, found, forms)
        elif _acted(request, found, forms):
            return redirect("admin:people:person", found.uuid)
    context = {
        "found": found, "rows": _facts(found, revealed), "columns": TRAIL, "entries": trail(found), **forms,
        "forms": [form for form in forms.values() if form.is_bound], "may_assist": request.user.has_perm(ASSIST),
        "may_manage": request.user.has_perm(MANAGE) and request.user.pk != found.pk,
        "may_reset": _may_reset(request.user, found), "resetting": factor_resets.waiting_of(found),
        "may_reveal": request.user.has_perm(REVEAL) and not revealed,
        "may_correct": corrections.may_correct(request.user) and request.user.pk != found.pk,
        "may_audit": request.user.has_perm("accounts.search_audit"),
    }  # fmt: skip
    failed = any(form.errors for form in forms.values())
    return draw(request, "admin/personas/person.html", context, site=site, status=422 if failed else 200)


def _may_reset(user, found) -> bool:
    return factor_resets.may_decide(user) and user.pk != found.pk and second_factor.has(found)


def _facts(found, revealed):
    posts = tuple(f"{one.title}, {one.institution.name}" for one in found.appointments.select_related("institution"))
    name, _, domain = found.email.partition("@")
    return [("Identificación", revealed or mask(found.identity_number)), ("Credencial", found.get_credential_display()),
            *_merged(found), ("Correo", f"{name[:2]}•••@{domain}" if domain else "No consta"),
            ("Correo confirmado", "Sí" if found.verified_email else "No"), ("Puestos", posts or "Ninguno"),
            ("Segundo factor", "Activo" if second_factor.has(found) else "No tiene"),
            ("Ciudadano", "Sí" if hasattr(found, "citizen") else "No"),
            ("Roles de la plataforma", tuple(roles.roles_of(found)) or "Ninguno")]  # fmt: skip


def _merged(found) -> list[tuple]:
    """Where the absorbed record of a merge leads (§10.6)."""
    survivor = merging.survivor_of(found)
    if survivor is None:
        return []
    return [("Unificada con", Link(survivor.full_name, reverse("admin:people:person", args=[survivor.uuid])))]


def _revealed(request, found, forms) -> str:
    """The whole number, once, for a purpose that stays in the Recorrido (A-55)."""
    actor = operators.require(request, REVEAL, act="ver cédula")
    form = forms["purpose"] = PurposeForm(request.POST)
    if not form.is_valid():
        return ""
    recorder.record(found, history.REVEALED, actor=actor, comment=form.cleaned_data["proposito"])
    return found.identity_number


def _acted(request, found, forms) -> bool:
    act = request.POST.get("accion")
    form = forms["act"] = CredentialForm(request.POST)
    actor = operators.require(request, _right_for(act, request.user), act="cuenta")
    if not form.is_valid():
        return False
    try:
        message = _carried_out(request, act, found, form.cleaned_data, actor)
    except (Invalid, NotAllowedNow, Conflict, Forbidden) as refusal:
        form.add_error("motivo", refusal.message)
        return False
    messages.success(request, message)
    return True


def _right_for(act, user):
    """The right that an act takes; a second factor is for who decides on credentials or on roles."""
    if act in ("restablecer", "confirmar"):
        return GRANT if user.has_perm(GRANT) else MANAGE
    return MANAGE if act in ("suspender", "habilitar", "cerrar", "exigir") else ASSIST


def _carried_out(request, act, found, data, actor) -> str:
    if act == "enlace":
        assisting.send_link(found, by=actor)
        return "Se envió el enlace al correo que consta."
    if act == "desbloquear":
        assisting.unlock(request, found)
        return "La cuenta ya no está bloqueada."
    if act == "sesiones":
        assisting.close_sessions(request, found)
        return "Se cerraron sus sesiones."
    if act == "suspender":
        credentials.suspend(found, reason=data["motivo"], by=actor)
        return "La credencial quedó suspendida."
    if act == "habilitar":
        credentials.reinstate(found, reason=data["motivo"], was_incident=data["incidente"], by=actor)
        return "La credencial quedó habilitada."
    if act == "exigir":
        credentials.demand_new_password(found, reason=data["motivo"], by=actor)
        return "Se cerraron sus sesiones; al ingresar definirá otra contraseña."
    if act == "cerrar":
        if found.appointments.filter(state="active").exists():
            raise Conflict("Tiene puestos activos: primero los termina su institución.")
        credentials.close(found, reason=data["motivo"], by=actor)
        return "La credencial quedó cerrada."
    if act == "restablecer":
        done = factor_resets.by_platform(found, reason=data["motivo"], actor=actor)
        return "El segundo factor se restableció." if done else "Falta que lo confirme otro operador, hasta 7 días."
    if act == "confirmar":
        factor_resets.confirm(found, actor=actor)
        return "El segundo factor se restableció."
    raise Invalid("Elija qué hacer.")


# Roles ------------------------------------------------------------------------------------------------


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def platform_roles(request):
    """Who holds what, what waits for a second superadministrator, and the form of a proposal."""
    form, removal = RoleForm(request=request), RemovalForm(request=request, held=_held(request.user))
    if request.method == "POST":
        actor = operators.require(request, GRANT, act="roles")
        if request.POST.get("accion") == "proponer":
            form = RoleForm(request.POST, request=request)
            if _proposed(form, actor):
                messages.success(
                    request, "La propuesta espera la confirmación de otro superadministrador, hasta 7 días."
                )
                return redirect("admin:people:roles")
        elif request.POST.get("accion") == "quitar":
            removal = RemovalForm(request.POST, request=request, held=_held(request.user))
            if _removed(removal, actor):
                messages.success(request, "El rol se quitó.")
                return redirect("admin:people:roles")
        else:
            _decide(request, actor)
            return redirect("admin:people:roles")
    staff = User.objects.filter(is_staff=True, is_active=True).order_by("surnames", "pk")
    pending = RoleGrant.objects.filter(state=GrantState.PENDING).select_related("person", "proposed_by").order_by("pk")
    context = {
        "columns": PEOPLE, "rows": [_holder(one) for one in staff], "grant_columns": GRANTS, "form": form,
        "grants": [[one.get_role_display(), one.person.full_name, one.proposed_by.full_name, one.proposed_at, one.reason]
                   for one in pending],
        "pending": pending, "may_act": request.user.has_perm(GRANT), "removal": removal, "forms": [form, removal],
    }  # fmt: skip
    status = 422 if form.is_bound or removal.is_bound else 200
    return draw(request, "admin/personas/roles.html", context, site=site, status=status)


def _held(user) -> list[tuple[str, str]]:
    """Every role of everybody else: «person role» and its words."""
    people = User.objects.filter(groups__name__in=Role.values).exclude(pk=user.pk).distinct().prefetch_related("groups")
    return [(f"{one.uuid} {group.name}", f"{one.full_name}: {Role(group.name).label}")
            for one in people.order_by("surnames", "pk") for group in one.groups.all() if group.name in Role.values]  # fmt: skip


def _removed(form, actor) -> bool:
    if not form.is_valid():
        return False
    uuid, role = form.cleaned_data["quien"].split()
    try:
        roles.remove(User.objects.get(uuid=uuid), role, reason=form.cleaned_data["motivo_quitar"], actor=actor)
    except (Conflict, Forbidden) as refusal:
        form.add_error("quien", refusal.message)
        return False
    return True


def _holder(one):
    return [Link(one.full_name, reverse("admin:people:person", args=[one.uuid])), mask(one.identity_number),
            one.get_credential_display(), ", ".join(roles.roles_of(one)) or "Ninguno"]  # fmt: skip


def _proposed(form, actor) -> bool:
    if not form.is_valid():
        return False
    data = form.cleaned_data
    found = User.objects.filter(identity_number=clean(data["cedula"]), credential=CredentialState.ACTIVE).first()
    if found is None:
        form.add_error("cedula", "No consta una persona con esa cédula y la credencial activa.")
        return False
    try:
        roles.propose(found, data["rol"], reason=data["motivo"], actor=actor)
    except (Invalid, Conflict, Forbidden) as refusal:
        form.add_error(next(iter(getattr(refusal, "fields", {})), "cedula"), refusal.message)
        return False
    return True


def _decide(request, actor):
    uuid, act = request.POST.get("propuesta", ""), request.POST.get("accion")
    grant = RoleGrant.objects.filter(uuid__in=[uuid] if _is_uuid(uuid) else []).first()
    if grant is None or act not in ("confirmar", "retirar"):
        raise Http404
    try:
        (roles.confirm if act == "confirmar" else roles.withdraw)(grant, actor=actor)
    except DomainError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "El rol quedó confirmado." if act == "confirmar" else "La propuesta quedó retirada.")


def _is_uuid(text) -> bool:
    return len(text) == 36 and all(letter in "0123456789abcdef-" for letter in text)
