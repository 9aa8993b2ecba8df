"""Logos: what people bring is drawn anew, so that nothing but an image is kept (institutions §5.1, I-16)."""

import io

from PIL import Image, UnidentifiedImageError

from quipux.errors import Invalid
from quipux.files import store
from quipux.files.models import StoredFile

LARGEST = 1024 * 1024  # bytes
WIDEST = 4000  # pixels, each side
KEPT = (1200, 600)  # pixels: what a letterhead prints
FORMATS = ("PNG", "JPEG")
REFUSED = "El logotipo debe ser una imagen PNG o JPEG de hasta 1 MB y 4000 píxeles."


def keep(upload) -> StoredFile:
    """Draw an uploaded image again as PNG and keep that; its name and whatever it carried are left behind.

    Raises:
        Invalid: it is no PNG or JPEG, or too large.
    """
    if upload.size > LARGEST:
        raise Invalid(REFUSED, logo=REFUSED)
    try:
        with Image.open(upload, formats=FORMATS) as image:
            if max(image.size) > WIDEST:
                raise Invalid(REFUSED, logo=REFUSED)
            drawn = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Invalid(REFUSED, logo=REFUSED) from error
    drawn.thumbnail(KEPT)
    output = io.BytesIO()
    drawn.save(output, "PNG", optimize=True)
    return store.save(output.getvalue(), media_type="image/png")
