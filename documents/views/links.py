"""Docs Asociados, Seguimiento and Cambios en línea of one document (documents §4.2, §13.5, §13.6)."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import permissions
from documents.composing import saving
from documents.detail import links as shown
from documents.link_forms import DataForm, LinkForm
from documents.models import Copy
from documents.permissions import READS
from documents.search.limits import TooSlow, in_time
from documents.search.pages import FIRST, QuickList
from documents.search.words import cleaned
from documents.services import data, links
from documents.views.drawing import draw
from documents.views.finding import copy_at, refuse
from quipux import access
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.limits import pages
from quipux.web.components import Chip, Column, Link

FOUND = [Column(label) for label in ("Documento", "Fecha", "Asunto", "De", "Estado")]


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def associated(request, uuid):
    """The tree of antecedentes and consecuentes, and the form that adds one."""
    copy = copy_at(request, uuid, READS)
    form = LinkForm(request.POST if request.method == "POST" else None, copy=copy, actor=request.actor)
    if form.is_valid() and _linked(form, request.actor):
        messages.success(request, "Los documentos quedaron asociados.")
        return redirect("documents:links", copy.uuid)
    nodes = shown.associated(copy, request.actor)
    return draw(request, copy, "links", "documents/links.html", {
        "form": form, "columns": shown.LINK_COLUMNS, "rows": shown.link_rows(nodes) if len(nodes) > 1 else [],
        "first": nodes[0] if nodes and not nodes[0].is_current else None,
        "removable": _removable(copy, request.actor)}, status=422 if form.is_bound else 200)  # fmt: skip


def _linked(form, actor) -> bool:
    try:
        links.link(*form.pair, actor=actor)
    except (Conflict, NotAllowedNow) as error:
        form.add_error("number", error.message)
        return False
    return True


def _removable(copy, actor) -> list[Copy]:
    """Consequents, each with a copy of its antecedent beside it, whose association the actor may take away."""
    near = Copy.objects.visible_to(actor).select_related("document").order_by("pk")
    above = near.filter(document=copy.document.antecedent_id).first() if copy.document.antecedent_id else None
    pairs = [(copy, above)] if above else []
    seen = set()
    for below in near.filter(document__antecedent=copy.document_id):
        if below.document_id not in seen:
            seen.add(below.document_id)
            pairs.append((below, copy))
    return [pair for pair in pairs if links.holds_one(*pair, actor=actor)]


@access.servant
@require_POST
def unlink(request, uuid):
    """Quitar asociación between this document and the one named in the form."""
    copy = copy_at(request, uuid, READS)
    wanted = request.POST.get("asociacion", "")
    pair = next((p for p in _removable(copy, request.actor) if f"{p[0].uuid}" == wanted), None)
    if pair is None:
        refuse(request, uuid)
    links.unlink(*pair, actor=request.actor)
    messages.success(request, "Se quitó la asociación.")
    return redirect("documents:links", copy.uuid)


@access.servant
@require_safe
def followed(request, uuid):
    """Seguimiento: the document and the chain of its answers; as a conversation, with their texts."""
    copy = copy_at(request, uuid, READS)
    nodes, talks = shown.followed(copy, request.actor), request.GET.get("vista") == "conversacion"
    address = reverse("documents:follow_up", args=[copy.uuid])
    chips = [Chip("Cadena de respuestas", address, None, not talks),
             Chip("Conversación", f"{address}?vista=conversacion", None, talks)]  # fmt: skip
    return draw(request, copy, "links", "documents/follow_up.html", {
        "columns": shown.CHAIN_COLUMNS, "rows": [] if talks else shown.chain_rows(nodes), "chips": chips,
        "turns": shown.conversation(nodes, request.actor) if talks else []})  # fmt: skip


@access.servant
@require_safe
@pages.search_page
def follow(request):
    """Seguimiento de documentos: a document by number or words, and then its chain of answers."""
    text, slow, listing = cleaned(request.GET.get("texto", "")), "", QuickList([])
    try:
        with in_time():
            listing = QuickList.read(text, actor=request.actor, at_least=READS)
    except TooSlow as error:
        slow = error.message
    if listing.exact and len({row.copy.document_id for row in listing.rows}) == 1:
        return redirect("documents:follow_up", listing.rows[0].copy.uuid)
    context = {
        "text": text,
        "columns": FOUND,
        "rows": _once_each(listing.rows),
        "more": listing.more,
        "first": FIRST,
        "slow": slow,
    }
    return render(request, "documents/follow.html", context, status=503 if slow else 200)


def _once_each(found) -> list[list]:
    """One row for each document: all of its copies have the same chain."""
    by_document = {}
    for row in found:
        by_document.setdefault(row.copy.document_id, row)
    return [[Link(row.number, reverse("documents:follow_up", args=[row.copy.uuid])), row.copy.sort_at,
             row.copy.document.subject, row.copy.document.from_label, row.copy.get_state_display()]
            for row in by_document.values()]  # fmt: skip


def _changed(copy, form, actor) -> bool:
    try:
        with transaction.atomic():
            if "tipo" in form.fields:
                saving.change_type(copy, form.cleaned_data["tipo"], actor)
            data.change_data(copy, form.changes, actor=actor, comment=form.cleaned_data["comment"])
    except Invalid as error:
        form.add_error("tipo" if "tipo" in form.fields else None, error.message)
        return False
    return True


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def change_data(request, uuid):
    """Cambios en línea, by the holder."""
    copy = copy_at(request, uuid, READS)
    if not permissions.can_change_data(copy, request.actor):
        raise Forbidden("Solo quien tiene el documento puede cambiar sus datos.")
    if not data.editable(copy):
        raise NotAllowedNow(copy.refusal_message())
    form = DataForm(request.POST if request.method == "POST" else None, copy=copy, actor=request.actor)
    if form.is_valid() and _changed(copy, form, request.actor):
        messages.success(request, "Los datos de esta copia se guardaron; las demás copias no cambian.")
        return redirect("documents:document", copy.uuid)
    return draw(request, copy, "document", "documents/change_data.html", {"form": form},
                status=422 if form.is_bound else 200)  # fmt: skip
