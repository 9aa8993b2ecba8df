"""Images inside a text: brought and drawn anew, shown to who reads a document that has them (documents §6.3, §8.1)."""

import base64
from datetime import timedelta

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.html import escape

from documents.attaching.names import cleaned
from documents.attaching.services import AN_HOUR
from documents.models import BodyImage, Copy, Document
from documents.permissions import CONTENT
from documents.text import IMAGE, images_of, with_images
from quipux import clock
from quipux.errors import Invalid
from quipux.extraction.reading import ExtractionUnavailable, redraw
from quipux.files import store
from quipux.limits import services as limits

MB = 1024**2
LARGEST = 5  # MB as it is brought
MOST_PIXELS = 25_000_000
HEAVIEST = 25  # MB of all the images of one text, as they are kept
UNUSED_DAYS = 90  # an unsaved text may name them for thirty days after it was last touched
LONGEST_ALTERNATIVE = 250  # characters
TYPES = "image/png,image/jpeg"
LIMITS = f"PNG o JPEG, hasta {LARGEST} MB y {MOST_PIXELS // 1_000_000} megapíxeles."
NOT_NOW = "no pudimos revisarla en este momento. Vuelva a intentarlo en unos minutos"


def add(upload: UploadedFile | None, *, actor) -> BodyImage:
    """Draw an image anew and keep that; its name and whatever it carried are left behind.

    Raises:
        Invalid: nothing was chosen, it is no PNG or JPEG, or it passes a limit; the message names the file.
    """
    if upload is None:
        raise Invalid("Elija una imagen.", imagen="Elija una imagen.")
    if upload.size > LARGEST * MB:
        raise _refused(upload, f"pesa {-(-upload.size // MB)} MB y el máximo es {LARGEST} MB")
    if limits.take("upload", actor.user.pk, limit=AN_HOUR, period=timedelta(hours=1)):
        raise _refused(upload, f"en esta hora ya subió {AN_HOUR} archivos")
    drawn = _drawn(upload)
    stored = store.save(drawn.content, media_type=f"image/{drawn.kind}")
    return BodyImage.objects.create(file=stored, width=drawn.width, height=drawn.height, user=actor.user,
                                    appointment=actor.appointment, added_at=clock.now())  # fmt: skip


def _drawn(upload):
    try:
        drawn = redraw(upload.read(), MOST_PIXELS)
    except ExtractionUnavailable as error:
        raise _refused(upload, NOT_NOW) from error
    if drawn is None:
        raise _refused(upload, "no es una imagen PNG o JPEG, o está dañada")
    if not drawn.content:
        millions = -(-drawn.width * drawn.height // 1_000_000)
        raise _refused(upload, f"tiene {millions} megapíxeles y el máximo es {MOST_PIXELS // 1_000_000}")
    return drawn


def _refused(upload, reason):
    message = f'"{cleaned(upload.name)}" no se agregó: {reason}.'
    return Invalid(message, imagen=message)


def tag(image: BodyImage, alternative: str) -> str:
    """How a text shows an image.

    Args:
        alternative: what the image says, for who does not see it.
    """
    return f'<img src="{IMAGE}{image.uuid}" alt="{escape(" ".join(alternative.split())[:LONGEST_ALTERNATIVE])}">'


# Who sees which -------------------------------------------------------------------------------------------------


def visible_to(actor):
    """Images the actor may see, and therefore put in a text of his."""
    shown = BodyImage.documents.through.objects.filter(bodyimage=OuterRef("pk"))
    read = Copy.objects.visible_to(actor, at_least=CONTENT).filter(document=OuterRef("document"))
    brought = Q(user=actor.user, appointment=actor.appointment) & ~Exists(shown)
    return BodyImage.objects.filter(brought | Exists(shown.filter(Exists(read)))).select_related("file")


def only_own(html: str, actor, document: Document | None = None) -> str:
    """A cleaned text without the images that its writer may not see; those the document had already stay.

    Raises:
        Invalid: they are too heavy together.
    """
    wanted = images_of(html)
    if not wanted:
        return html
    found = list(visible_to(actor).filter(uuid__in=wanted)) if actor.appointment else []
    found += document.images.filter(uuid__in=wanted).select_related("file") if document else []
    files = {image.uuid: image.file for image in found}
    weight = sum(file.size for file in files.values())
    if weight > HEAVIEST * MB:
        message = (
            f"El texto es demasiado grande: sus imágenes pesan {-(-weight // MB)} MB y el máximo es {HEAVIEST} MB."
        )
        raise Invalid(message, cuerpo=message)
    return with_images(html, lambda uuid: f"{IMAGE}{uuid}" if uuid in files else None)


def note_use(document: Document) -> None:
    """From now on the images of a saved text are seen by who reads the document."""
    wanted = images_of(document.body)
    if wanted:
        document.images.add(*BodyImage.objects.filter(uuid__in=wanted))


def forget_unused() -> int:
    """Let go of the images that no saved text ever showed. Returns how many."""
    old = BodyImage.objects.filter(documents=None, added_at__lte=clock.now() - timedelta(days=UNUSED_DAYS))
    gone = 0
    for image in old.select_related("file")[:500]:
        with transaction.atomic():
            locked = BodyImage.objects.select_for_update().get(pk=image.pk)  # nobody begins to show it now
            shown = locked.documents.exists()
            if not shown:
                locked.delete()
        if not shown:
            store.remove(image.file)
            gone += 1
    return gone


# How they are shown -----------------------------------------------------------------------------------------------


def as_data(html: str, document: Document) -> str:
    """A text for who typesets, who reads no file and asks no server."""
    wanted = images_of(html)
    if not wanted:
        return html
    files = {image.uuid: image.file for image in document.images.filter(uuid__in=wanted).select_related("file")}
    return with_images(html, lambda uuid: _data(files[uuid]) if uuid in files else None)


def _data(stored):
    return f"data:{stored.media_type};base64,{base64.b64encode(store.read(stored)).decode()}"


def as_page(html: str) -> str:
    """A text for a page of an official, whose browser asks for each image and is asked for its right again."""
    return with_images(html, lambda uuid: reverse("documents:body_image", args=[uuid]))
