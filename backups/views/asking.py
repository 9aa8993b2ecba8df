"""Asking for the own backup: the form of a personal request (backups §3.2, T1–T4)."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from backups.models import BackupRequest
from backups.presenters import sheet
from backups.services import requests
from backups.states import Kind, RequestState
from backups.views import one
from backups.views.flow import Flow
from quipux import access


@access.titular
@require_http_methods(["GET", "HEAD", "POST"])
def request_form(request):
    """A new request; while one is open, that one (backups §3.2)."""
    flow = Flow(request)
    if request.method == "POST":
        return flow.act()
    post = request.actor.appointment
    other = BackupRequest.objects.open_personal_of(post) | BackupRequest.objects.active_of(post)
    other = other.with_names().first()
    if other is None:
        return flow.open()
    if other.state == RequestState.DRAFT:
        return redirect("backups:detail", other.uuid)
    return one.sheet_page(request, other, notice=requests.already_open_message(other))


@access.titular
@require_safe
def new_history(request):
    """The tab Recorrido of a request that nobody saved yet: nothing happened, and it says so."""
    post = request.actor.appointment
    other = BackupRequest.objects.open_personal_of(post).first()
    if other:
        return redirect("backups:history", other.uuid)
    context = {"tabs": sheet.tabs(None, current="history", kind=Kind.PERSONAL), "whose": "personal",
               "form_url": reverse("backups:request_form")}  # fmt: skip
    return render(request, "backups/new_history.html", context)


def draw(request, form, draft: BackupRequest | None = None, *, status: int | None = None):
    """The form of a personal request as another page found it."""
    return Flow(request, draft).draw(form, status=status)
