"""Files that a person uploads outside a document: type by content, size, virus, no active content (safety §2.5)."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import PurePath

from quipux import scanning
from quipux.errors import Invalid
from quipux.extraction.reading import ExtractionUnavailable, active_content
from quipux.files import kinds, store
from quipux.files.models import StoredFile

MB = 1024**2
NOT_NOW = "No pudimos revisar el archivo en este momento. Vuelva a intentarlo en unos minutos."


def accept(upload, *, allowed: Sequence[str], megabytes: int) -> StoredFile:
    """Keep an upload after every check.

    Args:
        upload: Django's uploaded file.
        allowed: extensions without dot.
        megabytes: the most it may weigh.

    Raises:
        Invalid: it may not be kept; the message says why.
    """
    extension = PurePath(upload.name).suffix.lower().lstrip(".")
    content = _read(upload, megabytes)
    if extension not in allowed or not kinds.agrees(extension, BytesIO(content)):
        raise Invalid(f"El archivo debe ser {' o '.join(one.upper() for one in allowed)}, y su contenido también.")
    _require_harmless(content, extension)
    return store.save(content, media_type=kinds.media_type(extension))


def _read(upload, megabytes):
    if upload.size > megabytes * MB:
        raise Invalid(f"El archivo supera los {megabytes} MB.")
    return upload.read()


def _require_harmless(content, extension):
    verdict = scanning.scan(BytesIO(content))
    if verdict == scanning.Verdict.INFECTED:
        raise Invalid("El archivo no pasó la revisión de virus.")
    if verdict == scanning.Verdict.UNAVAILABLE:
        raise Invalid(NOT_NOW)
    if extension == "pdf":
        try:
            found = active_content(content)
        except ExtractionUnavailable as error:
            raise Invalid(NOT_NOW) from error
        if found:
            raise Invalid("El PDF tiene contenido activo (programas, formularios que actúan o archivos adjuntos). "
                          "Guárdelo como un PDF sencillo y vuelva a subirlo.")  # fmt: skip
