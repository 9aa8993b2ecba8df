"""«Calendarización de Solicitud.», one or many, and what became of each (T6, backups §2.5, §3.11)."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from backups.admin import reads
from backups.admin.drawing import draw, require_operator
from backups.admin.forms import SchedulingForm
from backups.services import nights, scheduling
from quipux import access, clock
from quipux.errors import Invalid
from quipux.web.components import Column

MOST = 200  # requests moved at once (accounts-portal §12)
TOO_MANY = "Puede calendarizar hasta {most} solicitudes a la vez; marcó {count}."
RESULT = "sge_calendarizar"
CHOSEN_COLUMNS = (Column("Solic.", "Número de solicitud"), Column("Solicitante"), Column("Institución"),
                  Column("Ejecución"), Column("Cant.", "Cantidad de documentos", numeric=True))  # fmt: skip
REFUSED_COLUMNS = (Column("Solic.", "Número de solicitud"), Column("Razón"))


@access.operator
@require_POST
def schedule(request):
    """The page for the ticked requests; «Grabar» moves each one or says why not."""
    actor, back = require_operator(request, "calendarizar"), _back(request)
    keys = _keys(request.POST.getlist("solicitud"))
    if not keys or len(keys) > MOST:
        told = TOO_MANY.format(most=MOST, count=len(keys)) if keys else scheduling.NOTHING_CHOSEN
        messages.warning(request, told)
        return redirect(back)
    chosen = list(reads.requests().filter(uuid__in=keys).order_by("approved_at", "pk"))
    if "night" not in request.POST:
        return _page(request, chosen, back, SchedulingForm(initial={"night": clock.today()}))
    form = SchedulingForm(request.POST)
    if form.is_valid() and request.POST.get("accion") == "simular":
        return _page(request, chosen, back, form, effect=nights.forecast(form.cleaned_data["night"], extra=chosen))
    return _save(request, actor, chosen, back, form)


def _save(request, actor, chosen, back, form):
    if not form.is_valid():
        return _page(request, chosen, back, form)
    data = form.cleaned_data
    try:
        result = scheduling.calendarizar(chosen, data["night"], actor=actor, reason=data["reason"],
                                         confirmed=data["confirmed"])  # fmt: skip
    except scheduling.CapacityWarning as warning:
        form = SchedulingForm(request.POST, asks_confirmation=True)
        form.add_error("confirmed", warning.message)
        return _page(request, chosen, back, form)
    except Invalid as refusal:
        form.add_error("night", refusal.message)
        return _page(request, chosen, back, form)
    request.session[RESULT] = {"night": data["night"].isoformat(), "back": back,
                               "moved": [[one.number, str(one.uuid)] for one in result.moved],
                               "refused": result.refused}  # fmt: skip
    return redirect("admin:sge:schedule_result")


def _page(request, chosen, back, form, effect=None):
    rows = [[str(one.number), one.person.full_name, one.institution.name, one.backup.scheduled_for, one.count]
            for one in chosen]  # fmt: skip
    context = {"form": form, "chosen": chosen, "rows": rows, "columns": CHOSEN_COLUMNS, "back_url": back,
               "effect": effect}  # fmt: skip
    return draw(request, "admin/backups/schedule.html", context, status=422 if form.errors else 200)


@access.operator
@require_safe
def schedule_result(request):
    """The last «Grabar» of this person: what moved and what was refused; the last item decides nothing."""
    result = request.session.get(RESULT)
    if result is None:
        return redirect("admin:sge:to_schedule")
    context = {"result": result, "columns": REFUSED_COLUMNS, "back_url": result["back"],
               "rows": [[str(number), reason] for number, reason in result["refused"]]}  # fmt: skip
    return draw(request, "admin/backups/schedule_result.html", context)


def _keys(texts) -> list[uuid.UUID]:
    found = []
    for text in texts:
        try:
            found.append(uuid.UUID(text))
        except ValueError:
            continue
    return list(dict.fromkeys(found))


def _back(request) -> str:
    """The list or request that the person came from, with its filters; never another site."""
    asked, home = request.POST.get("volver", ""), reverse("admin:sge:to_schedule")
    own = asked.startswith(f"{settings.QUIPUX_ADMIN_PATH}respaldos/") and url_has_allowed_host_and_scheme(asked, None)
    return asked if own else home
