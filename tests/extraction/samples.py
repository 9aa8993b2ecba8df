"""Real small files of every kind that people attach, each saying the text it is given."""

import gzip
import struct
import zipfile
from email.message import EmailMessage
from io import BytesIO

import openpyxl

from quipux import pdf

TEXT = "Informe de gestión de páramos"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
ODF_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'


def packed(*entries: tuple[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP with ``entries`` in their order."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return made.getvalue()


def docx(text: str = TEXT) -> bytes:
    half = len(text) // 2  # editors cut words anywhere into runs
    runs = "".join(f'<w:r><w:t xml:space="preserve">{piece}</w:t></w:r>' for piece in (text[:half], text[half:]))
    body = (
        f'<w:document xmlns:w="{W}"><w:body><w:p>{runs}</w:p><w:p><w:r><w:t>Fin</w:t></w:r></w:p></w:body></w:document>'
    )
    return packed(("[Content_Types].xml", CONTENT_TYPES), ("word/document.xml", body))


def xlsx(text: str = TEXT) -> bytes:
    book, made = openpyxl.Workbook(), BytesIO()
    book.active.append([text, 41315])
    book.save(made)
    return made.getvalue()


def pptx(text: str = TEXT) -> bytes:
    slide = f'<p:sld xmlns:p="{P}" xmlns:a="{A}"><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:sld>'
    return packed(("[Content_Types].xml", CONTENT_TYPES), ("ppt/presentation.xml", f'<p:presentation xmlns:p="{P}"/>'),
                  ("ppt/slides/slide1.xml", slide))  # fmt: skip


def vsdx() -> bytes:
    return packed(("[Content_Types].xml", CONTENT_TYPES), ("visio/document.xml", "<VisioDocument/>"))


def opendocument(kind: str, text: str = TEXT) -> bytes:
    content = (f'<office:document-content xmlns:office="{OFFICE}" xmlns:text="{ODF_TEXT}"><office:body>'
               f"<text:p>{text}</text:p><text:p>Fin</text:p></office:body></office:document-content>")  # fmt: skip
    return packed(("mimetype", f"application/vnd.oasis.opendocument.{kind}"), ("content.xml", content))


def rtf(text: str = TEXT) -> bytes:
    letters = "".join(c if c.isascii() else f"\\'{c.encode('cp1252').hex()}" for c in text)
    return f"{{\\rtf1\\ansi\\ansicpg1252{{\\fonttbl\\f0 Arial;}}\\f0 {letters}\\par}}".encode("ascii")


def real_pdf(text: str = TEXT) -> bytes:
    return pdf.render(f"<!doctype html><html lang=es><title>Informe</title><p>{text}</p></html>")


def mail(text: str = TEXT) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@ejemplo.gob.ec", "b@ejemplo.gob.ec", text
    message.set_content("Saludos cordiales")
    message.add_alternative("<p>Saludos <b>cordiales</b><script>canario()</script></p>", subtype="html")
    return message.as_bytes()


def compound(stream: str) -> bytes:
    """A compound file with one entry ``stream`` in its directory: header, allocation table, directory (MS-CFB 2.2)."""
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0) + b"\xff" * 432
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE) + b"\xff" * 504
    entries = b"".join(_entry(name, kind) for name, kind in (("Root Entry", 5), (stream, 2)))
    return head + table + entries.ljust(512, b"\x00")


def _entry(name, kind):
    written = name.encode("utf-16-le") + b"\x00\x00"
    return (written.ljust(64, b"\x00") + struct.pack("<HBB", len(written), kind, 1)).ljust(128, b"\x00")


XML = f'<?xml version="1.0" encoding="UTF-8"?>\n<oficio><asunto>{TEXT}</asunto></oficio>'.encode()
DIAGRAM = b'<?xml version="1.0"?><dia:diagram xmlns:dia="http://www.lysator.liu.se/~alla/dia/"/>'
SIGNED = bytes.fromhex("308006092a864886f70d010702a080") + b"firma" * 20

SAMPLES: dict[str, bytes] = {
    "doc": compound("WordDocument"), "docx": docx(), "xls": compound("Workbook"), "xlsx": xlsx(),
    "ppt": compound("PowerPoint Document"), "pptx": pptx(), "odt": opendocument("text"),
    "ods": opendocument("spreadsheet"), "odp": opendocument("presentation"), "odg": opendocument("graphics"),
    "rtf": rtf(), "txt": TEXT.encode(), "csv": f"asunto;número\n{TEXT};41315\n".encode("cp1252"), "xml": XML,
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "gif": b"GIF89a\x01\x00",
    "tif": b"II*\x00\x08\x00\x00\x00", "zip": packed(("uno.txt", TEXT)), "rar": b"Rar!\x1a\x07\x01\x00",
    "7z": b"7z\xbc\xaf\x27\x1c\x00\x04", "p7m": SIGNED, "eml": mail(), "mpp": compound("Props14"),
    "vsd": compound("VisioDocument"), "vsdx": vsdx(), "dwg": b"AC1032\x00\x00\x00\x00\x00\x00",
    "dia": gzip.compress(DIAGRAM),
}  # fmt: skip
