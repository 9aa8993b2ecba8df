"""The pages of one document: Información General, Anexos, Recorrido (documents §5.4)."""

from functools import wraps
from urllib.parse import urlencode, urlsplit

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from documents import detail, services
from documents.attaching import listing
from documents.models import Copy
from documents.states import CopyRole, CopyState
from documents.trays import RECEIVED, SENT, TRAYS
from quipux import access
from quipux.errors import NotFound
from quipux.web.components import Tab

TABS = (("document", "Información General"), ("attachments", "Anexos"), ("history", "Recorrido"))


def readable_copy(request, uuid) -> Copy:
    """The copy, if the actor reads it; a stranger's and one that does not exist are the same (S-17)."""
    copy = Copy.objects.readable_by(request.actor.appointment).for_page().filter(uuid=uuid).first()
    if copy is None:
        raise NotFound("No encontramos ese documento.")
    return copy


def _tab(name, template):
    """A view of one tab: finds the copy and draws the common head around what the view adds."""

    def decorator(view):
        @access.servant
        @require_safe
        @wraps(view)
        def page(request, uuid):
            copy = readable_copy(request, uuid)
            context = {"copy": copy, "document": copy.document, "tabs": _tabs(request, copy, name),
                       "back": _back(request, copy), "comment": detail.last_reassignment_comment(copy)}  # fmt: skip
            return render(request, template, context | view(request, copy))

        return page

    return decorator


@_tab("document", "documents/document.html")
def document(request, copy):
    """Información General.

    The only GET that writes: the holder's own opening marks the copy read in the same transaction,
    as documents §5.3 asks. A browser that fetches ahead of its person, and HEAD, open nothing.
    """
    if request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", ""):
        services.mark_read(copy, actor=request.actor)
    return {"parties": detail.parties_by_role(copy.document), "annexes": detail.attachments_of(copy).count()}


@_tab("attachments", "documents/attachments.html")
def attachments(request, copy):
    """Anexos signed with the document, and those added later."""
    first, later = listing.told_apart(copy)
    return {"attachments": first, "later": later}


@_tab("history", "documents/history.html")
def history(request, copy):
    """Recorrido of this copy, newest first by sequence."""
    return {"columns": detail.HISTORY_COLUMNS, "entries": detail.history_rows(copy)}


def _tabs(request, copy, current):
    suffix = f"?{urlencode({'volver': request.GET['volver']})}" if request.GET.get("volver") else ""
    return [Tab(label, reverse(f"documents:{name}", args=[copy.uuid]) + suffix, name == current)
            for name, label in TABS]  # fmt: skip


def _back(request, copy):
    """The filtered list the person came from, or the tray the copy belongs to."""
    parts = urlsplit(request.GET.get("volver", ""))
    tray = next((tray for tray in TRAYS.values() if parts.path == tray.url), None)
    if tray and not parts.scheme and not parts.netloc:
        return {"url": f"{tray.url}?{parts.query}" if parts.query else tray.url, "text": tray.label}
    own = SENT if copy.role == CopyRole.ORIGINAL and copy.state == CopyState.SENT else RECEIVED
    return {"url": own.url, "text": own.label}
