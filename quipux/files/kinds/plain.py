"""Kinds that are text: no program, no image, nothing that only pretends to be text."""

import codecs
import re
from typing import BinaryIO

from quipux.files.kinds.signatures import CHUNK, PDF_HEAD, head_of

# What text never has: controls other than tabulator, line ends, page end, escape and the old end of file.
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f]")
WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
OTHERS = (PDF_HEAD, b"{\\rtf", b"PK\x03\x04", b"MZ\x90")
HTML = re.compile(rb"(?is)\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+)?(?:html|svg|script)\b")
HEADER = re.compile(rb"(?:From |[!-9;-~]{1,76}:[ \t])")
USUAL_HEADER = re.compile(rb"(?im)^(?:from|date|subject|received|mime-version):")


def is_text(file: BinaryIO) -> bool:
    """Whether the whole file is text: UTF-16 with its mark, or any encoding of one byte or more per letter."""
    head = head_of(file)
    if head.startswith(OTHERS):
        return False
    decoder = codecs.getincrementaldecoder(WIDE.get(head[:2], "latin-1"))()
    while chunk := file.read(CHUNK):
        try:
            if CONTROLS.search(decoder.decode(chunk)):
                return False
        except UnicodeDecodeError:
            return False
    return True


def is_xml(file: BinaryIO) -> bool:
    """Text that begins as XML does; pages and drawings that carry programs are not data."""
    head = head_of(file)
    wide = WIDE.get(head[:2])
    head = head.decode(wide, "ignore").encode() if wide else head.removeprefix(codecs.BOM_UTF8)
    return head.lstrip().startswith(b"<") and not HTML.match(head) and is_text(file)


def is_mail(file: BinaryIO) -> bool:
    """A message of RFC 5322: it begins with a header and has one of the usual ones."""
    head = head_of(file).removeprefix(codecs.BOM_UTF8)
    return bool(HEADER.match(head) and USUAL_HEADER.search(head)) and is_text(file)
