"""Pages of a citizen: trays and documents to read, in plain words (documents §12)."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents import services
from documents.attaching import revising
from documents.citizens import listing, sheet
from documents.models import Copy
from documents.receipts.openings import note_opening
from documents.views.finding import hand_out, is_opened, refuse
from quipux import access
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.limits import pages
from quipux.retrying import left_out_without_room


@access.citizen
@require_safe
@pages.list_page
def tray(request, slug):
    """One of the citizen's own lists; «institucion» narrows it."""
    found = {one.slug: one for one in listing.trays_of(request.actor)}.get(slug)
    if found is None:
        raise Http404
    listed = listing.read(found, request.actor, request.GET)
    return render(request, "documents/citizens/tray.html", {"listed": listed, "page": listed.page})


@access.citizen
@require_safe
def document(request, uuid):
    """What she presented or received; the Recorrido and the office's own data are not here.

    Her own opening marks the copy read and is kept as evidence of the delivery, as an official's is.
    """
    copy = _copy(request, uuid)
    if is_opened(request):
        with left_out_without_room("opening", copy=str(copy.uuid), user=request.user.pk):
            services.mark_read(copy, actor=request.actor)
            note_opening(copy, actor=request.actor)
    return render(request, "documents/citizens/document.html", {"sheet": sheet.read(copy, request.actor)})


@access.citizen
@require_safe
def official_pdf(request, uuid):
    """The official PDF, byte for byte."""
    copy = _copy(request, uuid)
    if copy.document.official_pdf is None:
        refuse(request, uuid)
    return hand_out(request, copy, copy.document.official_pdf, f"{copy.document.number}.pdf")


@access.citizen
@require_safe
def attachment(request, uuid, attachment):
    """One anexo that belongs to the document itself; what an office added to its copy is its own."""
    copy = _copy(request, uuid)
    found = sheet.files_of(copy).filter(uuid=attachment).first()
    if found is None:
        refuse(request, uuid)
    return hand_out(request, copy, revising.served(found), found.name)


def _copy(request, uuid) -> Copy:
    """A copy of her own, or the one refusal for everything else (S-17)."""
    copy = Copy.objects.visible_to(request.actor, at_least=2).filter(uuid=uuid).select_related(*sheet.RELATED).first()
    if copy is None:
        refuse(request, uuid)
    if copy.is_confidential:
        note(request, Event.READ, kind="copy", uuid=copy.uuid)
    return copy
