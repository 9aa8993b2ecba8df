"""Kinds told by how the bytes begin, and by a mark of the program that wrote them."""

import os
import re
import zlib
from collections.abc import Callable
from typing import BinaryIO

PDF_HEAD = b"%PDF-"
PDF_END = b"%%EOF"
TAIL = 1024  # bytes in which readers look for the end of a PDF
HEAD = 4096  # bytes in which every other mark is looked for
CHUNK = 1 << 20
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GZIP = b"\x1f\x8b\x08"
DIA = re.compile(rb"<(?:\w+:)?diagram\b")
DWG = re.compile(rb"AC(?:10\d\d|[12]\.\d\d?)")
# Signed data of RFC 5652 §3: a sequence that begins with this object identifier.
SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
PEM = re.compile(rb"-----BEGIN (?:PKCS7|CMS)-----")

Agrees = Callable[[BinaryIO], bool]


def is_pdf(file: BinaryIO) -> bool:
    """Whether an open seekable file begins and ends as a PDF does; it is left at its start."""
    file.seek(0)
    head = file.read(len(PDF_HEAD))
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - TAIL))
    tail = file.read(TAIL)
    file.seek(0)
    return head == PDF_HEAD and PDF_END in tail


def head_of(file: BinaryIO) -> bytes:
    """The first bytes; the file is left at its start."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return head


def begins(*heads: bytes) -> Agrees:
    """A rule: the file begins with one of ``heads``."""
    return lambda file: head_of(file).startswith(heads)


def begins_like(pattern: re.Pattern) -> Agrees:
    """A rule: the file's beginning matches ``pattern``."""
    return lambda file: pattern.match(head_of(file)) is not None


def compound(*streams: str) -> Agrees:
    """A rule: a compound file of the old Office, with one of ``streams`` in its directory.

    The directory writes its names in UTF-16, so looking for them needs no parser that could be deceived into a loop.
    """
    marks = [stream.encode("utf-16-le") for stream in streams]
    return lambda file: head_of(file).startswith(OLE) and _holds(file, marks)


def _holds(file, marks):
    overlap = max(map(len, marks)) - 1
    kept = b""
    file.seek(0)
    while chunk := file.read(CHUNK):
        window = kept + chunk
        if any(mark in window for mark in marks):
            return True
        kept = window[-overlap:]
    return False


def is_signed_envelope(file: BinaryIO) -> bool:
    """A ``.p7m``: signed data in DER, BER or PEM."""
    head = head_of(file)
    return bool(PEM.match(head)) or (head[:1] == b"\x30" and SIGNED_DATA in head[:24])


def is_diagram(file: BinaryIO) -> bool:
    """A diagram of Dia: its XML, as it is or compressed."""
    head = head_of(file)
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, HEAD)
        except zlib.error:
            return False
    return DIA.search(head) is not None
