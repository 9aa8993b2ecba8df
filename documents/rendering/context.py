"""What the layouts of documents print: plain values only (documents §8)."""

import base64

from django.conf import settings

from documents import images
from documents.letterheads import services as letterheads
from documents.rendering.options import CIRCULAR, options_of
from documents.rendering.people import printed_people
from documents.rendering.siglas import initials, siglas_of
from documents.states import DocumentKind, Medium
from quipux import clock
from quipux.files import store
from quipux.pdf.qr import qr_data_uri

__all__ = ["initials", "institution_values", "long_date", "pdf_context", "verification_values"]
MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre",
          "diciembre")  # fmt: skip
FAREWELL = "Atentamente,"
NO_LETTERHEAD = {"name": "", "parent": "", "logo": "", "address": "", "phone": "", "phrase": ""}


def long_date(instant) -> str:
    """«23 de mayo de 2026», the day in Guayaquil."""
    day = clock.local(instant)
    return f"{day.day} de {MONTHS[day.month - 1]} de {day.year}"


def pdf_context(document) -> dict:
    """The context of ``documents/pdf/<layout>.html``; its keys are told at the head of ``base.html``."""
    options = options_of(document)
    people = printed_people(document, options)
    of_citizen = document.kind == DocumentKind.CITIZEN_LETTER
    number = document.number or document.temporary_number or "(borrador)"
    label = f"{document.type.label} {options.note_kind}".strip()
    return people | {
        "title": f"{label} Nro. {number}",
        "institution": institution_values(document.institution)
        | (NO_LETTERHEAD if of_citizen else _letterhead(document.area)),
        "plain": not options.uses_background,
        "draft": document.frozen_at is None,
        "training": document.institution.is_training,
        "verification": verification_values(document),
        "number": number,
        "type_label": label,
        "city": (people["signer"] or {}).get("city") or document.area.city,
        "date_long": long_date(document.document_date or clock.now()),
        "subject": document.subject,
        "lists_people": document.type.slug == CIRCULAR,
        "body_html": images.as_data(document.body, document),
        "references": _references(document),
        "attachments": _attachments(document),
        "attachments_note": document.attachments_description,
        "siglas": "" if of_citizen else siglas_of(document),
        "signed_electronically": False,
        "signature_image": "",
        "options": _printed_options(document, options),
    }


def _printed_options(document, options):
    return {
        "scale": options.scale,
        "italic": options.is_italic,
        "hides_number": options.hides_number,
        "hides_subject": options.hides_subject,
        "hides_references": options.hides_reference,
        "hides_attachments": options.hides_attachments,
        "hides_siglas": options.hides_initials,
        "farewell": "" if options.hides_farewell else options.farewell or FAREWELL,
        "phrase": ""
        if options.hides_phrase
        else options.phrase or ("" if document.kind == DocumentKind.CITIZEN_LETTER else document.institution.farewell),
        "addressee_at_foot": options.addressee_at == options.Where.FOOT,
        "centred_signature": options.signature_at == options.Side.CENTRE,
        "more_signers": options.adds_signers,
        "given_in": options.given_in,
    }


def _references(document):
    """No. Referencia and the antecedent, each once."""
    antecedent = document.antecedent
    found = [document.reference, antecedent.number if antecedent else ""]
    return list(dict.fromkeys(filter(None, found)))


def _attachments(document):
    rows = document.attachments.filter(removed_at=None, copy=None)
    return [f"{row.name} (medio físico)" if row.medium == Medium.PHYSICAL else row.name for row in rows]


def verification_values(document) -> dict | None:
    """Code, address and QR of the public check; a draft has none."""
    if not document.verification_code:
        return None
    portal = f"{settings.QUIPUX_PUBLIC_URL}/verificar/"
    address = f"{portal}{document.verification_code}/"
    return {"code": document.verification_code, "portal": portal, "address": address, "qr": qr_data_uri(address)}


def _letterhead(area) -> dict:
    """The área's own page behind the text; of an adscrita its name, above that of the institution (institutions §6.1)."""
    named = {"name": area.attached_name, "parent": area.institution.name} if area.attached_name else {}
    return named | {"background": letterheads.data_uri(area)}


def institution_values(institution) -> dict:
    """The letterhead of an institution; an adscrita also names the one it belongs to."""
    parent = institution.attached_to.name if institution.attached_to_id else ""
    return {"name": institution.name, "parent": parent, "logo": _logo(institution), "address": institution.address,
            "phone": institution.phone, "web": institution.website, "phrase": institution.farewell, "background": ""}  # fmt: skip


def _logo(institution) -> str:
    """The logo as a data URI, since who typesets reads no file and asks no server."""
    if institution.logo_id is None:
        return ""
    return f"data:image/png;base64,{base64.b64encode(store.read(institution.logo)).decode()}"
