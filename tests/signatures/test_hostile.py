"""Hostile files: the child answers or dies inside its limits, and this process goes on (safety §2.6)."""

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from pyhanko.sign.signers import SimpleSigner

from quipux.signatures import errand, test_authority, validating
from quipux.signatures.errors import SignatureUnavailable
from quipux.signatures.results import Verdict
from quipux.signatures.validating import examine, examine_enveloped
from tests.pdf.test_faults import wait_until
from tests.signatures.material import AT, official, p12, signed

BOMB = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj\n"
NOTHING = ("", "nada", "%PDF-1.7", "%PDF-1.7\nxref\n0 1\ntrailer<</Root 1 0 R/Prev 0>>\nstartxref\n9\n%%EOF")


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_pdf_has_no_signature(text):
    assert examine(text.encode(), at=AT).verdict is Verdict.UNSIGNED


def test_an_official_document_before_its_signature_has_none():
    found = examine(official(), at=AT)
    assert (found.verdict.label, found.signatures, found.pages) == ("Sin firma electrónica", (), 2)


def test_signed_files_broken_at_random_are_never_called_valid():
    whole, dice = signed(official()), random.Random(6)
    for _ in range(6):
        broken = bytearray(whole)
        for _ in range(20):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        assert examine(bytes(broken), at=AT).verdict in {Verdict.ALTERED, Verdict.UNSIGNED, Verdict.NOT_VALID}
    assert examine(whole[: len(whole) // 2], at=AT).verdict is not Verdict.VALID


def test_a_tree_of_pages_without_end_does_not_hold_the_process(monkeypatch):
    monkeypatch.setattr(errand.Child.__init__, "__kwdefaults__", {"limits": replace(errand.LIMITS, cpu_seconds=2)})
    file = BOMB + b"xref\n0 3\n0000000000 65535 f \n0000000009 00000 n \n0000000054 00000 n \n"
    file += b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(BOMB)
    assert examine(file, at=AT).verdict is Verdict.UNSIGNED


def test_a_child_that_passes_its_limits_is_told_as_unavailable_and_the_next_file_is_judged(monkeypatch):
    few = replace(errand.LIMITS, wall_seconds=-1)
    monkeypatch.setattr(errand.Child.__init__, "__kwdefaults__", {"limits": few})
    with pytest.raises(SignatureUnavailable):
        examine(signed_before, at=AT)
    monkeypatch.undo()
    assert examine(official(), at=AT).verdict is Verdict.UNSIGNED


signed_before = b"%PDF-1.7 /ByteRange"


def test_the_child_reaches_no_network_no_file_and_no_secret():
    child = validating.Child()
    try:
        with open(f"/proc/{child._process.pid}/environ", "rb") as environ:  # noqa: PTH123
            names = {line.split(b"=")[0].decode() for line in environ.read().split(b"\0") if line}
        assert not names & {"SECRET_KEY", "DATABASE_URL", "REDIS_URL", "STORAGE_URL"}
    finally:
        child.stop()
    wait_until(lambda: not Path(f"/proc/{child._process.pid}").exists())


# .p7m ------------------------------------------------------------------------------------------------

AGREEMENT = "Acuerdo de uso, versión 3".encode()


def enveloped(content=AGREEMENT, *, detached=False, file=None):
    signer = SimpleSigner.load_pkcs12_data(file or p12(), (), test_authority.PASSWORD)
    made = signer.async_sign_general_data(content, "sha256", detached=detached, use_cades=True)
    with ThreadPoolExecutor(1) as apart:  # a browser of another test may keep a loop running in this thread
        return apart.submit(asyncio.run, made).result().dump()


def test_a_p7m_that_holds_the_agreement_is_valid_and_says_whose_it_is():
    for data in (enveloped(), enveloped(detached=True)):
        found = examine_enveloped(data, AGREEMENT, at=AT)
        (signature,) = found.examination.signatures
        assert found.holds_content
        assert (signature.verdict, signature.certificate.identity) == (Verdict.VALID, "1710034065")
        assert found.examination.is_test


def test_a_p7m_of_something_else_does_not_hold_the_agreement():
    assert not examine_enveloped(enveloped(b"otro"), AGREEMENT, at=AT).holds_content
    other = examine_enveloped(enveloped(b"otro", detached=True), AGREEMENT, at=AT)
    assert other.examination.verdict is Verdict.ALTERED


def test_an_altered_p7m_is_not_valid():
    data = enveloped()
    altered = data.replace(AGREEMENT[:6], b"acuerd")
    assert (
        examine_enveloped(altered, altered and b"acuerd" + AGREEMENT[6:], at=AT).examination.verdict is Verdict.ALTERED
    )
    nothing = examine_enveloped(b"0\x82", AGREEMENT, at=AT)
    assert (nothing.examination.verdict, nothing.holds_content) == (Verdict.UNSIGNED, False)
