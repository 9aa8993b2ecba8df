"""Files that other programs signed with a certificate of the test authority.

``poppler-22.12.pdf.gz``: ``pdfsig -add-signature``, in the format that PAdES replaced.
"""

import gzip
from datetime import datetime
from pathlib import Path

import pytest

from quipux import clock
from quipux.signatures.errors import SignatureRefused
from quipux.signatures.results import Verdict
from quipux.signatures.validating import examine
from tests.signatures.material import BRUNO, accepted

POPPLER = Path(__file__).parent / "foreign/poppler-22.12.pdf.gz"
AFTER = datetime(2026, 12, 1, tzinfo=clock.GUAYAQUIL)
END = b"%%EOF\n"


def test_the_page_of_verification_understands_a_signature_of_another_program():
    found = examine(gzip.decompress(POPPLER.read_bytes()), at=AFTER)
    (signature,) = found.signatures
    assert (found.verdict, signature.covers) == (Verdict.VALID, "Todo el documento")
    assert (signature.certificate.name, signature.certificate.identity) == (BRUNO[1], BRUNO[0])


def test_one_that_is_not_pades_is_not_accepted_for_an_official_document():
    received = gzip.decompress(POPPLER.read_bytes())
    given = received[: received.index(END) + len(END)]
    with pytest.raises(SignatureRefused, match=r"^La firma no es válida\.$"):
        accepted(received, given, at=AFTER)
