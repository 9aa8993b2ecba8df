"""A case that was approved in the deployment of training goes on here (institutions §12.8)."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from institutions.admin.implantation.cases import require_right
from institutions.admin.implantation.forms import ReceiveForm
from institutions.implantation.permissions import REVIEW
from institutions.implantation.services import handing
from institutions.states import Environment
from quipux import access, environments
from quipux.administration import site
from quipux.administration.site import draw
from quipux.errors import Invalid
from quipux.web.forms import refuse


@access.operator
@require_http_methods(["GET", "HEAD", "POST"])
def receive(request):
    """The package of the case; where both ambientes are one deployment the page says that nothing is to be received."""
    is_here = environments.is_split() and environments.serves(Environment.PRODUCTION)
    form = ReceiveForm(*((request.POST, request.FILES) if request.method == "POST" else ()), request=request)
    if form.is_bound:
        actor = require_right(request, "recibir", REVIEW)
        if form.is_valid() and (case := _received(form, actor)):
            messages.success(request, f"El caso {case.number} quedó recibido. Siga con «Crear ambiente de producción».")
            return redirect("admin:implantation:case", case.uuid)
    return draw(request, "admin/implantacion/receive.html", {"form": form, "is_here": is_here}, site=site,
                status=422 if form.errors else 200)  # fmt: skip


def _received(form, actor):
    data = form.cleaned_data
    try:
        return handing.receive(data["archivo"].read(), proved=True, exception=data["motivo"], actor=actor)
    except Invalid as refusal:
        refuse(form, refusal)
        return None
