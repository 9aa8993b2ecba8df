"""Personas: names and identity corrected with evidence, when the person cannot confirm them (accounts-portal §2.2)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts import corrections
from accounts.correction_forms import CorrectionForm
from accounts.identity_source import asking
from accounts.models import IdentityKind, User
from accounts.models.people import MANAGE_CREDENTIALS
from accounts.models.registrations import VALIDATE
from quipux import access, operators
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.web.forms import refuse


@access.operator
@sensitive_post_parameters("clave", "codigo_telefono")
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request, uuid):
    """The number is typed from the document: what is on file is not shown whole (A-55)."""
    found = User.objects.filter(uuid=uuid).first()
    if found is None:
        raise Http404
    form, may_act = CorrectionForm(initial=_initial(found), request=request), corrections.may_correct(request.user)
    question = asking.open_to(operators.Operator(request.user))
    if request.method == "POST":
        right = MANAGE_CREDENTIALS if request.user.has_perm(MANAGE_CREDENTIALS) else VALIDATE
        actor = operators.require(request, right, act="corregir identidad")
        if asking.asks(request):
            question = asking.asked(request, request.POST.get("numero", ""), actor=actor)
            form = CorrectionForm(initial=request.POST.dict() | _said(question.record), request=request)
        else:
            form = CorrectionForm(request.POST, request=request)
            if form.is_valid() and _corrected(form, found, actor):
                messages.success(request, "La identidad quedó corregida. Se avisó a la persona.")
                return redirect("admin:people:person", found.uuid)
    context = {"found": found, "form": form, "may_act": may_act and request.user.pk != found.pk, "question": question,
               "forms": [form, *([question.form] if question else [])]}  # fmt: skip
    status = 422 if form.is_bound else question.status if question else 200
    return draw(request, "admin/personas/identity.html", context, site=site, status=status)


def _initial(found):
    kind = IdentityKind.PASSPORT if found.identity_kind == IdentityKind.PASSPORT else IdentityKind.CEDULA
    return {"tipo": kind, "pais": found.passport_country, "nombres": found.given_names, "apellidos": found.surnames}


def _said(record):
    return {"nombres": record.given_names, "apellidos": record.surnames} if record else {}


def _corrected(form, found, actor) -> bool:
    data = form.cleaned_data
    try:
        corrections.correct(found, form.corrected, evidence=data["evidencia"], reason=data["motivo"],
                            is_doubtful=form.is_doubted, actor=actor)  # fmt: skip
    except (Invalid, Conflict, NotAllowedNow, Forbidden) as refusal:
        refuse(form, refusal)
        return False
    return True
