"""The official PDF of a document: data outside, the person's text inside one block (documents §8)."""

from django.conf import settings
from django.template.loader import render_to_string

from documents.states import PartyRole
from quipux import clock, pdf
from quipux.pdf.qr import qr_data_uri

MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
          "diciembre")  # fmt: skip


def long_date(instant) -> str:
    """«23 de mayo de 2026», the day in Guayaquil."""
    day = clock.local(instant)
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def official_html(document, *, electronically: bool = False) -> str:
    """The frozen document laid out by its type, ready for the renderer.

    Args:
        electronically: it will be signed electronically; otherwise there is space to sign by hand.
    """
    context = pdf_context(document) | {"signed_electronically": electronically}
    return render_to_string(f"documents/pdf/{document.type.layout}.html", context)


def official_pdf(document, *, electronically: bool = False) -> bytes:
    """Render the frozen document.

    Raises:
        PdfError: the renderer's child failed, was too slow or too big.
    """
    return pdf.render(official_html(document, electronically=electronically))


def draft_pdf(document) -> bytes:
    """«Vista previa»: the draft as it would print today.

    Raises:
        PdfError: as `official_pdf`.
    """
    return pdf.render(official_html(document))


def pdf_context(document) -> dict:
    """What the layouts print; every value comes from the frozen document."""
    parties = list(document.parties.all())
    number = document.number or "(borrador)"
    return {
        "title": f"{document.type.label} Nro. {number}",
        "institution": _institution(document.institution),
        "draft": document.frozen_at is None,
        "training": document.institution.is_training,
        "verification": _verification(document),
        "number": number,
        "type_label": document.type.label,
        "city": document.area.city,
        "date_long": long_date(document.document_date or clock.now()),
        "subject": document.subject,
        "signer": next((_party(p) for p in parties if p.role == PartyRole.FROM), None),
        "recipients": [_party(p) for p in parties if p.role == PartyRole.TO],
        "copies": [_party(p) for p in parties if p.role == PartyRole.CC],
        "list_name": "",
        "body_html": document.body,
        "references": [document.reference] if document.reference else [],
        "attachments": [a.name for a in document.attachments.filter(removed_at=None, copy=None)],
        "siglas": initials(document.author.person.full_name),
        "signed_electronically": False,
        "signature_image": "",
    }


def _verification(document):
    if not document.verification_code:
        return None
    portal = settings.QUIPUX_PUBLIC_URL
    address = f"{portal}/verificar/?codigo={document.verification_code}"
    return {"code": document.verification_code, "portal": portal, "qr": qr_data_uri(address)}


def initials(name: str) -> str:
    """The «sumilla» of a person without one: lower-case initials."""
    return "".join(word[0] for word in name.split()).lower()


def _party(party):
    return {"title": party.academic_title, "name": party.name, "position": party.title, "area": party.area_name,
            "institution": party.institution_name, "place": party.city, "acting": ""}  # fmt: skip


def _institution(institution):
    return {"name": institution.name, "parent": "", "logo": "", "address": institution.address,
            "phone": institution.phone, "web": "", "phrase": institution.farewell, "background": ""}  # fmt: skip
