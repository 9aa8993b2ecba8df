"""Bytes of a document: the official PDF and its anexos (documents §16.2, safety §2.5, §2.7)."""

from django.views.decorators.http import require_safe

from documents import detail
from documents.attaching import revising
from documents.states import ScanState
from documents.views.pages import readable_copy
from quipux import access
from quipux.errors import NotFound
from quipux.files.delivery import deliver

# Bytes that people brought never share the page's rights, even if a browser shows them (safety §2.5).
ISOLATED = {"Content-Security-Policy": "sandbox; default-src 'none'"}


@access.servant
@require_safe
def official_pdf(request, uuid):
    """The official PDF, byte for byte as it was frozen."""
    document = readable_copy(request, uuid).document
    if document.official_pdf is None:
        raise NotFound("El documento todavía no tiene archivo.")
    return _deliver(request, document.official_pdf, f"{document.number}.pdf")


@access.servant
@require_safe
def attachment(request, uuid, attachment):
    """One electronic anexo that passed its revision."""
    copy = readable_copy(request, uuid)
    found = detail.attachments_of(copy).select_related("file").filter(uuid=attachment, file__isnull=False,
                                                                      scan_state=ScanState.CLEAN).first()  # fmt: skip
    if found is None:
        raise NotFound("No encontramos ese anexo.")
    return _deliver(request, revising.served(found), found.name)


def _deliver(request, stored, filename):
    return deliver(request, storage_alias="default", key=stored.key, size=stored.size, sha256=stored.sha256,
                   filename=filename, media_type=stored.media_type, last_modified=stored.created_at,
                   extra_headers=ISOLATED)  # fmt: skip
