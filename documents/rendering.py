"""The official PDF of a document: data outside, the person's text inside one block (documents §8)."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from documents.states import PartyRole
from quipux import clock, pdf
from quipux.pdf.qr import qr_data_uri

MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
          "diciembre")  # fmt: skip


def long_date(instant) -> str:
    """«23 de mayo de 2026», the day in Guayaquil."""
    day = clock.local(instant)
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def official_pdf(document) -> bytes:
    """Render the frozen document by the layout of its type.

    Raises:
        PdfError: the renderer's child failed, was too slow or too big.
    """
    html = render_to_string(f"documents/pdf/{document.type.layout}.html", pdf_context(document))
    return pdf.render(html)


def pdf_context(document) -> dict:
    """What the layouts print; every value comes from the frozen document."""
    parties = list(document.parties.all())
    instant = document.document_date or timezone.now()
    portal = settings.QUIPUX_PUBLIC_URL
    return {
        "type_label": document.type.label,
        "number": document.number,
        "city": document.area.city,
        "date_long": long_date(instant),
        "date_iso": clock.local(instant).isoformat(timespec="seconds"),
        "subject": document.subject,
        "from": next((_party(p) for p in parties if p.role == PartyRole.FROM), None),
        "to": [_party(p) for p in parties if p.role == PartyRole.TO],
        "cc": [_party(p) for p in parties if p.role == PartyRole.CC],
        "body_html": document.body,
        "references": [document.reference] if document.reference else [],
        "attachments": [a.name for a in document.attachments.filter(removed_at=None, copy=None)],
        "siglas": initials(document.author.person.full_name),
        "verification_code": document.verification_code,
        "qr": qr_data_uri(f"{portal}/verificar/?codigo={document.verification_code}"),
        "portal": portal,
        "institution": _institution(document.institution),
        "training": document.institution.is_training,
        "draft": document.frozen_at is None,
        "signed_electronically": False,
    }


def initials(name: str) -> str:
    """The «sumilla» of a person without one: lower-case initials."""
    return "".join(word[0] for word in name.split()).lower()


def _party(party):
    return {"academic_title": party.academic_title, "name": party.name, "title": party.title, "area": party.area_name,
            "institution": party.institution_name, "city": party.city}  # fmt: skip


def _institution(institution):
    return {"name": institution.name, "address": institution.address, "phone": institution.phone,
            "farewell": institution.farewell, "logo": ""}  # fmt: skip
