"""Docs Asociados, Seguimiento and Cambios en línea of one document (documents §4.2, §13.5, §13.6)."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from documents import permissions
from documents.detail import links as shown
from documents.link_forms import DataForm, LinkForm
from documents.models import Copy
from documents.permissions import READS
from documents.services import data, links
from documents.views.drawing import draw
from documents.views.finding import copy_at, refuse
from quipux import access
from quipux.errors import Conflict, Forbidden, NotAllowedNow


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
    """Seguimiento: the document and the chain of its answers."""
    copy = copy_at(request, uuid, READS)
    rows = shown.chain_rows(shown.followed(copy, request.actor))
    return draw(request, copy, "links", "documents/follow_up.html", {"columns": shown.CHAIN_COLUMNS, "rows": rows})


@access.servant
@require_http_methods(["GET", "HEAD", "POST"])
def change_data(request, uuid):
    """Cambios en línea, by the holder."""
    copy = copy_at(request, uuid, READS)
    if not permissions.can_change_data(copy, request.actor):
        raise Forbidden("Solo quien tiene el documento puede cambiar sus datos.")
    if not data.editable(copy):
        raise NotAllowedNow(copy.refusal_message())
    form = DataForm(request.POST if request.method == "POST" else None, copy=copy)
    if form.is_valid():
        data.change_data(copy, form.changes, actor=request.actor, comment=form.cleaned_data["comment"])
        messages.success(request, "Los datos de esta copia se guardaron; las demás copias no cambian.")
        return redirect("documents:document", copy.uuid)
    return draw(request, copy, "document", "documents/change_data.html", {"form": form},
                status=422 if form.is_bound else 200)  # fmt: skip
