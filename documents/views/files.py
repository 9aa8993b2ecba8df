"""Bytes of a document: the official PDF and its anexos (documents §16.2, safety §2.5, §2.7)."""

from django.views.decorators.http import require_safe

from documents import alarms, detail
from documents.attaching import revising
from documents.permissions import CONTENT
from documents.states import ScanState
from documents.views.finding import copy_at, hand_out, refuse
from quipux import access


@access.servant
@require_safe
def official_pdf(request, uuid):
    """The official PDF, byte for byte as it was frozen."""
    copy = copy_at(request, uuid, CONTENT)
    document = copy.document
    if document.official_pdf is None:
        refuse(request, uuid)
    alarms.count_opening(request, alarms.FILES)
    return hand_out(request, copy, document.official_pdf, f"{document.number}.pdf")


@access.servant
@require_safe
def attachment(request, uuid, attachment):
    """One electronic anexo that passed its revision."""
    copy = copy_at(request, uuid, CONTENT)
    found = detail.attachments_of(copy).select_related("file").filter(uuid=attachment, file__isnull=False,
                                                                      scan_state=ScanState.CLEAN).first()  # fmt: skip
    if found is None:
        refuse(request, uuid)
    return hand_out(request, copy, revising.served(found), found.name)
