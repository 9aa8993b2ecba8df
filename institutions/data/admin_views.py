"""Requested changes of an institution's data, and one of them with its answer (institutions §5.2)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from institutions.actors import Operator
from institutions.data import services
from institutions.data.forms import AnswerForm
from institutions.models import DataChange
from quipux import access
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import DomainError, Forbidden
from quipux.web.components import Column, Link
from quipux.web.forms import refuse
from quipux.web.pagination import numbered

COLUMNS = [Column(label) for label in ("Institución", "Dato", "Valor anterior", "Valor nuevo", "Solicitado", "Estado")]
DECIDE = "institutions.change_institution"


@access.operator
@require_safe
def changes(request):
    """Those that wait come first."""
    _require(request)
    rows = DataChange.objects.select_related("institution").order_by("-state", "-requested_at", "-pk")
    page = numbered(rows, request.GET, default=25)
    context = {"columns": COLUMNS, "rows": [_row(one) for one in page.rows], "page": page}
    return draw(request, "admin/datos/changes.html", context, site=site)


def _require(request):
    if not request.user.has_perm(DECIDE):
        raise Forbidden("No tiene permiso para esta acción.")


def _row(one):
    address = reverse("admin:data_changes:change", args=[one.uuid])
    return [Link(one.institution.name, address), one.get_field_display(), one.old_value, one.value, one.requested_at,
            one.get_state_display()]  # fmt: skip


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, uuid):
    """One requested change, and the answer to it."""
    _require(request)
    one = DataChange.objects.select_related("institution", "requested_by__person").filter(uuid=uuid).first()
    if one is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _answered(form, one, request):
        messages.success(request, "La solicitud quedó respondida.")
        return redirect("admin:data_changes:changes")
    facts = [("Institución", one.institution.name), ("Dato", one.get_field_display()), ("Valor anterior", one.old_value),
             ("Valor nuevo", one.value), ("Motivo", one.reason), ("Solicitante", one.requested_by.person.full_name),
             ("Estado", one.get_state_display()), ("Respuesta", one.answer)]  # fmt: skip
    return draw(request, "admin/datos/change.html", {"found": one, "rows": facts, "form": form}, site=site,
                status=422 if form.errors else 200)  # fmt: skip


def _answered(form, one, request) -> bool:
    answer = services.accept if request.POST.get("accion") == "aceptar" else services.reject
    try:
        answer(one, answer=form.cleaned_data["answer"], actor=Operator(request.user))
    except DomainError as error:
        refuse(form, error, value="answer")
        return False
    return True
