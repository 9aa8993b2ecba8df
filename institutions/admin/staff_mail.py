"""Personas: the address of who lost hers, and the cases of who said «No fui yo» (accounts-portal §8.4, §8.5)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import email_changes, lost_emails
from accounts.email_forms import CaseForm, LostEmailForm
from accounts.models import SecurityCase, User
from quipux import access, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Conflict, Forbidden, Invalid
from quipux.web.components import Column, Link
from quipux.web.forms import refuse
from quipux.web.pagination import numbered

ASSIST = "accounts.assist_people"
CASES = [Column(label) for label in ("Caso", "Persona", "Abierto el", "Estado", "Conclusión")]
PER_PAGE = 25


@access.operator
@sensitive_post_parameters("clave", "codigo_telefono")
@require_http_methods(["GET", "HEAD", "POST"])
def lost_email(request, uuid):
    """The mesa gives another address to who showed in person who she is; a second operator may spare the wait."""
    found = User.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    form, change = LostEmailForm(request=request), lost_emails.waiting_of(found)
    if request.method == "POST":
        actor = operators.require(request, ASSIST, act="correo perdido")
        if change is not None and "aprobar" in request.POST:
            lost_emails.approve(change, actor=actor)
            messages.success(request, "Quedó aprobado: vale en cuanto la persona lo confirme.")
            return redirect("admin:people:lost_email", found.uuid)
        form = LostEmailForm(request.POST, request=request)
        if form.is_valid() and _asked(form, found, actor):
            messages.success(request, "Se envió el enlace al correo nuevo. La persona debe confirmarlo.")
            return redirect("admin:people:lost_email", found.uuid)
    context = {"found": found, "form": form, "change": change, "may_act": request.user.has_perm(ASSIST),
               "may_approve": change is not None and not change.approved_by_id and change.asked_by_id != request.user.pk}  # fmt: skip
    return draw(request, "admin/personas/lost_email.html", context, site=site, status=422 if form.is_bound else 200)


def _asked(form, found, actor) -> bool:
    try:
        lost_emails.ask(found, form.cleaned_data["correo"], evidence=form.cleaned_data["evidencia"], actor=actor)
    except (Invalid, Conflict, Forbidden) as refusal:
        refuse(form, refusal)
        return False
    return True


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def security_cases(request):
    """What people said they had not done, the open ones first; each is closed with what came of it."""
    form = CaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and _closed(form, operators.require(request, ASSIST, act="cerrar caso")):
        messages.success(request, "El caso quedó cerrado.")
        return redirect("admin:people:security")
    rows = SecurityCase.objects.select_related("person").order_by("closed_at", "-opened_at")
    page = numbered(rows, request.GET, default=PER_PAGE)
    may_act = request.user.has_perm(ASSIST)
    context = {
        "columns": CASES, "rows": [_row(one) for one in page.rows], "page": page, "form": form,
        "open_cases": [one for one in page.rows if one.closed_at is None] if may_act else [],
    }  # fmt: skip
    return draw(request, "admin/personas/security.html", context, site=site, status=422 if form.is_bound else 200)


def _row(one):
    return [str(one), Link(one.person.full_name, reverse("admin:people:person", args=[one.person.uuid])), one.opened_at,
            one.history_states()[0], one.conclusion]  # fmt: skip


def _closed(form, actor) -> bool:
    if not form.is_valid():
        return False
    case = SecurityCase.objects.filter(uuid=form.cleaned_data["caso"]).first()
    if case is None:
        raise Http404
    email_changes.close_case(case, conclusion=form.cleaned_data["conclusion"], by=actor)
    return True
