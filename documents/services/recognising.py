"""Scans that find their document by the bar code of its label, or the QR of its comprobante (documents §11)."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.core.files.uploadedfile import UploadedFile

from documents.attaching.names import cleaned, extension_of
from documents.attaching.permissions import DIGITISE
from documents.attaching.rules import AT_ONCE
from documents.models import Copy
from documents.services.scans import digitise
from documents.window.lists import externals
from quipux.errors import DomainError, Forbidden, Invalid
from quipux.extraction.reading import codes_on
from quipux.files import kinds

NO_FILES = "Elija al menos un archivo."
TOO_MANY = f"Elija {AT_ONCE} archivos o menos."
NO_CODE = "No se reconoció la etiqueta en su primera página. Cárguelo en su documento desde la lista."
UNKNOWN = "El código de su primera página no es de un documento registrado en su institución."
SEVERAL = "Su primera página trae etiquetas de más de un documento. Cárguelo en el suyo desde la lista."
SCANS = ("pdf", "jpg", "jpeg", "png", "tif", "tiff")


@dataclass(frozen=True)
class Recognised:
    """What became of one file.

    Attributes:
        number: of the document it is the image of now; empty when it was not kept.
        fault: why not, in words.
    """

    name: str
    number: str = ""
    fault: str = ""


def recognise(uploads: Sequence[UploadedFile], *, actor) -> list[Recognised]:
    """Load each scan as «imagen del documento» of the external that its first sheet names; nothing else is kept.

    Raises:
        Forbidden: the actor does not digitise.
        Invalid: no file, or more than one upload may bring.
        ExtractionUnavailable: the sheets cannot be looked at now.
    """
    if not actor.holds(DIGITISE):
        raise Forbidden("No tiene permiso para digitalizar documentos.")
    if not 0 < len(uploads) <= AT_ONCE:
        raise Invalid(TOO_MANY if uploads else NO_FILES)
    return [_one(upload, actor) for upload in uploads]


def _one(upload, actor):
    name = cleaned(upload.name)
    said = _codes(upload)
    [original, *others] = _named(said, actor) or [None]
    if original is None or others:
        return Recognised(name, fault=SEVERAL if others else UNKNOWN if said else NO_CODE)
    try:
        result = digitise(original, [upload], actor=actor)
    except DomainError as error:
        return Recognised(name, fault=f"{original.number}: {error.message}")
    return Recognised(name, original.number) if result.kept else Recognised(name, fault=result.refused[0])


def _codes(upload):
    extension = extension_of(cleaned(upload.name))
    if extension not in SCANS:
        return []
    content = upload.read()
    upload.seek(0)
    return codes_on(content, kinds.media_type(extension))


def _named(said, actor) -> list[Copy]:
    """The externals of the actor's institution whose number a code says, by itself or in the address of a QR."""
    numbers = [number for text in said for number in (text.strip(), *parse_qs(urlsplit(text).query).get("numero", []))]
    return list(externals(actor).filter(number__in=numbers))
