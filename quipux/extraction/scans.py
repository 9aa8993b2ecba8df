"""Sheets that a scanner made: drawn as pictures, and the bar codes on them. Runs inside the child only."""

import json
import math
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

import pypdfium2
import zxingcpp

# By name, as in `pictures`: the child opens no further format.
from PIL import GifImagePlugin, Image, ImageSequence, JpegImagePlugin, PngImagePlugin, TiffImagePlugin  # noqa: F401

FORMATS = ("PNG", "JPEG", "TIFF", "GIF")
DOTS = 200  # per inch: enough for a label's bars and for letters of 8 points
FLAT_DOTS = 150  # of what is printed behind a text
MOST_PIXELS = 40_000_000  # of one sheet; A3 at 400 per inch has 31
POINTS = 72


def sheets(file: BinaryIO, kind: str, most: int) -> Iterator[bytes]:
    """The first sheets as grey PNG.

    Args:
        kind: ``pdf`` or ``image``.
        most: sheets.
    """
    for drawn in _drawn(file, kind, most):
        output = BytesIO()
        drawn.save(output, "PNG")
        yield output.getvalue()


def flat(file: BinaryIO) -> Iterator[bytes]:
    """The first page of a PDF as a picture of what is seen, behind what it is: pages, and points of width and height."""
    document = pypdfium2.PdfDocument(file.read())
    page = document[0]
    told = {"pages": len(document), "width": page.get_width(), "height": page.get_height()}
    yield json.dumps(told).encode()
    scale = min(FLAT_DOTS / POINTS, math.sqrt(MOST_PIXELS / max(1.0, page.get_width() * page.get_height())))
    output = BytesIO()
    page.render(scale=scale).to_pil().convert("RGB").save(output, "JPEG", quality=88, optimize=True)
    yield output.getvalue()


def codes(file: BinaryIO, kind: str) -> Iterator[bytes]:
    """The text of each bar code and QR of the first sheet, as a JSON list."""
    for drawn in _drawn(file, kind, 1):
        yield json.dumps([code.text for code in zxingcpp.read_barcodes(drawn)]).encode()


def _drawn(file, kind, most):
    yield from (_of_pdf if kind == "pdf" else _of_image)(file, most)


def _of_pdf(file, most):
    document = pypdfium2.PdfDocument(file.read())
    for number in range(min(most, len(document))):
        page = document[number]
        area = max(1.0, page.get_width() * page.get_height())
        scale = min(DOTS / POINTS, math.sqrt(MOST_PIXELS / area))
        yield page.render(scale=scale, grayscale=True).to_pil().convert("L")


def _of_image(file, most):
    Image.MAX_IMAGE_PIXELS = None  # they are counted here, before anything is decoded
    with Image.open(file, formats=FORMATS) as found:
        for number, frame in enumerate(ImageSequence.Iterator(found)):
            if number == most or frame.width * frame.height > MOST_PIXELS:
                return
            yield frame.convert("L")
