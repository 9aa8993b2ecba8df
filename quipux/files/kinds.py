"""What some bytes are by their content; neither the name nor the browser's word decides (safety §2.5)."""

import os
from typing import BinaryIO

PDF_HEAD = b"%PDF-"
PDF_END = b"%%EOF"
TAIL = 1024  # bytes in which readers look for the end of a PDF


def is_pdf(file: BinaryIO) -> bool:
    """Whether an open seekable file begins and ends as a PDF does; it is left at its start."""
    file.seek(0)
    head = file.read(len(PDF_HEAD))
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - TAIL))
    tail = file.read(TAIL)
    file.seek(0)
    return head == PDF_HEAD and PDF_END in tail
