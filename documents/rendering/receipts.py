"""Comprobante: what the window gives to whoever brought a document (documents §11)."""

from urllib.parse import urlencode

from django.conf import settings
from django.db import models
from django.template.loader import render_to_string

from accounts.citizens import has_account
from documents.consulting import code_for
from documents.models import Document
from documents.states import PartyRole
from quipux import clock, pdf


class Shape(models.TextChoices):
    """On what it is printed; the value stands in addresses."""

    LABEL = "etiqueta", "Etiqueta (100 × 50 mm)"
    SHEET = "a4", "Hoja A4"
    TICKET = "ticket", "Ticket (80 mm)"


BARS = {Shape.LABEL: (94, 9), Shape.SHEET: (110, 20), Shape.TICKET: (72, 16)}  # box of the bar code, mm


def receipt(document: Document, shape: Shape) -> bytes:
    """The comprobante of a registered external, the same however often it is printed.

    Raises:
        PdfError: the renderer's child failed, was too slow or too big.
    """
    return pdf.render(
        render_to_string(f"documents/pdf/comprobante_{shape.value}.html", receipt_context(document, shape))
    )


def receipt_context(document: Document, shape: Shape) -> dict:
    """What is printed, in words; no asunto, since it is handed over a counter."""
    at, (width, height) = clock.local(document.registered_at), BARS[shape]
    institution = document.institution
    return {
        "institution": institution.name, "phone": institution.phone, "number": document.number,
        "at": f"{at:%Y-%m-%d %H:%M}", "clerk": document.author.person.full_name, "annexes": annexes_in_words(document),
        "bars": pdf.code128_data_uri(document.number, width=width, height=height), "code": code_for(document), "portal": portal(),
        "qr": pdf.qr_data_uri(address(document)), "users": users_of(document), "training": institution.is_training,
    }  # fmt: skip


def portal() -> str:
    """Where «Consultar trámite» is, as people type it."""
    return f"{settings.QUIPUX_PUBLIC_URL}/tramites/"


def address(document: Document) -> str:
    """What the QR holds: the number is filled in; the code travels behind «#», which no server ever receives."""
    return f"{portal()}?{urlencode({'numero': document.number})}#{code_for(document)}"


def annexes_in_words(document: Document) -> str:
    """«Sin anexos», «1 anexo», «3 anexos»; the image of the document is none."""
    number = document.attachments.filter(removed_at=None, copy=None, is_document_image=False).count()
    return {0: "Sin anexos", 1: "1 anexo"}.get(number, f"{number} anexos")


def users_of(document: Document) -> list[str]:
    """Identity numbers with which those in De enter the system; of who has no account, nothing."""
    rows = document.parties.filter(role=PartyRole.FROM, person__isnull=False).select_related("person")
    return [row.person.identity_number for row in rows if has_account(row.person)]
