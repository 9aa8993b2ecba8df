"""The head and the tabs that all pages of a document share (documents §5.4)."""

from urllib.parse import urlencode, urlsplit

from django.shortcuts import render
from django.urls import reverse

from documents import detail, permissions
from documents.acts import acts_for
from documents.models import Copy
from documents.permissions import BASIC, CONTENT, READS
from documents.services.data import editable
from documents.states import CopyState, DocumentKind
from documents.trays import RECEIVED, SENT, TRAYS
from quipux.web.components import Link, Tab

# Address, label, and the level from which it is offered; «Copias» only of an original.
TABS = (("document", "Información General", BASIC), ("attachments", "Anexos", CONTENT), ("history", "Recorrido", BASIC),
        ("copy_folders", "Carpetas Virtuales", READS), ("links", "Docs Asociados", READS), ("tasks", "Tareas", READS),
        ("metadata", "Metadatos", READS), ("copies", "Copias", READS))  # fmt: skip
TRAY_OF_STATE = {CopyState.DRAFT: "en-elaboracion", CopyState.SENT: "enviados", CopyState.SHELVED: "archivados",
                 CopyState.UNSENT_ORIGINAL: "no-enviados", CopyState.DELETED: "eliminados",
                 CopyState.ANNULLED: "eliminados", CopyState.CITIZEN_PENDING: "docs-ciudadanos"}  # fmt: skip


def draw(request, copy: Copy, current: str, template: str, context: dict, *, status: int = 200):
    """One page of a copy found by ``documents.views.finding``: what every tab shows, and its own ``context``."""
    back = _back(request, copy)
    shared = {"copy": copy, "document": copy.document, "tabs": tabs_of(request, copy, current),
              "back": back, "acts": acts_of(request, copy, back["url"]), "reads": copy.level >= READS,
              "comment": detail.last_reassignment_comment(copy) if copy.level >= READS else ""}  # fmt: skip
    return render(request, template, shared | context, status=status)


def acts_of(request, copy, back_url: str) -> list[Link]:
    """Buttons of what the actor may do with the copy now; each leads to its own confirmation."""
    query = urlencode({"copia": copy.uuid, "volver": back_url})
    return [Link(act.label, act.leads_to(copy, request.actor) if act.leads_to else
                 f"{reverse('documents:act', args=[act.slug])}?{query}")
            for act in acts_for(copy, request.actor) if act.confirms] + _own_pages(copy, request.actor)  # fmt: skip


def _own_pages(copy, actor):
    if not permissions.can_change_data(copy, actor) or not editable(copy):
        return []
    written = copy.state == CopyState.DRAFT and copy.document.kind == DocumentKind.OUTGOING
    own = [("Vista previa", "preview")] if written else []
    return [Link(label, reverse(f"documents:{name}", args=[copy.uuid]))
            for label, name in (*own, ("Cambiar datos", "change_data"))]  # fmt: skip


def tabs_of(request, copy, current) -> list[Tab]:
    """Those the level allows; the page itself is always among them."""
    suffix = f"?{urlencode({'volver': request.GET['volver']})}" if request.GET.get("volver") else ""
    offered = [(name, label) for name, label, level in TABS
               if (copy.level >= level or name == current) and (name != "copies" or copy.is_original)]  # fmt: skip
    return [Tab(label, reverse(f"documents:{name}", args=[copy.uuid]) + suffix, name == current)
            for name, label in offered]  # fmt: skip


def _back(request, copy):
    """The filtered list the person came from, or the tray the copy belongs to."""
    parts = urlsplit(request.GET.get("volver", ""))
    tray = next((tray for tray in TRAYS.values() if parts.path == tray.url), None)
    if tray and not parts.scheme and not parts.netloc:
        return {"url": f"{tray.url}?{parts.query}" if parts.query else tray.url, "text": tray.label}
    own = TRAYS.get(TRAY_OF_STATE.get(copy.state), SENT if copy.is_original else RECEIVED)
    return {"url": own.url, "text": own.label}
