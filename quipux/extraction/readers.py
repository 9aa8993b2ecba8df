"""One reader per family of files, each a generator of pieces of text. They run inside the child only."""

import codecs
import email
import email.policy
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import BinaryIO

import pypdf
from defusedxml.ElementTree import iterparse
from striprtf.striprtf import rtf_to_text

from quipux.extraction.pictures import picture
from quipux.extraction.scans import codes, flat, sheets

PLAIN_READ = 4 * 1024**2  # bytes: in no encoding does less than this make 1 MB of text
BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
PICTURES = re.compile(rb"[0-9a-fA-F\s]{400,}")  # of RTF, written in hexadecimal
UNSHOWN = {"script", "style", "head"}
BREAKS = {"tab", "br", "cr"}
# Cells whose value is an index into the shared strings, a truth value or an error.
WORDLESS_CELLS = {"s", "b", "e"}


def pdf(file: BinaryIO) -> Iterator[str]:
    """Page by page."""
    document = pypdf.PdfReader(file)
    if document.is_encrypted:
        document.decrypt("")  # many are closed against printing only
    for page in document.pages:
        yield page.extract_text() + "\n"


ACTIVE = {"/JavaScript", "/JS", "/Launch", "/RichMedia", "/XFA", "/EmbeddedFile", "/EmbeddedFiles", "/SubmitForm",
          "/ImportData", "/GoToE", "/Movie", "/Sound", "/Rendition"}  # fmt: skip
SOUND = "sound"  # said at the end: the file was read whole


def active(file: BinaryIO) -> Iterator[str]:
    """The names of what a PDF could do by itself, found in every object whatever stream packs it; then `SOUND`."""
    document = pypdf.PdfReader(file)
    if document.is_encrypted:
        document.decrypt("")
    numbers = {number for entries in document.xref.values() for number in entries} | set(document.xref_objStm)
    for number in sorted(numbers):
        yield from _names_in(document.get_object(number))
    yield from _names_in(document.trailer)
    yield SOUND


def _names_in(thing):
    """Names of ``ACTIVE`` as keys or values, without following references: each object is visited by its number."""
    waiting = [thing]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += [part for key in one for part in (key, one.raw_get(key))]
        elif isinstance(one, list):
            waiting += list(list.__iter__(one))
        elif isinstance(one, str) and one in ACTIVE:
            yield f"{one} "


def word(file: BinaryIO) -> Iterator[str]:
    """The text, then headers, footers, notes and comments."""
    yield from _office(file, "word/document.xml", r"word/(header|footer|footnotes|endnotes|comments)\d*\.xml")


def slides(file: BinaryIO) -> Iterator[str]:
    """Slides and the notes under them."""
    yield from _office(file, "", r"ppt/(slides|notesSlides)/\w+\.xml")


def _office(file, first, others):
    with zipfile.ZipFile(file) as package:
        names = package.namelist()
        parts = [name for name in names if name == first] + [name for name in names if re.fullmatch(others, name)]
        for name in parts:
            with package.open(name) as part:
                yield from _paragraphs(part)


def _paragraphs(part):
    for element in _ends(part):
        if _local(element) == "p":
            yield "".join(_runs(element)) + "\n"
            element.clear()


def _runs(paragraph):
    for node in paragraph.iter():
        if _local(node) == "t":
            yield node.text or ""
        elif _local(node) in BREAKS:
            yield " "


def sheet(file: BinaryIO) -> Iterator[str]:
    """The shared words, then what the cells hold themselves: numbers and words of their own."""
    with zipfile.ZipFile(file) as package:
        if "xl/sharedStrings.xml" in package.namelist():
            with package.open("xl/sharedStrings.xml") as part:
                yield from (_cleared(e) + "\n" for e in _ends(part) if _local(e) == "si")
        for name in package.namelist():
            if re.fullmatch(r"xl/worksheets/\w+\.xml", name):
                with package.open(name) as part:
                    yield from (_cell(e) for e in _ends(part) if _local(e) == "c")


def _cell(cell):
    text = "" if cell.get("t") in WORDLESS_CELLS else _cleared(cell, skip="f")
    cell.clear()
    return f"{text} " if text else ""


def _cleared(element, skip=None):
    """The words of a finished element, which is emptied; ``skip`` names children without words."""
    text = "".join(node.text or "" for node in element.iter() if _local(node) != skip)
    element.clear()
    return text


def opendocument(file: BinaryIO) -> Iterator[str]:
    """Paragraphs and headings."""
    with zipfile.ZipFile(file) as package, package.open("content.xml") as part:
        for element in _ends(part):
            if _local(element) in ("p", "h"):
                yield "".join(element.itertext()) + "\n"
                element.clear()


def markup(file: BinaryIO) -> Iterator[str]:
    """The text of every element; not its attributes."""
    for element in _ends(file):
        words = [element.text, *(child.tail for child in element)]
        yield " ".join(word.strip() for word in words if word and word.strip()) + "\n"
        element[:] = ()


def rich(file: BinaryIO) -> Iterator[str]:
    """RTF without its pictures."""
    content = PICTURES.sub(b"", file.read())
    yield rtf_to_text(content.decode("cp1252", "ignore"), errors="ignore")


def plain(file: BinaryIO) -> Iterator[str]:
    """Text in the encoding of its mark, else UTF-8, else that of Windows."""
    content = file.read(PLAIN_READ)
    for bom, encoding in BOMS.items():
        if content.startswith(bom):
            yield content.decode(encoding, "ignore")
            return
    decoder = codecs.getincrementaldecoder("utf-8")()  # a letter may be cut at the end
    try:
        yield decoder.decode(content)
    except UnicodeDecodeError:
        yield content.decode("cp1252", "ignore")


def mail(file: BinaryIO) -> Iterator[str]:
    """Who, to whom, about what; the text, and the names of what is attached."""
    message = email.message_from_binary_file(file, policy=email.policy.default)
    for name in ("Subject", "From", "To", "Cc"):
        yield f"{message.get(name, '')}\n"
    for part in message.walk():
        if part.get_filename():
            yield f"{part.get_filename()}\n"
        elif part.get_content_type() == "text/plain":
            yield part.get_content()
        elif part.get_content_type() == "text/html":
            yield _Page(part.get_content()).text


class _Page(HTMLParser):
    """What a page shows."""

    def __init__(self, content):
        super().__init__()
        self._hidden, self._pieces = 0, []
        self.feed(content)
        self.text = " ".join(self._pieces)

    def handle_starttag(self, tag, attrs):
        self._hidden += tag in UNSHOWN

    def handle_endtag(self, tag):
        self._hidden -= tag in UNSHOWN and self._hidden > 0

    def handle_data(self, data):
        if not self._hidden:
            self._pieces.append(data)


def _ends(part):
    """Every element of a part when it is complete."""
    return (element for _, element in iterparse(part, events=("end",)))


def _local(element):
    return element.tag.rpartition("}")[2]


READERS = {"pdf": pdf, "word": word, "slides": slides, "sheet": sheet, "opendocument": opendocument, "markup": markup,
           "rich": rich, "plain": plain, "mail": mail, "active": active, "picture": picture,
           "sheets": sheets, "codes": codes, "flat": flat}  # fmt: skip
