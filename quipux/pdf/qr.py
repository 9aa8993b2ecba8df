"""QR codes as images that need no file and no request."""

import segno

MASK = 2


def qr_data_uri(text: str) -> str:
    """Return ``text`` as a QR code in an SVG ``data:`` URI, error level M, with its quiet zone.

    The mask is fixed: every one is read alike, and trying all eight takes longer than the page.
    """
    return segno.make(text, error="m", micro=False, mask=MASK).svg_data_uri(
        scale=4, border=4, dark="#000", light="#fff"
    )
