"""Asking for a backup: the form, «Calcular», the confirmation and the sending (backups §3.2, T1–T4)."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from backups.forms import ConfirmationForm, RequestForm
from backups.models import BackupRequest
from backups.preflight import Outlook, outlook
from backups.presenters import sheet, wording
from backups.services import requests
from backups.services.requests import TooFewDocuments, Wish
from backups.states import RequestState
from backups.views import one
from institutions.models import Appointment
from institutions.states import AppointmentState
from quipux import access, clock
from quipux.errors import Conflict, Invalid

SAVED = "Datos de solicitud guardados correctamente."


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def request_form(request):
    """A new request; while one is open, that one (backups §3.2)."""
    if request.method == "POST":
        return act(request)
    post = request.actor.appointment
    other = BackupRequest.objects.open_personal_of(post) | BackupRequest.objects.active_of(post)
    other = other.with_names().first()
    if other is None:
        return draw(request, RequestForm(initial=_first_values(request)))
    if other.state == RequestState.DRAFT:
        return redirect("backups:detail", other.uuid)
    return one.sheet_page(request, other, notice=requests.already_open_message(other))


@access.servant
@require_safe
def new_history(request):
    """The tab Recorrido of a request that nobody saved yet: nothing happened, and it says so."""
    post = request.actor.appointment
    other = BackupRequest.objects.open_personal_of(post).first()
    if other:
        return redirect("backups:history", other.uuid)
    return render(request, "backups/new_history.html", {"tabs": sheet.tabs(None, current="history")})


def act(request, draft: BackupRequest | None = None):
    """What the pressed button asks of a new request or of ``draft``; Enter saves (U-15)."""
    handlers = {"calcular": _calculate, "periodo": _whole_period, "enviar": _ask_confirmation, "confirmar": _confirm,
                "regresar": _back_to_form}  # fmt: skip
    return handlers.get(request.POST.get("accion"), _save)(request, draft)


def edit_page(request, draft: BackupRequest):
    """The form of an own draft."""
    values = {"date_from": draft.date_from, "date_to": draft.date_to, "comment": draft.comment}
    return draw(request, RequestForm(initial=values), draft)


# What each button does --------------------------------------------------------------------------------


def _save(request, draft):
    form = RequestForm(request.POST)
    if form.is_valid():
        try:
            saved = requests.save_draft(_wish(form), actor=request.actor, draft=draft)
        except (Invalid, Conflict) as refusal:
            return _refused(request, form, draft, refusal)
        messages.success(request, SAVED)
        return redirect("backups:detail", saved.uuid)
    return draw(request, form, draft)


def _calculate(request, draft):
    form = _dated_form(request)
    found = None if form.errors else outlook(_wish(form), actor=request.actor)
    return draw(request, form, draft, found=found)


def _whole_period(request, draft):
    """«Usar todo el período de gestión»: the days of the appointment; the rest stays as typed."""
    post, today = request.actor.appointment, clock.today()
    values = {"date_from": post.starts_on, "date_to": min(post.ends_on or today, today)}
    return draw(request, RequestForm(initial=_typed(request) | values), draft)


def _back_to_form(request, draft):
    return draw(request, RequestForm(initial=_typed(request)), draft)


def _ask_confirmation(request, draft):
    form = _dated_form(request)
    if form.errors:
        return draw(request, form, draft)
    try:
        figures = requests.check_sendable(_wish(form), actor=request.actor, draft=draft)
    except (Invalid, Conflict) as refusal:
        return _refused(request, form, draft, refusal)
    asking = ConfirmationForm(initial=_typed(request) | {"key": uuid.uuid4()}, asks_declaration=_asks(request))
    return _confirmation(request, asking, _wish(form), draft, figures)


def _confirm(request, draft):
    form = ConfirmationForm(request.POST, asks_declaration=_asks(request))
    if not form.is_valid():
        return draw(request, RequestForm(request.POST), draft, status=422)
    wish, declared = _wish(form), form.cleaned_data["declared"] or not _asks(request)
    try:
        sent = requests.send(wish, actor=request.actor, declared=declared, key=form.cleaned_data["key"], draft=draft)
    except (Invalid, Conflict) as refusal:
        if "declared" in getattr(refusal, "fields", {}):
            form.add_error("declared", refusal.fields["declared"])
            return _confirmation(request, form, wish, draft)
        return _refused(request, RequestForm(request.POST), draft, refusal)
    return redirect("backups:sent", sent.uuid)


# Pieces -----------------------------------------------------------------------------------------------


def _first_values(request):
    """Today twice, or the range of the request to repeat («Solicitar de nuevo»)."""
    today = clock.today()
    repeated = _repeated(request)
    if repeated is None:
        return {"date_from": today, "date_to": today}
    return {"date_from": repeated.date_from, "date_to": repeated.date_to, "comment": repeated.comment}


def _repeated(request):
    try:
        key = uuid.UUID(request.GET.get("de", ""))
    except ValueError:
        return None
    return BackupRequest.objects.visible_to(request.actor).about(request.actor.appointment).filter(uuid=key).first()


def _dated_form(request) -> RequestForm:
    """The form as posted, with the errors of its period on it."""
    form = RequestForm(request.POST)
    if form.is_valid():
        try:
            requests.check_period(_wish(form))
        except Invalid as refusal:
            _mark(form, refusal)
    return form


def _refused(request, form, draft, refusal):
    """The form again, with everything typed and the sentence of the guard that failed."""
    found = None
    if isinstance(refusal, TooFewDocuments) and form.is_valid():
        found = outlook(_wish(form), actor=request.actor, figures=refusal.figures)
    form.full_clean()
    _mark(form, refusal)
    return draw(request, form, draft, found=found, status=refusal.status)


def _mark(form, refusal):
    fields = {name: text for name, text in getattr(refusal, "fields", {}).items() if name in form.fields}
    for name, text in (fields or {None: refusal.message}).items():
        form.add_error(name, text)


def _wish(form) -> Wish:
    data = form.cleaned_data
    return Wish(data["date_from"], data["date_to"], data["comment"])


def _typed(request):
    return {name: request.POST.get(name, "") for name in ("date_from", "date_to", "comment")}


def _asks(request) -> bool:
    """Whether the declaration is asked: an open departure case is the declaration (guard 2)."""
    return request.actor.appointment.state != AppointmentState.LEAVING


def draw(request, form, draft=None, *, found: Outlook | None = None, status: int | None = None):
    """The form with whatever has been calculated."""
    actor = request.actor
    context = _common(request, form, draft) | {
        "applicant": sheet.applicant_rows(actor.user, actor.appointment), "found": found,
        "data": sheet.new_request_rows(draft, clock.today()), "figures": sheet.preflight_rows(found) if found else [],
        "included": wording.INCLUDED, "tabs": sheet.tabs(draft, current="detail"),
        "minimum": settings.QUIPUX_MINIMUM_DOCUMENTS, "document_columns": sheet.DOCUMENT_COLUMNS,
        "document_rows": sheet.document_rows(found.documents) if found else [],
        "too_few": TooFewDocuments(found.figures).message if found and not found.is_enough else "",
    }  # fmt: skip
    return render(request, "backups/request_form.html", context, status=status or (422 if form.errors else 200))


def _confirmation(request, form, wish, draft, figures=None):
    found = outlook(wish, actor=request.actor, figures=figures)
    context = _common(request, form, draft) | {
        "found": found, "figures": sheet.preflight_rows(found), "period": sheet.period_rows(wish),
        "estimate": wording.ESTIMATE, "high_demand": wording.HIGH_DEMAND if found.is_high_demand else "",
        "asks_declaration": _asks(request), "minimum": settings.QUIPUX_MINIMUM_DOCUMENTS,
    }  # fmt: skip
    return render(request, "backups/confirmation.html", context, status=422 if form.errors else 200)


def _common(request, form, draft):
    """What the form and its confirmation both show."""
    action = reverse("backups:detail", args=[draft.uuid]) if draft else reverse("backups:request_form")
    return {"form": form, "draft": draft, "action": action, "exclusive": wording.EXCLUSIVE,
            "post": request.actor.appointment, "others": _other_posts(request.actor)}  # fmt: skip


def _other_posts(actor) -> list[Appointment]:
    """The person's other appointments, whose documents this request does not hold (backups §4.5)."""
    posts = Appointment.objects.of_person(actor.user).exclude(pk=actor.appointment.pk)
    return list(posts.exclude(state=AppointmentState.SCHEDULED).with_names().order_by("-starts_on", "pk"))
