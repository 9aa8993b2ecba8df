"""Posts of every institution, and the permissions of one that only the AGQ gives (institutions §3, §4.1)."""

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from accounts.proof import ProofMixin
from institutions.actors import Operator
from institutions.catalogue import AGQ, BY_SLUG, PERMISSIONS
from institutions.models import Appointment
from institutions.permissions import granting
from institutions.permissions.forms import reason_field
from quipux import access
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import DomainError, Forbidden
from quipux.web.components import Column, Link
from quipux.web.forms import Form, refuse
from quipux.web.pagination import numbered

GIVE = "institutions.add_grant"
COLUMNS = [Column(label) for label in ("Nombre", "Puesto", "Área", "Institución")]
GIVEN = tuple(one for one in PERMISSIONS if one.by == AGQ and not one.is_platform)
OWN_CASE = "No puede resolver casos de su propia institución"
FIELDS = (
    "person__given_names",
    "person__surnames",
    "person__identity_number",
    "institution__sigla",
    "institution__name",
)


class SearchForm(forms.Form):
    unmarked = True
    texto = forms.CharField(label="Nombre, identificación o institución", max_length=100, required=False)


class GrantForm(ProofMixin, Form):
    """What a post holds of what the AGQ gives."""

    starred = True
    permisos = forms.MultipleChoiceField(label="Permisos", required=False, widget=forms.CheckboxSelectMultiple,
                                         choices=[(one.slug, one.name) for one in GIVEN])  # fmt: skip
    reason = reason_field()


@access.operator
@require_safe
def posts(request):
    """Working posts that the words find; none without words."""
    _require(request)
    form = SearchForm(request.GET)
    text = form.cleaned_data["texto"] if form.is_valid() else ""
    page = numbered(_found(text), request.GET, default=25)
    context = {
        "filters": form,
        "columns": COLUMNS,
        "rows": [_row(one) for one in page.rows],
        "page": page,
        "text": text,
    }
    return draw(request, "admin/permisos/posts.html", context, site=site)


def _require(request):
    if not request.user.has_perm(GIVE):
        raise Forbidden("No tiene permiso para esta acción.")


def _found(text):
    rows = Appointment.objects.working().with_names() if text.strip() else Appointment.objects.none()
    for word in text.split():
        rows = rows.filter(Q(*(Q(**{f"{name}__unaccent__icontains": word}) for name in FIELDS), _connector=Q.OR))
    return rows.order_by("person__surnames", "person__given_names", "pk")


def _row(one):
    return [Link(one.person.full_name, reverse("admin:grants:post", args=[one.uuid])), one.title, one.area.name,
            one.institution.name]  # fmt: skip


@access.operator
@sensitive_post_parameters("clave")
@require_http_methods(["GET", "HEAD", "POST"])
def post(request, uuid):
    """One post: what it holds of them, given or taken with a reason."""
    _require(request)
    one = Appointment.objects.working().with_names().filter(uuid=uuid).first()
    if one is None:
        raise Http404
    held = set(one.grants.values_list("permission", flat=True))
    own = {permission.slug for permission in GIVEN}
    form = GrantForm(request.POST if request.method == "POST" else None, request=request,
                     initial={"permisos": sorted(held & own)})  # fmt: skip
    if form.is_valid() and _changed(form, one, held - own, request.user):
        messages.success(request, "Los permisos se guardaron.")
        return redirect("admin:grants:post", uuid)
    facts = [("Nombre", one.person.full_name), ("Puesto", one.title), ("Área", one.area.name),
             ("Institución", one.institution.name),
             ("Otros permisos", ", ".join(BY_SLUG[slug].name for slug in sorted(held - own) if slug in BY_SLUG))]  # fmt: skip
    return draw(request, "admin/permisos/post.html", {"found": one, "rows": [row for row in facts if row[1]], "form": form},
                site=site, status=422 if form.errors else 200)  # fmt: skip


def _changed(form, one, kept, user) -> bool:
    try:
        if user.appointments.working().filter(institution=one.institution).exists():
            raise Forbidden(OWN_CASE)
        areas = list({area for grant in one.grants.prefetch_related("areas") for area in grant.areas.all()})
        granting.change(one, kept | set(form.cleaned_data["permisos"]), areas=areas, reason=form.cleaned_data["reason"],
                        actor=Operator(user))  # fmt: skip
    except DomainError as error:
        refuse(form, error)
        return False
    return True
