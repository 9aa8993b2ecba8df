"""Despachos, Devolución and the papers of a hand-over (documents §5.2, §10.4)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from documents.attaching import revising
from documents.dispatching import services, transfers
from documents.dispatching.forms import DeliveryForm
from documents.dispatching.listing import DispatchList, ReturnSearch
from documents.dispatching.querysets import on_paper
from documents.listing.bar import NOTHING_CHOSEN, Bar, Button
from documents.models import PaperDispatch
from documents.permissions import CONTENT
from documents.states import ScanState
from documents.views.finding import ISOLATED, hand_out, refuse
from quipux import access, clock
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Forbidden, Invalid
from quipux.limits import pages

FOLLOWING = ("print_dispatch", "register_incoming")


@access.servant
@require_safe
@pages.list_page
def dispatches(request):
    """What left on paper: who carries it, and what became of it."""
    if not any(request.actor.holds(permission) for permission in FOLLOWING):
        raise Forbidden("Usted no tiene el permiso Impresión de Documentos.")
    return _list(request, DispatchList(request.actor, request.GET))


@access.servant
@require_safe
@pages.list_page
def returns(request):
    """Devolución: the window looks for the paper that came back."""
    if not request.actor.holds("register_incoming"):
        raise Forbidden("Usted no tiene el permiso Creación de Documentos de Entrada.")
    return _list(request, ReturnSearch(request.actor, request.GET))


def _list(request, listing):
    page = listing.page
    return render(request, "documents/dispatching/list.html", {
        "listing": listing, "form": listing.form, "page": page, "bar": _bar(request, listing) if page and page.total else None,
    }, status=200 if listing.form.is_valid() else 422)  # fmt: skip


def _bar(request, listing):
    acts = [("Devolver", "devolver")]
    if request.actor.holds("print_dispatch"):
        acts += [("Registrar despacho", "despachar"), ("Imprimir Sobre", "imprimir-sobre")]
    notice = NOTHING_CHOSEN if request.GET.get("aviso") == "seleccione" else ""
    buttons = [Button(label, reverse("documents:act", args=[slug])) for label, slug in acts]
    return Bar(buttons, listing.address, None, notice)


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def delivered(request, uuid):
    """Entregado: day, who received it, and the file that proves it."""
    found = _followed(request, uuid)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = DeliveryForm(*posted, initial={"day": clock.today()})
    if posted and form.is_valid():
        try:
            services.confirm_delivery(found.copy, actor=request.actor, **form.cleaned_data)
        except Invalid as refusal:
            for name, text in (refusal.fields or {"evidence": refusal.message}).items():
                form.add_error(name, text)
        else:
            messages.success(request, f"La entrega de {found.copy.number} quedó registrada.")
            return redirect("documents:dispatches")
    return render(request, "documents/dispatching/delivered.html", {
        "form": form, "found": found, "words": services.words_of(found), "back_url": reverse("documents:dispatches"),
    }, status=422 if form.errors else 200)  # fmt: skip


@access.servant
@require_safe
def evidence(request, uuid):
    """The file that proves a delivery; of a confidential document, to who may open its files."""
    found = _followed(request, uuid)
    row = found.evidence
    if row is None or row.scan_state != ScanState.CLEAN or (found.copy.is_confidential and found.copy.level < CONTENT):
        refuse(request, uuid, "dispatch")
    return hand_out(request, found.copy, revising.served(row), row.name)


def _followed(request, uuid) -> PaperDispatch:
    """The newest journey of a copy that the actor follows; any other is unknown here."""
    found = PaperDispatch.objects.select_related("evidence__file").filter(uuid=uuid, is_current=True).first()
    copies = on_paper(request.actor).with_level(request.actor).select_related("document__type", "party")
    copy = copies.filter(pk=found.copy_id).first() if found else None
    if copy is None:
        refuse(request, uuid, "dispatch")
    found.copy = copy
    return found


@access.servant
@require_safe
def transfer(request, uuid):
    """«Traspaso de documentos físicos», to be signed by three people."""
    rows = transfers.sheet_rows(uuid, request.actor)
    if not rows:
        refuse(request, uuid, "transfer")
    content = transfers.transfer_pdf(rows, request.actor)
    note(request, Event.DOWNLOAD, kind="transfer", uuid=uuid, size=len(content))
    return HttpResponse(content, content_type="application/pdf", headers=ISOLATED | {
        "Content-Disposition": 'inline; filename="traspaso.pdf"', "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff"})  # fmt: skip
