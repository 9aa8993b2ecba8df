"""S-41, S-42 and the halves of D-22, D-25 and D-26 that are about certificates, each with its own sentence."""

from datetime import datetime, timedelta

import pytest
from cryptography.x509.oid import ExtendedKeyUsageOID

from quipux import clock
from quipux.signatures import test_authority
from quipux.signatures.errors import SignatureRefused
from quipux.signatures.results import Revocation, Verdict
from quipux.signatures.validating import examine, recheck
from tests.signatures.material import AT, BRUNO, CARLA, a_key, accepted, official, p12, signed, stranger

UNKNOWN = "El certificado no fue emitido por una entidad de certificación reconocida en este sistema."
DAY = timedelta(days=1)
BCE = "1.3.6.1.4.1.37947.3.1"


def refusal(file, person=BRUNO, *, at=AT, **options):
    with pytest.raises(SignatureRefused) as raised:
        accepted(signed(official(), file=file, at=at), official(), person, at=at, **options)
    return raised.value.message


def test_d_22_an_authority_that_nobody_recognises_is_refused():
    file = stranger().issue(identity=BRUNO[0], name=BRUNO[1], key=a_key())
    assert refusal(file) == UNKNOWN
    assert examine(signed(official(), file=file), at=AT).verdict is Verdict.NOT_VALID


def test_an_authority_with_the_name_of_ours_and_another_key_is_refused():
    false = type(stranger()).create(test_authority.NAME, test_authority.HOST)
    assert refusal(false.issue(identity=BRUNO[0], name=BRUNO[1], key=a_key())) == UNKNOWN


def test_a_certificate_made_for_something_else_is_refused():
    assert refusal(p12(uses=(ExtendedKeyUsageOID.SERVER_AUTH,))) == UNKNOWN


def test_s_41_an_expired_certificate_is_refused_even_by_a_signer_whose_clock_is_in_the_past():
    file = p12(not_after=AT - DAY)
    received = signed(official(), file=file, at=AT - 5 * DAY)
    with pytest.raises(SignatureRefused, match=r"^El certificado caducó el 2026-05-03\.$"):
        accepted(received, official())


def test_a_certificate_that_is_not_yet_in_force_is_refused():
    assert refusal(p12(not_before=AT + 2 * DAY)) == "El certificado rige desde el 2026-05-06."


@pytest.mark.parametrize("way", ["ocsp", "crl"])
def test_s_41_a_revoked_certificate_is_refused_by_either_way_of_asking(way):
    file = p12(revoked_at=AT - 3 * DAY, answers=(way,))
    assert refusal(file) == "El certificado está revocado desde 2026-05-01."


def test_when_the_responder_is_silent_the_list_is_asked():
    received = signed(official(), file=p12(answers=("crl",)))
    assert accepted(received, official()).revocation is Revocation.GOOD


def test_d_25_unreachable_soft_accepts_and_says_so_and_hard_refuses(settings):
    received = signed(official(), file=p12(host="127.0.0.1:9"))
    found = accepted(received, official())
    assert found.revocation is Revocation.UNKNOWN
    assert found.revocation.label == "Revocación no comprobada"
    settings.QUIPUX_SIGNATURE_REVOCATION = "hard"
    with pytest.raises(SignatureRefused, match="No se pudo comprobar que el certificado no esté revocado"):
        accepted(received, official())


def test_d_25_a_later_revocation_dated_before_the_signing_invalidates_and_one_dated_after_does_not():
    for since, spoiled in ((AT - DAY, True), (AT + DAY, False)):
        file = test_authority.issue(identity=BRUNO[0], name=BRUNO[1], key=a_key())
        received = signed(official(), file=file)
        found = accepted(received, official())
        test_authority.shipped().revoke(file, since)
        again = recheck(received, field_name=found.field_name, signed_at=found.signed_at, at=AT + 5 * DAY)
        assert (again.revocation, again.invalidates) == (Revocation.REVOKED, spoiled)
        assert again.revoked_at == since


def test_a_recheck_of_a_sound_signature_says_so():
    received = signed(official())
    found = accepted(received, official())
    again = recheck(received, field_name=found.field_name, signed_at=found.signed_at, at=AT + 7 * DAY)
    assert (again.revocation, again.revoked_at, again.invalidates) == (Revocation.GOOD, None, False)


def test_s_42_the_certificate_of_another_person_is_refused_and_her_document_is_masked():
    assert refusal(p12(CARLA)) == (
        "El certificado pertenece a otra persona (09••••••56). El documento debe firmarlo Bruno Ñáñez Córdova."
    )


def test_s_42_a_certificate_without_identity_is_nobodys():
    assert refusal(p12(("", "Bruno Ñáñez Córdova"))).startswith("El certificado pertenece a otra persona (••••••).")


@pytest.mark.parametrize(
    ("written", "extensions"),
    [
        (f"IDCEC-{BRUNO[0]}", {}),
        (f"{BRUNO[0]}001", {}),
        ("0042", {BCE: BRUNO[0]}),
        ("", {BCE: BRUNO[0]}),
    ],
)
def test_the_identity_is_read_wherever_the_authorities_write_it(written, extensions):
    file = test_authority.issue(identity=written, name=BRUNO[1], key=a_key(), extensions=extensions)
    assert accepted(signed(official(), file=file), official()).identity == BRUNO[0]


def test_a_passport_is_an_identity_too():
    traveller = ("AB 123-456", "Hugo Müller")
    file = test_authority.issue(identity="PASDE-AB123456", name=traveller[1], key=a_key())
    assert accepted(signed(official(), file=file), official(), traveller).identity == "AB123456"


def test_d_26_the_test_authority_counts_only_where_it_was_allowed(settings):
    received = signed(official())
    assert accepted(received, official()).is_test
    settings.QUIPUX_ACCEPT_TEST_CA = False
    with pytest.raises(SignatureRefused, match=UNKNOWN):
        accepted(received, official())
    assert accepted(received, official(), training=True).is_test


def test_what_expired_after_the_signing_is_valid_at_its_date(settings):
    settings.QUIPUX_SIGNATURE_TSA_URL = test_authority.TSA_URL
    received = signed(official(), file=p12(not_after=AT + 10 * DAY))
    assert examine(received, at=AT + DAY).verdict is Verdict.VALID
    assert examine(received, at=AT + 30 * DAY).verdict is Verdict.VALID_WHEN_SIGNED


def test_what_was_revoked_after_the_signing_is_valid_at_its_date_only_with_a_time_stamp(settings):
    file = p12(revoked_at=AT + 10 * DAY)
    declared = signed(official(), file=file)
    settings.QUIPUX_SIGNATURE_TSA_URL = test_authority.TSA_URL
    stamped = signed(official(), file=file)
    late = datetime(2026, 6, 1, tzinfo=clock.GUAYAQUIL)
    assert examine(declared, at=late).verdict is Verdict.NOT_VALID
    assert examine(stamped, at=late).verdict is Verdict.VALID_WHEN_SIGNED
