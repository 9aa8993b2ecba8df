"""Reading the signatures of a PDF: what each covers, and what was done to the file around it."""

import struct
import zlib
from io import BytesIO

from asn1crypto import crl, ocsp
from pyhanko.pdf_utils.misc import PdfReadError, PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel, SuspiciousModification
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from quipux.signatures.inside.chain import Evidence
from quipux.signatures.inside.differences import POLICY

END = b"%%EOF"
PADES = "/ETSI.CAdES.detached"
# Of the page: a larger appearance could lay another text over the one that was signed.
LARGEST_WIDGET = 0.25
# How the libraries break on bytes that nobody wrote in good faith.
BROKEN = (PdfReadError, SigningError, ValueError, LookupError, TypeError, AttributeError, AssertionError,
          NotImplementedError, ArithmeticError, RecursionError, struct.error, zlib.error)  # fmt: skip


class Unreadable(Exception):
    """It is not a PDF that can be judged."""


class SignedFile:
    """A PDF and its signatures in the order they were made. Raises `Unreadable`."""

    def __init__(self, data: bytes):
        self.data = data
        try:
            self.reader = _reader(data)
            if self.reader.encrypted:
                raise Unreadable
            self.signatures = sorted(self.reader.embedded_regular_signatures, key=lambda s: s.signed_revision)
        except BROKEN as error:
            raise Unreadable from error

    def covers_all(self, signature: EmbeddedPdfSignature) -> bool:
        """Whether every byte of the file is signed but the signature itself, exactly where it says it is.

        The place is compared with the bytes, because a range may be written that leaves out more than the signature.
        """
        if not self._is_tight(signature):
            return False
        *_, resumes, length = signature.byte_range
        return resumes + length == len(self.data)

    def _is_tight(self, signature):
        if len(signature.byte_range) != 4 or not all(isinstance(n, int) and n >= 0 for n in signature.byte_range):
            return False
        start, length, resumes, _ = signature.byte_range
        hole = self.data[length:resumes]
        if start != 0 or hole[:1] != b"<" or hole[-1:] != b">":
            return False
        try:
            return bytes.fromhex(hole[1:-1].decode("ascii")) == signature.pkcs7_content
        except ValueError:
            return False

    def is_whole(self, signature: EmbeddedPdfSignature) -> bool:
        """Whether its revision is signed to the last byte and what came later only adds signatures and their data."""
        if not self._is_tight(signature):
            return False
        if self.covers_all(signature):
            return True
        is_last = signature.signed_revision == self.reader.xrefs.total_revisions - 1
        if is_last or not self.data.rstrip().endswith(END):
            return False  # bytes that belong to no update
        later = [s.field_name for s in self.signatures if s.signed_revision > signature.signed_revision]
        try:
            signature.compute_integrity_info(POLICY)
            return self._is_harmless(signature.diff_result, later)
        except (SignatureValidationError, *BROKEN):
            return False

    def _is_harmless(self, difference, later):
        if difference is None or isinstance(difference, SuspiciousModification):
            return False
        if difference.modification_level > ModificationLevel.FORM_FILLING:
            return False
        if difference.modification_level == ModificationLevel.FORM_FILLING and not later:
            return False
        return set(difference.changed_form_fields) <= set(later) and not any(map(self.is_overlay, later))

    def changes_since(self, given: bytes, signature: EmbeddedPdfSignature) -> bool:
        """Whether anything but ``signature`` was added to the file as it was ``given``."""
        try:
            before = _reader(given).xrefs.total_revisions - 1
            difference = POLICY.review_file(self.reader, before)
            return not self._is_harmless(difference, [signature.field_name])
        except BROKEN:
            return True

    def is_overlay(self, field_name: str) -> bool:
        """Whether the visible part of a signature is too large a part of its page."""
        found = next(s for s in self.signatures if s.field_name == field_name).sig_field
        widgets = [kid.get_object() for kid in found["/Kids"]] if "/Kids" in found else [found]
        areas = [_area(widget["/Rect"]) for widget in widgets if "/Rect" in widget]
        return any(area > LARGEST_WIDGET * self._page_area() for area in areas)

    def _page_area(self):
        page = self.reader.root["/Pages"]["/Kids"][0]
        while "/Kids" in page:
            page = page["/Kids"][0]
        while "/MediaBox" not in page:
            page = page["/Parent"]
        return _area(page["/MediaBox"])

    def pages(self) -> int:
        """How many pages it has."""
        return int(self.reader.root["/Pages"]["/Count"])

    def evidence(self) -> tuple[Evidence, list]:
        """The answers about revocation and the certificates that the file brings with it (PAdES B-LT)."""
        try:
            store = DocumentSecurityStore.read_dss(self.reader)
            return Evidence(*_loaded(store)), list(store.load_certs())
        except (NoDSSFoundError, *BROKEN):
            return Evidence([], []), []


def _reader(data):
    """Strict; else lenient with the small faults of good programs, but never with two tables that may disagree."""
    try:
        return PdfFileReader(BytesIO(data))
    except PdfStrictReadError:
        reader = PdfFileReader(BytesIO(data), strict=False)
        if reader.xrefs.hybrid_xrefs_present:
            raise
        return reader


def _area(box):
    left, bottom, right, top = map(float, box)
    return abs(right - left) * abs(top - bottom)


def _loaded(store):
    return _all_of(ocsp.OCSPResponse, store.ocsps), _all_of(crl.CertificateList, store.crls)


def _all_of(kind, references):
    return [kind.load(reference.get_object().data, strict=True) for reference in references]
