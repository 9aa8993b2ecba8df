"""What a password may be (accounts-portal §8.1, §8.2)."""

import gzip

import pytest
from django.core.exceptions import ValidationError

from accounts.common_passwords import FILE, is_common
from accounts.passwords import ProfileValidator, met
from quipux.checks import password_profile_is_strong
from tests import factories
from tests.accounts.entering.making import ask_recovery, last_link


def accepts(password, user=None) -> bool:
    try:
        ProfileValidator().validate(password, user)
    except ValidationError:
        return False
    return True


@pytest.fixture
def owner(area):
    """Who has the cédula of the vectors, and serves in MINEJ."""
    user = factories.make_user("Íngrid Muñoz", identity_number="1710034065", email="muneca.fuerte@ejemplo.gob.ec")
    factories.make_appointment(user, area)
    return user


SAFE = [("abc12", False), ("quito2026", False), ("1710034065a", False), ("cuatro caballos lentos", True), ("ñ" * 128, True),
        ("ñ" * 129, False), ("Password1!", False), ("MINEJ2026", False), ("minej-2026-marzo", False), ("soy munoz aqui", False),
        ("mi Quipux lindo", False), ("muneca.fuerte 77", False), ("ejemplo de clave", False), ("   lluvia   ", True)]  # fmt: skip
SEED = [("abc12", False), ("abcdefgh", False), ("12345678", False), ("abcdefgh12345678", False), ("abc123", True),
        ("quito24x", True), ("abcdefgh1234567", True), ("clave 1ñ", True), ("abc\n123", False)]  # fmt: skip


@pytest.mark.parametrize(("password", "fits"), SAFE)
def test_a_28_a_29_s_16_the_vectors_of_segura(owner, password, fits):
    assert accepts(password, owner) is fits


@pytest.mark.parametrize(("password", "fits"), SEED)
def test_a_28_the_vectors_of_semilla(settings, password, fits):
    settings.QUIPUX_PASSWORD_PROFILE = "semilla"
    assert accepts(password) is fits


def test_a_28_semilla_is_said_on_the_page_applied_to_the_post_and_warned_of(client, owner, settings):
    settings.QUIPUX_PASSWORD_PROFILE = "semilla"
    ask_recovery(client, owner.identity_number)
    client.get(last_link(owner.email))
    text = "* La contraseña debe ser de mínimo 6 caracteres y máximo 15, entre números y letras."
    assert text in client.get("/clave/nueva/").content.decode()
    assert client.post("/clave/nueva/", {"nueva": "abcdefgh", "repetida": "abcdefgh"}).status_code == 422
    assert client.post("/clave/nueva/", {"nueva": "abc123", "repetida": "abc123"}).status_code == 302
    assert [warning.id for warning in password_profile_is_strong(None)] == ["quipux.W001"]


def test_the_present_password_is_not_a_new_one(owner):
    owner.set_password("cuatro caballos lentos")
    owner.save()
    assert not accepts("cuatro caballos lentos", owner)


def test_the_local_part_of_the_personal_e_mail_is_personal_too(owner):
    owner.personal_email = "colibri.azul@ejemplo.ec"
    assert not accepts("mi colibri.azul 77", owner)


# Rule by rule, while it is typed (§8.1) ----------------------------------------------------------------


@pytest.mark.parametrize(("password", "fits"), SAFE)
def test_the_rules_one_by_one_say_what_the_validator_says(owner, password, fits):
    assert all(met(password, owner).values()) is fits


@pytest.mark.parametrize(("password", "fits"), [case for case in SEED if case[0].isprintable()])
def test_the_rules_one_by_one_of_semilla(settings, password, fits):
    settings.QUIPUX_PASSWORD_PROFILE = "semilla"
    assert all(met(password, None).values()) is fits


def test_each_rule_is_marked_for_what_it_says(owner):
    assert met("Quito", owner) == {"largo": False, "datos": True, "comun": False}
    assert met("muñoz muñoz", owner) == {"largo": True, "datos": False, "comun": True}


def test_the_rules_answer_only_who_is_choosing_a_password(client, owner):
    asked = {"nueva": "1710034065 1710034065"}
    assert client.post("/clave/reglas/", asked).status_code == 404
    ask_recovery(client, owner.identity_number)
    client.get(last_link(owner.email))
    assert client.post("/clave/reglas/", asked).json() == {"largo": True, "datos": False, "comun": True}
    owner.is_active = False
    owner.save()
    assert client.post("/clave/reglas/", asked).status_code == 404


def test_whether_it_is_the_present_password_is_not_told_while_typing(client, owner):
    owner.set_password("cuatro caballos lentos")
    owner.save()
    client.force_login(owner)
    assert all(client.post("/clave/reglas/", {"nueva": "cuatro caballos lentos"}).json().values())


def test_accents_written_in_two_ways_are_one_password(owner):
    owner.set_password("canción añeja")
    assert owner.check_password("canción añeja")


def test_the_list_has_a_hundred_thousand_passwords_and_knows_their_trivial_forms():
    assert gzip.decompress(FILE.read_bytes()).count(b"\n") > 100_000
    assert all(is_common(word) for word in ("123456", "QWERTY", "ecuador2024", "Dragon!!"))
    assert not is_common("cuatro caballos lentos")
