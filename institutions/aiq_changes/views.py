"""`/institucion/cambio-de-aiq/`: the AIQ leaves the administration to another person (institutions §12.7)."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from institutions.aiq_changes import services
from institutions.aiq_changes.forms import ChangeRequestForm
from institutions.models import AiqChange
from quipux import access
from quipux.errors import Forbidden, Invalid
from quipux.web.components import Column

COLUMNS = [Column("AIQ nuevo"), Column("Estado"), Column("Efectivo desde"), Column("Solicitado el")]


@access.titular
@require_http_methods(["GET", "HEAD", "POST"])
def aiq_change(request):
    """The changes of the institution, and the form of a new one."""
    actor = request.actor
    if actor.is_training or not actor.holds("institutional_admin"):
        raise Forbidden("Solo el Administrador Institucional puede hacerlo.")
    form = ChangeRequestForm(request.POST, request.FILES) if request.method == "POST" else ChangeRequestForm()
    if form.is_bound and form.is_valid() and _asked(form, actor):
        messages.success(request, "Recibimos el cambio de AIQ. Le avisaremos por correo.")
        return redirect("institutions:aiq_change")
    rows = [[one.full_name, one.get_state_display(), one.effective_at, one.created_at]
            for one in AiqChange.objects.filter(institution=actor.institution).order_by("-pk")]  # fmt: skip
    context = {"form": form, "columns": COLUMNS, "rows": rows}
    return render(request, "institutions/implantation/aiq_change.html", context, status=422 if form.errors else 200)


def _asked(form, actor) -> bool:
    data = form.cleaned_data
    try:
        services.request_change(data, effective_at=form.effective_at(), reason=data["motivo"], letter=data["archivo"],
                                actor=actor)  # fmt: skip
    except Invalid as refusal:
        form.add_error(next((name for name in refusal.fields if name in form.fields), None), refusal.message)
        return False
    return True
