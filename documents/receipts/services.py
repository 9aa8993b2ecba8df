"""Issuing a receipt: the facts, their digest, the PDF with the facts inside, and the entry in the Recorrido."""

import hashlib
import json
import math

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from documents import numbering, permissions
from documents.models import Copy, DeliveryReceipt, Document
from documents.receipts import history
from documents.receipts.facts import deliveries_of, stated
from documents.rendering.context import institution_values
from quipux import clock, pdf
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.files import store
from quipux.history import recorder
from quipux.web.formatting import timestamp_text

FACTS = "constancia.json"
MOST = 200  # recipients that one PDF tells: more reach the limits of the renderer
CHECK = "/verificar/constancia/"


@transaction.atomic
def issue(original: Copy, *, actor, sheet: int = 1) -> DeliveryReceipt:
    """Seal what became of every recipient's copy at this instant; of more than ``MOST``, one part of them.

    Args:
        sheet: which part, from 1 to `sheets_of`.

    Raises:
        Forbidden: the actor does not read the original whole.
        NotAllowedNow: it is a draft, or no original.
        Invalid: it has no such part.
        PdfError: the page could not be made.
    """
    if not permissions.can_read(original, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    document = Document.objects.select_related("type", "institution", "official_pdf").get(pk=original.document_id)
    if not original.is_original or document.frozen_at is None:
        raise NotAllowedNow("La constancia se emite cuando el documento se firma y envía.")
    deliveries, code, now = deliveries_of(document), numbering.verification_code(), clock.now()
    deliveries, part = _part(deliveries, sheet)
    facts = stated(document, deliveries, original=original, code=code, by=actor, at=now) | part
    sha256 = digest(facts)
    content = _pdf(document, deliveries, facts, sha256, now)
    receipt = DeliveryReceipt.objects.create(
        document=document, code=code, facts=facts, sha256=sha256, issued_by=actor.appointment, issued_at=now,
        file=store.save(content, media_type="application/pdf"))  # fmt: skip
    recorder.record(original, history.ISSUED, actor=actor, comment=f"Constancia {code}",
                    details={"receipt": str(receipt.uuid), "sha256": sha256, "pdf_sha256": receipt.file.sha256})  # fmt: skip
    return receipt


def sheets_of(recipients: int) -> int:
    """How many receipts tell of so many recipients."""
    return max(1, math.ceil(recipients / MOST))


def _part(deliveries, sheet):
    """The recipients of one receipt, and what it says of being one of several; nothing where it is the only one."""
    sheets, total = sheets_of(len(deliveries)), len(deliveries)
    if not 1 <= sheet <= sheets:
        raise Invalid("Elija una parte de la lista de destinatarios.")
    if sheets == 1:
        return deliveries, {}
    first, last = (sheet - 1) * MOST + 1, min(sheet * MOST, total)
    return deliveries[first - 1 : last], {"parte": {"numero": sheet, "partes": sheets, "desde": first, "hasta": last,
                                                    "destinatarios": total}}  # fmt: skip


def canonical(facts: dict) -> bytes:
    """The bytes whose digest seals the facts: JSON with sorted keys, without spaces, in UTF-8."""
    return json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def digest(facts: dict) -> str:
    """SHA-256 of ``canonical(facts)``."""
    return hashlib.sha256(canonical(facts)).hexdigest()


def is_intact(receipt: DeliveryReceipt) -> bool:
    """Whether the facts are still those that were sealed."""
    return digest(receipt.facts) == receipt.sha256


def _pdf(document, deliveries, facts, sha256, now) -> bytes:
    address = f"{settings.QUIPUX_PUBLIC_URL}{CHECK}"
    inside = pdf.Attachment(
        FACTS, canonical(facts), "Data", "Hechos de la constancia, cuya huella SHA-256 consta en ella"
    )
    page = render_to_string("documents/pdf/receipt.html", {
        "title": f"Constancia de entrega del documento Nro. {document.number}",
        "institution": institution_values(document.institution), "plain": False, "draft": False,
        "training": document.institution.is_training,
        "verification": {"code": facts["constancia"], "portal": address,
                         "qr": pdf.qr_data_uri(f"{address}?codigo={facts['constancia']}")},
        "facts": facts, "sha256": sha256, "issued_at": timestamp_text(now), "dated": timestamp_text(document.document_date),
        "deliveries": deliveries})  # fmt: skip
    return pdf.render(page, attachments=[inside], created=now)
