"""S-40: a signed file that was altered is never accepted, and the public page calls it so."""

import functools

import pytest

from quipux.signatures.errors import SignatureRefused
from quipux.signatures.results import Verdict
from quipux.signatures.validating import examine
from tests.signatures.attacks import ATTACKS, first_page, text_stream, with_the_signature_of
from tests.signatures.material import AT, BRUNO, CARLA, accepted, official, signed
from tests.signatures.signers import ADOBE, sign_freely

MODIFIED = "El archivo fue modificado después de la firma."
OTHER_FILE = "El archivo recibido no corresponde al documento entregado para la firma."
INVALID = "La firma no es válida."


@functools.cache
def good() -> bytes:
    return signed(official(), reason="Prueba")


def refusal(received, given=None, person=BRUNO):
    with pytest.raises(SignatureRefused) as raised:
        accepted(received, given or official(), person)
    return raised.value.message


def test_the_file_that_will_be_altered_is_good():
    assert accepted(good(), official()).name == BRUNO[1]
    assert examine(good(), at=AT).verdict is Verdict.VALID


@pytest.mark.parametrize("name", ATTACKS)
def test_s_40_an_altered_file_is_not_accepted_and_is_called_altered(name):
    altered = ATTACKS[name](good())
    assert altered != good()
    assert refusal(altered) in {MODIFIED, OTHER_FILE, INVALID}
    assert examine(altered, at=AT).verdict.label == "Documento alterado"


def test_s_40_the_signature_of_another_document_is_not_accepted():
    altered = with_the_signature_of(signed(official("oficio"), reason="Prueba"), good())
    assert refusal(altered) == MODIFIED
    assert examine(altered, at=AT).verdict is Verdict.ALTERED


def test_s_40_what_was_changed_below_a_second_signature_spoils_the_first():
    second = signed(ATTACKS["page_replaced"](good()), CARLA)
    first, last = examine(second, at=AT).signatures
    assert (first.verdict, last.verdict) == (Verdict.ALTERED, Verdict.VALID)
    assert examine(second, at=AT).verdict is Verdict.ALTERED


def replaced(writer):
    page = first_page(writer)
    page["/Contents"] = text_stream(writer)
    writer.update_container(page)


def test_a_signer_who_changes_the_page_while_signing_is_refused():
    assert refusal(sign_freely(official(), replaced)) == MODIFIED


def test_a_stamp_so_large_that_it_hides_the_text_is_refused():
    assert refusal(sign_freely(official(), box=(10, 10, 580, 830))) == MODIFIED


def test_two_new_signatures_at_once_are_refused():
    assert refusal(signed(good(), CARLA)) == MODIFIED


def test_a_file_sent_back_without_signature_is_told_so():
    assert refusal(official()) == "El archivo no contiene una firma electrónica."
    assert refusal(official() + b"\n% nada\n") == "El archivo no contiene una firma electrónica."


def test_another_file_of_the_same_signer_is_refused():
    assert refusal(signed(official("oficio"))) == OTHER_FILE
    assert refusal(b"") == OTHER_FILE


def test_weak_digests_and_other_formats_are_refused():
    assert refusal(sign_freely(official(), digest="sha1")) == INVALID
    assert refusal(sign_freely(official(), subfilter=ADOBE)) == INVALID


def test_a_signer_of_another_program_is_accepted():
    assert accepted(sign_freely(official(), box=(60, 60, 260, 130)), official()).level == "B-B"
    assert accepted(sign_freely(official()), official()).name == BRUNO[1]
