"""Solicitudes de firma: the queue of the validadores, and one request with its decision (accounts-portal §10.5)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts import applications as services
from accounts.application_forms import DecisionForm
from accounts.identity import mask
from accounts.models import ApplicationState, SignatureApplication
from accounts.models.applications import DECIDE
from quipux import access, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Invalid
from quipux.history.models import Entry
from quipux.web.components import Column, Link
from quipux.web.pagination import numbered

COLUMNS = [
    Column(label) for label in ("Solicitud", "Ciudadano", "Cédula", "Estado", "Acuerdo", "Enviada el", "Atender hasta")
]
TRAIL = [Column(label) for label in ("Fecha", "Acción", "Quién", "Comentario")]
PER_PAGE = 25


@access.operator
@require_safe
def applications(request):
    """Those that wait come first, the most urgent on top."""
    rows = SignatureApplication.objects.select_related("person", "agreement").exclude(state=ApplicationState.DRAFT)
    page = numbered(rows.order_by("-state", "due_on", "pk"), request.GET, default=PER_PAGE)
    context = {"columns": COLUMNS, "rows": [_row(one) for one in page.rows], "page": page}
    return draw(request, "admin/ciudadanos/applications.html", context, site=site)


def _row(one):
    address = reverse("admin:citizens:application", args=[one.uuid])
    return [Link(f"No. {one.pk}", address), one.person.full_name, mask(one.person.identity_number),
            one.get_state_display(), one.agreement.version, one.submitted_at, one.due_on]  # fmt: skip


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def application(request, uuid):
    """One request: who, what the signed agreement proves, what happened, and the decision."""
    found = SignatureApplication.objects.select_related("person__citizen", "agreement").filter(uuid=uuid).exclude(
        state=ApplicationState.DRAFT).first()  # fmt: skip
    if found is None:
        raise Http404
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _decided(request, found, form):
        return redirect("admin:citizens:applications")
    may_act = request.user.has_perm(DECIDE) and request.user.pk != found.person_id
    context = {"found": found, "form": form, "may_act": may_act,
               "rows": _facts(found), "columns": TRAIL, "entries": _trail(found)}  # fmt: skip
    return draw(request, "admin/ciudadanos/application.html", context, site=site, status=422 if form.is_bound else 200)


def _decided(request, found, form) -> bool:
    actor = operators.require(request, DECIDE, act="solicitud de firma")
    if not form.is_valid():
        return False
    data, action = form.cleaned_data, request.POST.get("accion")
    try:
        if action == "autorizar":
            services.authorise(
                found, identity_checked=data["identidad"], agreement_checked=data["acuerdo"], actor=actor
            )
        elif action == "rechazar":
            services.reject(found, observation=data["observacion"], actor=actor)
        elif action == "suspender":
            services.suspend(found, reason=data["observacion"], actor=actor)
        else:
            services.reinstate(found, actor=actor)
    except Invalid as error:
        form.add_error("observacion" if error.fields else None, error.message)
        return False
    messages.success(request, f"La solicitud No. {found.pk} quedó atendida.")
    return True


def _facts(found):
    person, proof = found.person, found.signature
    rows = [("Ciudadano", person.full_name), ("Cédula", mask(person.identity_number)), ("Ciudad", person.citizen.city),
            ("Acuerdo", str(found.agreement)), ("Firmado por", proof.get("name", "")),
            ("Entidad de certificación", proof.get("issuer", "")),
            ("Tipo de certificado", found.get_certificate_kind_display()), ("Enviada el", found.submitted_at),
            ("Atender hasta", found.due_on), ("Observación", found.observation)]  # fmt: skip
    return [row for row in rows if row[1]]


def _trail(found):
    return [[entry.at, entry.label, entry.actor_name, entry.comment] for entry in Entry.objects.of(found)]
