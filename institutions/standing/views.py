"""`/institucion/custodia/`: what an AIQ is asked to keep of institutions that close (institutions §10.4)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from institutions import scope
from institutions.models import Institution
from institutions.standing import services
from quipux import access
from quipux.web.components import Column

COLUMNS = [Column("Institución"), Column("Sigla"), Column("Estado"), Column("Custodia aceptada el")]


def offered(actor):
    """Institutions whose custodian is the actor's."""
    return Institution.objects.filter(custodian=actor.institution)


@access.titular
@require_safe
def custodies(request):
    """Those accepted, and those that wait for an answer."""
    scope.require_whole(request.actor)
    rows = offered(request.actor).order_by("name", "pk")
    return render(request, "institutions/standing/custodies.html", {
        "columns": COLUMNS, "rows": [[one.name, one.sigla, one.get_state_display(), one.custody_accepted_at] for one in rows],
        "waiting": [one for one in rows if one.custody_accepted_at is None]})  # fmt: skip


@access.titular
@require_POST
def accept(request, uuid):
    """The custody of one."""
    scope.require_whole(request.actor)
    kept = services.accept_custody(scope.found(request, offered(request.actor), uuid), actor=request.actor)
    messages.success(request, f"Su institución aceptó la custodia de {kept.name}.")
    return redirect("institutions:custodies")
