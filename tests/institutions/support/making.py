"""Support cases for tests."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from institutions.models import SupportCase
from institutions.support import services

WORDS = "No encuentro el documento que me reasignaron ayer."


def _png() -> bytes:
    written = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(written, "PNG")
    return written.getvalue()


PNG = _png()


def picture(name="pantalla.png", content=PNG) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "image/png")


def open_case(person, *, captures=()) -> SupportCase:
    return services.open_case(services.Question("trays", WORDS, captures), actor=person.actor)
