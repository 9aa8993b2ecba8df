"""Verificar Firma: what was kept of a signature, and its file examined again (documents §5.4, §9.2)."""

from django.views.decorators.http import require_safe

from documents.permissions import CONTENT
from documents.signing.describing import facts_of
from documents.views.drawing import draw
from documents.views.finding import copy_at
from quipux import access, clock
from quipux.errors import NotFound
from quipux.files import store
from quipux.signatures import validating


@access.servant
@require_safe
def signature(request, uuid):
    """The report of when it was accepted, and what the stored bytes say now."""
    copy = copy_at(request, uuid, CONTENT)
    facts = facts_of(copy.document, request.actor)
    if facts is None:
        raise NotFound("No encontramos ese documento.")
    now = clock.now()
    found = validating.examine(store.read(copy.document.official_pdf), at=now,
                                training=copy.document.institution.is_training)  # fmt: skip
    return draw(request, copy, "document", "documents/signing/signature.html", {
        "facts": facts, "examined_at": now, "verdict": found.verdict.label,
        "sha256": copy.document.official_pdf.sha256})  # fmt: skip
