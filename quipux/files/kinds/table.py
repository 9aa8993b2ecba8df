"""The kinds of file people exchange: extension, media type, and the rule their bytes must satisfy (documents §6.4)."""

from typing import BinaryIO, NamedTuple

from quipux.files.kinds import packages, plain, signatures
from quipux.files.kinds.signatures import Agrees, begins, begins_like, compound

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."


class Kind(NamedTuple):
    """One kind of file; ``agrees`` says whether an open file is one by its content."""

    media_type: str
    agrees: Agrees


_JPEG = Kind("image/jpeg", begins(b"\xff\xd8\xff"))
_TIFF = Kind("image/tiff", begins(b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+"))

KINDS: dict[str, Kind] = {
    "pdf": Kind("application/pdf", signatures.is_pdf),
    "doc": Kind("application/msword", compound("WordDocument")),
    "docx": Kind(_OFFICE + "wordprocessingml.document", packages.office("word/")),
    "xls": Kind("application/vnd.ms-excel", compound("Workbook", "Book")),
    "xlsx": Kind(_OFFICE + "spreadsheetml.sheet", packages.office("xl/")),
    "ppt": Kind("application/vnd.ms-powerpoint", compound("PowerPoint Document")),
    "pptx": Kind(_OFFICE + "presentationml.presentation", packages.office("ppt/")),
    "odt": Kind(_OPEN + "text", packages.opendocument("text")),
    "ods": Kind(_OPEN + "spreadsheet", packages.opendocument("spreadsheet")),
    "odp": Kind(_OPEN + "presentation", packages.opendocument("presentation")),
    "odg": Kind(_OPEN + "graphics", packages.opendocument("graphics")),
    "rtf": Kind("application/rtf", begins(b"{\\rtf")),
    "txt": Kind("text/plain", plain.is_text),
    "csv": Kind("text/csv", plain.is_text),
    "xml": Kind("application/xml", plain.is_xml),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": Kind("image/png", begins(b"\x89PNG\r\n\x1a\n")),
    "gif": Kind("image/gif", begins(b"GIF87a", b"GIF89a")),
    "tif": _TIFF,
    "tiff": _TIFF,
    "zip": Kind("application/zip", packages.is_zip),
    "rar": Kind("application/vnd.rar", begins(b"Rar!\x1a\x07")),
    "7z": Kind("application/x-7z-compressed", begins(b"7z\xbc\xaf\x27\x1c")),
    "p7m": Kind("application/pkcs7-mime", signatures.is_signed_envelope),
    "eml": Kind("message/rfc822", plain.is_mail),
    "mpp": Kind("application/vnd.ms-project", compound("Props9", "Props12", "Props14")),
    "vsd": Kind("application/vnd.visio", compound("VisioDocument")),
    "vsdx": Kind("application/vnd.ms-visio.drawing", packages.office("visio/")),
    "dwg": Kind("image/vnd.dwg", begins_like(signatures.DWG)),
    "dia": Kind("application/x-dia-diagram", signatures.is_diagram),
}
# Extensions that a person's machine runs: a name that hides one before the last is a trick («acta.exe.pdf»).
PROGRAMS = frozenset({"bat", "cmd", "cpl", "exe", "hta", "htm", "html", "jar", "js", "jse", "lnk", "msi", "msix", "php", "pif",
                      "ps1", "reg", "scr", "sh", "svg", "vb", "vbe", "vbs", "wsf"})  # fmt: skip


def agrees(extension: str, file: BinaryIO) -> bool:
    """Whether the content of an open seekable file is of the kind its extension says; left at its start.

    Raises:
        KeyError: no such kind.
    """
    try:
        return KINDS[extension].agrees(file)
    finally:
        file.seek(0)


def media_type(extension: str) -> str:
    """The media type of a kind; raises KeyError when there is no such kind."""
    return KINDS[extension].media_type
