"""Making signatures: foreign validators, levels, several signers, key files (documents §9)."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, PrivateFormat, pkcs12
from cryptography.hazmat.primitives.serialization.pkcs12 import PBES

from quipux.signatures import test_authority
from quipux.signatures.errors import BadKeyFile
from quipux.signatures.results import Revocation, TimeSource
from quipux.signatures.signing import SigningKey
from tests.signatures.material import AT, BRUNO, CARLA, PABLO, a_key, accepted, official, p12, poppler, signed


def test_a_foreign_validator_says_valid_for_one_signer(tmp_path):
    made = signed(official())
    said = poppler(made, tmp_path)
    assert made.startswith(official()), "the signature is appended; what was given stays as it was"
    assert said.count("Signature Validation: Signature is Valid.") == 1
    assert "Signature Type: ETSI.CAdES.detached" in said
    assert "Total document signed" in said
    assert "Bruno Ñáñez Córdova" in said


def test_a_foreign_validator_says_valid_for_three_signers_one_after_another(tmp_path):
    made = official()
    for person in (BRUNO, CARLA, PABLO):
        given, made = made, signed(made, person)
        assert made.startswith(given)
        assert accepted(made, given, person).name == person[1]
    said = poppler(made, tmp_path)
    assert said.count("Signature Validation: Signature is Valid.") == 3
    assert said.count("ETSI.CAdES.detached") == 3


def test_without_a_service_the_level_is_b_b_and_the_time_is_that_of_reception():
    found = accepted(signed(official()), official(), at=AT + timedelta(minutes=3))
    assert (found.level, found.time_source) == ("B-B", TimeSource.SERVER)
    assert found.signed_at == AT + timedelta(minutes=3)
    assert found.declared_at == AT
    assert found.revocation is Revocation.GOOD


def test_with_a_time_stamp_service_and_answers_the_level_is_b_lt_and_the_time_is_the_services(settings):
    settings.QUIPUX_SIGNATURE_TSA_URL = test_authority.TSA_URL
    found = accepted(signed(official()), official(), at=AT + timedelta(hours=3))
    assert (found.level, found.time_source, found.signed_at) == ("B-LT", TimeSource.TIMESTAMP, AT)


def test_when_the_authority_does_not_answer_the_level_is_b_t(settings):
    settings.QUIPUX_SIGNATURE_TSA_URL = test_authority.TSA_URL
    silent = p12(host="127.0.0.1:9")
    found = accepted(signed(official(), file=silent), official())
    assert (found.level, found.revocation) == ("B-T", Revocation.UNKNOWN)


def test_a_service_that_is_down_leaves_a_signature_without_its_time(settings):
    settings.QUIPUX_SIGNATURE_TSA_URL = "http://127.0.0.1:9/tsa"
    assert accepted(signed(official()), official()).level == "B-B"


def test_an_opened_key_says_whose_it_is():
    with SigningKey.from_p12(p12(), test_authority.PASSWORD) as key:
        assert (key.certificate.name, key.certificate.identity) == (BRUNO[1], BRUNO[0])


def refused(data, password=test_authority.PASSWORD):
    with pytest.raises(BadKeyFile) as raised:
        SigningKey.from_p12(data, password)
    return raised.value.message


def test_key_files_that_cannot_be_used_are_refused_each_with_its_sentence():
    assert refused(p12(), b"otra clave") == "La clave del certificado no es correcta."
    assert refused(b"%PDF-1.7 no es un p12") == "El archivo no es un certificado .p12."
    assert refused(b"") == "El archivo no es un certificado .p12."
    assert refused(b"\x30" * 300_000) == "El archivo del certificado es demasiado grande."
    certificate = pkcs12.load_pkcs12(p12(), test_authority.PASSWORD).cert.certificate
    assert refused(pkcs12.serialize_key_and_certificates(b"x", None, None, [certificate], NoEncryption()), b"") == (
        "El archivo no contiene la clave privada de un certificado."
    )


def test_a_key_too_short_to_be_trusted_is_refused():
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - the point of the test
    data = test_authority.issue(identity=BRUNO[0], name=BRUNO[1], key=weak)
    assert refused(data) == "El tipo de clave del certificado no sirve para firmar."
    assert a_key().key_size == 2048


@pytest.mark.parametrize(
    ("scheme", "digest"),
    [
        (PBES.PBESv1SHA1And3KeyTripleDESCBC, hashes.SHA1()),  # noqa: S303 - as the files of former years have it
        (PBES.PBESv2SHA256AndAES256CBC, hashes.SHA256()),
    ],
    ids=["of former years", "of today"],
)
def test_key_files_are_opened_whatever_their_encryption(scheme, digest):
    store = pkcs12.load_pkcs12(p12(), test_authority.PASSWORD)
    others = [one.certificate for one in store.additional_certs]
    builder = PrivateFormat.PKCS12.encryption_builder().key_cert_algorithm(scheme).hmac_hash(digest)
    lock = builder.build("clave ñandú".encode())
    data = pkcs12.serialize_key_and_certificates(b"x", store.key, store.cert.certificate, others, lock)
    with SigningKey.from_p12(data, "clave ñandú".encode()) as key:
        assert key.certificate.identity == BRUNO[0]
