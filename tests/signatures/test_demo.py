"""The certificates that the demonstration leaves at hand."""

from quipux.demo import certificates, logins
from quipux.signatures import test_authority
from quipux.signatures.signing import SigningKey
from tests import factories


def test_each_person_of_the_demo_has_a_certificate_that_opens_and_is_kept(tmp_path):
    number, _ = logins.ROLES[1]
    factories.make_user("Bruno Ñáñez", identity_number=number)
    folder = tmp_path / "certificados"
    said = certificates.write(folder)
    (file,) = folder.iterdir()
    assert file.name == "bruno-nanez.p12"
    assert said.endswith(f"{folder} (clave prueba-1234)")
    made = file.read_bytes()
    with SigningKey.from_p12(made, test_authority.PASSWORD) as key:
        assert (key.certificate.identity, key.certificate.name) == (number, "Bruno Ñáñez")
    certificates.write(folder)
    assert file.read_bytes() == made
