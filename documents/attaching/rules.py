"""Which files may become anexos, and the sentence of each refusal (documents §6.4)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from documents.attaching.names import cleaned, extension_of
from quipux.errors import Invalid
from quipux.files import kinds

MB = 1024**2
AT_ONCE = 20  # files of one upload
TOO_MUCH = {
    "ratio": "contiene archivos comprimidos más de {limits.ratio} veces",
    "unpacked": "lo que contiene ocupa demasiado al descomprimirse; el máximo es 2 GB",
    "entries": "contiene más de {entries} archivos",
    "depth": "contiene archivos comprimidos dentro de otros, a más de {limits.depth} niveles",
    "broken": "está dañado y no se puede abrir",
}


@dataclass(frozen=True)
class Totals:
    """What a document already has.

    Attributes:
        files: anexos, physical ones included.
        size: their bytes.
    """

    files: int = 0
    size: int = 0

    def plus(self, size: int) -> "Totals":
        """The totals with one more anexo of ``size`` bytes."""
        return Totals(self.files + 1, self.size + size)


@dataclass(frozen=True)
class Accepted:
    """An upload that may be kept: its cleaned name, its media type and its bytes."""

    name: str
    media_type: str
    size: int


def allowed_types() -> Sequence[str]:
    """The extensions of this installation, in the order they are told."""
    return settings.QUIPUX_ATTACHMENT_TYPES


def limits_sentence() -> str:
    """What is written beside the field before anybody chooses a file."""
    return (
        f"Hasta {AT_ONCE} archivos a la vez, de {settings.QUIPUX_ATTACHMENT_MAX_MB} MB cada uno; por documento, "
        f"{settings.QUIPUX_ATTACHMENTS_MAX} anexos y {settings.QUIPUX_ATTACHMENTS_TOTAL_MB} MB. "
        f"Tipos permitidos: {', '.join(allowed_types())}."
    )


def check_upload(upload: UploadedFile, *, already: Totals, allowed: Sequence[str]) -> Accepted:
    """Decide whether one upload may be kept.

    Args:
        already: what the document has without it.
        allowed: extensions without dot; an institution may only narrow those of the installation.

    Raises:
        Invalid: it may not; the message names the file and says why.
    """
    name = cleaned(upload.name)
    extension = extension_of(name)
    _check_type(name, extension, allowed)
    _check_size(name, upload.size)
    check_room(name, upload.size, already)
    _check_inside(name, upload.file)
    if not kinds.agrees(extension, upload.file):
        raise refused(name, f"su contenido no es el de un archivo .{extension}. Ábralo, guárdelo otra vez con su "
                            "programa y vuelva a intentarlo")  # fmt: skip
    return Accepted(name, kinds.media_type(extension), upload.size)


def check_room(name: str, size: int, already: Totals) -> None:
    """Whether the document has room for one more anexo of ``size`` bytes.

    Raises:
        Invalid: it has none.
    """
    if already.files >= settings.QUIPUX_ATTACHMENTS_MAX:
        raise refused(name, f"el documento ya tiene {already.files} anexos y el máximo es "
                            f"{settings.QUIPUX_ATTACHMENTS_MAX}")  # fmt: skip
    total = settings.QUIPUX_ATTACHMENTS_TOTAL_MB
    if already.size + size > total * MB:
        raise refused(name, f"con él los anexos pesarían {_megabytes(already.size + size, total)} MB y el máximo por "
                            f"documento es {total} MB")  # fmt: skip


def refused(name: str, reason: str) -> Invalid:
    """The refusal of one file; the others go on."""
    return Invalid(f'"{name}" no se adjuntó: {reason}.')


def _check_type(name, extension, allowed):
    types = f"Tipos permitidos: {', '.join(allowed)}"
    if not extension:
        raise refused(name, f"su nombre no dice de qué tipo es. {types}")
    hidden = [part for part in name.lower().split(".")[1:-1] if part.strip() in kinds.PROGRAMS]
    for found in (extension, *hidden):
        if found not in allowed:
            raise refused(name, f"el tipo .{found} no está permitido. {types}")


def _check_size(name, size):
    largest = settings.QUIPUX_ATTACHMENT_MAX_MB
    if not size:
        raise refused(name, "está vacío")
    if size > largest * MB:
        raise refused(name, f"pesa {_megabytes(size, largest)} MB y el máximo es {largest} MB")


def _megabytes(size, limit):
    """Whole megabytes of what passes a limit: never the limit itself."""
    return max(round(size / MB), limit + 1)


def _check_inside(name, file):
    limits = kinds.Limits()
    try:
        kinds.inspect(file, limits)
    except kinds.Excess as excess:
        entries = f"{limits.entries:,}".replace(",", " ")
        raise refused(name, TOO_MUCH[excess.what].format(limits=limits, entries=entries)) from None
