"""A picture that somebody brought, drawn anew: nothing of the file is kept but what is seen. Runs inside the child only."""

import json
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

# The formats by name: the library looks for its others when it does not know a file, and the child opens none.
from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin  # noqa: F401

FORMATS = ("PNG", "JPEG")
LONGEST_SIDE = 2000  # pixels kept: the width of a printed page at 300 per inch
PLAIN = {"1": "L", "L": "L", "CMYK": "RGB", "RGB": "RGB", "YCbCr": "RGB"}  # colours without transparency
QUALITY = 85


def picture(file: BinaryIO, most_pixels: int) -> Iterator[bytes]:
    """First what it is, as JSON: ``width``, ``height`` and ``kind``; then its bytes, unless it has too many pixels.

    Args:
        most_pixels: counted before anything is decoded.
    """
    Image.MAX_IMAGE_PIXELS = None  # they are counted here
    with Image.open(file, formats=FORMATS) as found:
        if found.width * found.height > most_pixels:
            yield json.dumps({"width": found.width, "height": found.height, "kind": ""}).encode()
            return
        format_read = found.format
        found.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
        found.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        drawn = ImageOps.exif_transpose(found)
    drawn = drawn.convert(_mode(drawn))
    drawn.info.clear()  # a profile or a comment would be written again
    kind = "JPEG" if format_read == "JPEG" else "PNG"
    output = BytesIO()
    drawn.save(output, kind, **({"quality": QUALITY} if kind == "JPEG" else {}))
    yield json.dumps({"width": drawn.width, "height": drawn.height, "kind": kind.lower()}).encode()
    yield output.getvalue()


def _mode(image):
    if "transparency" in image.info and image.mode != "RGBA":
        return "RGBA"
    if image.mode == "P":
        return "RGB"
    return PLAIN.get(image.mode, "RGBA" if image.mode in ("RGBA", "LA", "PA") else "RGB")
