"""Text out of real files, and files that would rather break the reader (documents §13.3, safety §2.6)."""

import struct
import time
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import openpyxl
import pikepdf
import pytest
from PIL import Image, ImageDraw, ImageFont

from quipux.extraction import ocr, reading
from quipux.extraction.reading import MOST_TEXT, ExtractionUnavailable, extract_text
from quipux.files import store
from quipux.files.kinds import KINDS, media_type
from quipux.pdf import nursery, process
from quipux.pdf.job import Limits
from tests.extraction.samples import (
    CONTENT_TYPES,
    SAMPLES,
    TEXT,
    W,
    docx,
    mail,
    opendocument,
    packed,
    real_pdf,
    rtf,
    xlsx,
)

pytestmark = pytest.mark.django_db
READ = ("docx", "xlsx", "pptx", "odt", "ods", "odp", "rtf", "txt", "csv", "xml", "eml")


def text_of(extension, content, limits=reading.LIMITS):
    return extract_text(store.save(content, media_type=media_type(extension)), limits)


# Kinds ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("extension", READ)
def test_the_text_of_every_readable_kind_is_found(extension):
    assert TEXT in text_of(extension, SAMPLES[extension])


def test_the_text_of_a_real_official_pdf_is_found():
    assert text_of("pdf", real_pdf()) == TEXT


def test_words_cut_into_runs_are_whole_and_paragraphs_apart():
    assert text_of("docx", docx()) == f"{TEXT}\nFin"
    assert text_of("odt", opendocument("text")) == f"{TEXT}\nFin"


def test_numbers_of_a_sheet_are_found_and_formulas_are_not():
    book, made = openpyxl.Workbook(), BytesIO()
    book.active.append(["RUC", 1790012345001, True])
    book.active["A2"] = "=SUM(1,2)"
    book.save(made)
    assert text_of("xlsx", made.getvalue()).split() == ["RUC", "1790012345001"]


def test_headers_notes_and_deleted_words_of_a_docx_are_told_apart():
    def part(inner):
        return f'<x xmlns:w="{W}"><w:p><w:r>{inner}</w:r></w:p></x>'

    content = packed(("[Content_Types].xml", CONTENT_TYPES), ("word/header1.xml", part("<w:t>Membrete</w:t>")),
                     ("word/document.xml", part("<w:t>uno</w:t><w:tab/><w:t>dos</w:t><w:delText>tachado</w:delText>")),
                     ("word/footnotes.xml", part("<w:t>Nota</w:t>")))  # fmt: skip
    assert text_of("docx", content).split() == ["uno", "dos", "Membrete", "Nota"]


def test_a_mail_gives_its_headers_and_what_it_shows():
    text = text_of("eml", mail())
    assert "a@ejemplo.gob.ec" in text
    assert "Saludos cordiales" in text
    assert "canario" not in text


@pytest.mark.parametrize(
    "content", ["Año".encode("utf-16"), "Año".encode("cp1252"), "\ufeffAño".encode(), "Año".encode()]
)
def test_a_text_is_read_in_the_encodings_of_windows(content):
    assert text_of("txt", content) == "Año"


def test_pictures_of_an_rtf_are_no_text():
    assert text_of("rtf", rtf().replace(b"\\par", b"{\\pict\\pngblip " + b"89504e47" * 500_000 + b"}\\par")) == TEXT


def test_kinds_without_text_give_none():
    assert [text_of(extension, SAMPLES[extension]) for extension in ("jpg", "zip", "doc", "p7m")] == [""] * 4


# Limits -----------------------------------------------------------------------------------------------


def test_only_the_first_megabyte_is_kept_and_nothing_that_a_database_refuses():
    text = text_of("txt", ("añó\x0b " * 400_000).encode())
    assert len(text.encode()) <= MOST_TEXT
    assert text.startswith("añó añó")
    assert len(text) > 550_000


def paragraphs(count):
    one = "<w:p><w:r><w:t>principio</w:t></w:r></w:p>"
    return f'<w:document xmlns:w="{W}"><w:body>{one * count}'


def test_s_34_a_docx_bomb_dies_in_the_child_and_what_it_said_before_is_kept():
    bomb = packed(("[Content_Types].xml", CONTENT_TYPES),
                  ("word/document.xml", paragraphs(1) + "<w:p>" + "<w:r><w:t>a</w:t></w:r>" * 2_000_000))  # fmt: skip
    assert text_of("docx", bomb, Limits(cpu_seconds=20, memory_bytes=200 * 1024**2)) == "principio"


def test_s_34_time_without_end_is_cut_at_the_limit_of_the_processor():
    endless = packed(
        ("[Content_Types].xml", CONTENT_TYPES),
        ("word/document.xml", paragraphs(1) + "<w:r><w:t>a</w:t></w:r>" * 2_000_000),
    )
    begun = time.monotonic()
    assert text_of("docx", endless, Limits(cpu_seconds=1)) in ("principio", "")
    assert time.monotonic() - begun < 15


def test_entities_are_not_expanded():
    laughs = '<!DOCTYPE a [<!ENTITY b "ja ja ja"><!ENTITY c "&b;&b;&b;">]><a>antes &c;</a>'
    assert text_of("xml", laughs.encode()) == ""
    outside = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    assert text_of("xml", outside.encode()) == ""


@pytest.mark.parametrize("extension", READ)
def test_damaged_files_give_no_text_and_no_error(extension):
    broken = SAMPLES[extension][: len(SAMPLES[extension]) // 2]
    assert isinstance(text_of(extension, broken), str)


def test_a_zip_whose_member_lies_about_its_size_gives_what_it_has():
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("content.xml", "<x/>")
        archive.infolist()[0].file_size = 10**9
    assert text_of("odt", made.getvalue()) == ""


# Isolation --------------------------------------------------------------------------------------------


def test_the_child_enters_the_sandbox_before_any_byte_arrives():
    """What the sandbox gives is tested with the PDF child."""
    stored = store.save(b"hola", media_type="text/plain")
    with reading._Child(reading.LIMITS) as child, store.open_stored(stored.sha256) as file:
        reading.frames.receive(child._socket)
        limits = Path(f"/proc/{child._process.pid}/limits").read_text()
        assert "Max file size             0                    0" in limits
        assert str(reading.LIMITS.memory_bytes) in limits
        reading.frames.send(child._socket, b'["plain", 4]', file.read())
        assert reading.frames.receive(child._socket) == b"hola"
        child._process.wait(timeout=10)


def test_no_child_at_all_is_not_the_files_fault(monkeypatch):
    monkeypatch.setattr(process.sys, "executable", "/nonexistent/python")
    monkeypatch.setattr(nursery, "_nurseries", {})
    with pytest.raises(ExtractionUnavailable):
        text_of("txt", b"hola")


def test_nothing_of_a_child_remains():
    before = children()
    text_of("xlsx", xlsx())
    assert children() == before


def children():
    import psutil

    return {child.pid for child in psutil.Process().children()}


# Scans ------------------------------------------------------------------------------------------------


def scanned(words, kind="PDF", **options):
    """Letters of 30 points on a sheet, without any text layer."""
    sheet = Image.new("L", (1654, 1000), 255)
    ImageDraw.Draw(sheet).text((120, 200), words, fill=0, font=ImageFont.load_default(64))
    written = BytesIO()
    sheet.save(written, kind, **options)
    return written.getvalue()


@pytest.mark.skipif(not ocr.language(), reason="needs tesseract")
@pytest.mark.parametrize("extension", ["pdf", "png"])
def test_where_tesseract_is_the_words_of_a_scan_are_read(extension):
    kind = {"pdf": "PDF", "png": "PNG"}[extension]
    stored = store.save(scanned("Solicitud de patente municipal", kind), media_type=media_type(extension))
    assert extract_text(stored) == ""
    assert "patente municipal" in ocr.read(stored)


def test_without_tesseract_a_scan_has_no_text_and_nothing_fails(monkeypatch):
    monkeypatch.setenv("PATH", "")
    ocr.language.cache_clear()
    try:
        assert ocr.read(store.save(scanned("Patente"), media_type=media_type("pdf"))) == ""
    finally:
        ocr.language.cache_clear()


def test_s_37_a_picture_beyond_the_pixels_is_never_decoded():
    bomb = b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 0, 0, 0, 0))
    bomb += _chunk(b"IDAT", zlib.compress(bytes(1000))) + _chunk(b"IEND", b"")
    stored = store.save(bomb, media_type=media_type("png"))
    assert reading.sheets_of(stored, 1) == []
    assert reading.codes_on(bomb, media_type("png")) == []
    assert reading.redraw(bomb, 25_000_000).kind == ""


def test_s_37_a_broken_font_of_the_file_and_an_svg_are_opened_by_no_process_but_the_child():
    sheets = reading.sheets_of(store.save(_with_font(bytes(range(256)) * 40), media_type=media_type("pdf")), 1)
    assert [sheet[:4] for sheet in sheets] in ([], [b"\x89PNG"])
    assert reading.codes_on(b"<svg onload='alert(1)'/>", "image/svg+xml") == []
    assert "svg" not in KINDS


def _with_font(program):
    """A PDF whose only font is ``program``."""
    book, written = pikepdf.new(), BytesIO()
    book.add_blank_page()
    name = pikepdf.Name
    described = pikepdf.Dictionary(Type=name.FontDescriptor, FontName=name.Malo, Flags=4, ItalicAngle=0, Ascent=700,
                                   Descent=-200, CapHeight=700, StemV=80, FontBBox=[0, 0, 1000, 1000],
                                   FontFile2=book.make_stream(program))  # fmt: skip
    font = pikepdf.Dictionary(Type=name.Font, Subtype=name.TrueType, BaseFont=name.Malo, FirstChar=65, LastChar=66,
                              Widths=[600, 600], FontDescriptor=book.make_indirect(described))  # fmt: skip
    page = book.pages[0]
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = book.make_stream(b"BT /F1 40 Tf 50 500 Td (AB) Tj ET")
    book.save(written)
    return written.getvalue()


def _chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
