"""The visible stamp, drawn by the one renderer of PDF so that its letters and accents are those of the documents."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.formats import date_format

from quipux import clock, pdf
from quipux.signatures.results import TEST_NOTICE, Stamp

LONG = r"j \d\e F \d\e Y, H:i"


def drawn(stamp: Stamp, *, reason: str, at: datetime, is_test: bool) -> bytes:
    """One page of the stamp's size. Raises `quipux.pdf.PdfError`."""
    notice = TEST_NOTICE if is_test else ""
    html = render_to_string("signatures/pdf/stamp.html", {
        "stamp": stamp, "reason": reason, "date": date_format(clock.local(at), LONG),
        "qr": pdf.qr_data_uri(stamp.qr), "notice": notice,
    })  # fmt: skip
    return pdf.render(html, title=title(stamp), created=at)


def title(stamp: Stamp) -> str:
    """What a screen reader says of the signature's field."""
    return f"Firma electrónica de {stamp.name}"
