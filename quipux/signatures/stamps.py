"""The visible stamp, drawn by the one renderer of PDF so that its letters and accents are those of the documents."""

from datetime import datetime
from math import ceil

from django.template.loader import render_to_string
from django.utils.formats import date_format

from quipux import clock, pdf
from quipux.signatures.results import TEST_NOTICE, Stamp

LONG = r"j \d\e F \d\e Y, H:i"
# Of the stamp at its ordinary size: letters that fit in a line, and lines below the lead.
NAME_WIDTH, TEXT_WIDTH, LINES = 28, 46, 6


def drawn(stamp: Stamp, *, reason: str, at: datetime, is_test: bool) -> bytes:
    """One page of the stamp's size. Raises `quipux.pdf.PdfError`."""
    notice = TEST_NOTICE if is_test else ""
    html = render_to_string("signatures/pdf/stamp.html", {
        "stamp": stamp, "reason": reason, "date": date_format(clock.local(at), LONG),
        "qr": pdf.qr_data_uri(stamp.qr), "notice": notice, "dense": _lines(stamp, reason, notice) > LINES,
    })  # fmt: skip
    return pdf.render(html, title=title(stamp), created=at)


def title(stamp: Stamp) -> str:
    """What a screen reader says of the signature's field."""
    return f"Firma electrónica de {stamp.name}"


def _lines(stamp, reason, notice):
    """How many lines it takes, counted high: a name in capitals, the rest in small letters."""
    texts = [stamp.position, f"Identificación: {stamp.identity}", "Fecha", reason and f"Razón: {reason}", notice]
    trial = 1 if stamp.training else 0
    return trial + ceil(len(stamp.name) / NAME_WIDTH) + sum(ceil(len(text) / TEXT_WIDTH) for text in texts)
