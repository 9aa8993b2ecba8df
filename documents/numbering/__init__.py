"""Numbers of documents: consecutive per series, without gap or duplicate (documents §7).

A series is an área and a type in one year; an área may use the series of another. `formats` says
how a number is written, `counters` which value comes next, `issuing` joins both in the caller's
transaction, `verifying` proves that nothing is missing.
"""

from documents.numbering.book import book
from documents.numbering.codes import verification_code
from documents.numbering.collisions import twin_of_type, type_abbreviated
from documents.numbering.configuring import raise_sequence, save_format
from documents.numbering.formats import format_of, preview
from documents.numbering.issuing import (
    RECEIVED,
    annul,
    issue,
    keep,
    receiving_number,
    receiving_numbers,
    reception_area,
    restore,
    take_each,
)
from documents.numbering.temporary import next_temporary
from documents.numbering.verifying import verify

__all__ = ["RECEIVED", "annul", "book", "format_of", "issue", "keep", "next_temporary", "preview", "raise_sequence",
           "receiving_number", "receiving_numbers", "reception_area", "restore", "save_format", "take_each",
           "twin_of_type", "type_abbreviated", "verification_code", "verify"]  # fmt: skip
