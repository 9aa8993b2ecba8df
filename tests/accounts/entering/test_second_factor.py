"""The second factor (accounts-portal §9.4; safety S-09)."""

import html
import re
from datetime import UTC, datetime, timedelta
from importlib import import_module

import pyotp
import pytest
from django.apps import apps
from django.contrib.auth.hashers import check_password, identify_hasher
from django.db import connection

from accounts import second_factor
from accounts.models import OpenSession, RecoveryCode, SecondFactor
from institutions.actors import Operator
from quipux import clock
from quipux.accesslog.models import AccessEntry, Event
from tests.accounts.entering.making import letters_to
from tests.cast import PASSWORD

LOGIN, TRAY, DOOR, ASK, OWN = (
    "/ingresar/", "/bandejas/recibidos/", "/ingresar/segundo-factor/", "/ingresar/codigo/", "/mi-perfil/segundo-factor/")  # fmt: skip
NOW = datetime(2026, 5, 20, 15, 2, tzinfo=UTC)
KEY = re.compile(r'Clave: <span class="qx-codigo">([A-Z2-7 ]+)<')


@pytest.fixture(autouse=True)
def production(settings):
    """A demonstration asks no second factor of its invented people."""
    settings.QUIPUX_DEMO = False


@pytest.fixture
def admin(diego):
    """Diego's user, AIQ, with a password."""
    diego.user.set_password(PASSWORD)
    diego.user.save()
    return diego.user


def enter(client, user, **data):
    return client.post(LOGIN, {"username": user.identity_number, "password": PASSWORD, **data})


def code_of(seed: str, at=NOW, step: int = 0) -> str:
    return pyotp.TOTP(seed).at(at + timedelta(seconds=second_factor.STEP * step))


def seed_on(page) -> str:
    """The key that a page of activation shows."""
    return KEY.search(html.unescape(page.content.decode()))[1].replace(" ", "")


def with_factor(user, rf) -> tuple[str, list[str]]:
    """A person with the factor activated at NOW: the seed and the recovery codes."""
    sealed = second_factor.new_seed()
    seed = second_factor.shown(sealed, user)[0].replace(" ", "")
    with clock.frozen_at(NOW):
        return seed, second_factor.activate(rf.get("/"), user, sealed=sealed, code=code_of(seed))


def test_a_35_after_the_grace_an_administrator_reaches_only_the_page_of_activation(client, admin):
    with clock.frozen_at(NOW):
        assert enter(client, admin)["Location"] == "/"
        client.post("/salir/")
    with clock.frozen_at(NOW + timedelta(days=8)):
        assert enter(client, admin)["Location"] == DOOR
        assert client.get(TRAY)["Location"].startswith(LOGIN)
        assert client.post("/ingresar/continuar/", {"continuar": "1"})["Location"] == DOOR
        seed = seed_on(client.get(DOOR))
        assert client.post(DOOR, {"codigo": "000000"}).status_code == 422
        done = client.post(DOOR, {"codigo": code_of(seed, NOW + timedelta(days=8))})
        assert len(re.findall(r"[A-Z0-9]{5}-[A-Z0-9]{5}", done.content.decode())) == 10
        assert client.post("/ingresar/continuar/", {"continuar": "1"})["Location"] == "/"
        assert client.get(TRAY).status_code == 200
    assert letters_to(admin.email)[-1].subject == "QUIPUX: Segundo factor activado"


def test_an_operator_has_no_grace_and_a_servant_needs_none(client, sofia, ana):
    for person in (sofia, ana):
        person.user.set_password(PASSWORD)
        person.user.save()
    assert enter(client, sofia.user)["Location"] == DOOR
    assert enter(type(client)(), ana.user)["Location"] == "/"


def test_a_35_s_09_a_code_is_good_once_and_the_steps_around_now_are(client, admin, rf):
    seed, _ = with_factor(admin, rf)
    later = NOW + timedelta(minutes=2)
    with clock.frozen_at(later):
        assert enter(client, admin, next="/bandejas/enviados/")["Location"] == ASK
        assert client.get(TRAY)["Location"].startswith(LOGIN)
        assert client.post(ASK, {"codigo": code_of(seed, later, -2)}).status_code == 422
        used = code_of(seed, later, -1)
        assert client.post(ASK, {"codigo": used})["Location"] == "/bandejas/enviados/"
        assert client.get(TRAY).status_code == 200
        client.post("/salir/")
        enter(client, admin)
        assert client.post(ASK, {"codigo": used}).status_code == 422
        assert client.post(ASK, {"codigo": code_of(seed, later)}).status_code == 302


def test_a_35_s_09_the_sixth_wrong_code_in_five_minutes_waits_though_right(client, admin, rf):
    seed, _ = with_factor(admin, rf)
    later = NOW + timedelta(minutes=4)
    with clock.frozen_at(later):
        enter(client, admin)
        for _ in range(5):
            assert "El código no es correcto" in client.post(ASK, {"codigo": "123123"}).content.decode()
        closed = client.post(ASK, {"codigo": code_of(seed, later)})
        assert "Demasiados códigos equivocados" in closed.content.decode()
        assert AccessEntry.objects.filter(user=admin, event=Event.SECOND_FACTOR, result="refused").count() == 6


def test_a_servant_needs_one_too_where_the_installation_says_so(client, ana, settings):
    """ASVS 6.3.3: whoever installs decides that nobody enters with a password alone."""
    settings.QUIPUX_TOTP_EVERYBODY = True
    ana.user.set_password(PASSWORD)
    ana.user.save()
    with clock.frozen_at(NOW):
        assert enter(client, ana.user)["Location"] == "/"
    with clock.frozen_at(NOW + timedelta(days=8)):
        assert enter(type(client)(), ana.user)["Location"] == DOOR


def test_recovery_codes_are_kept_as_passwords_are(admin, rf, settings):
    """ASVS 6.5.2: each with a salt of its own, by the function of passwords of the settings."""
    _, codes = with_factor(admin, rf)
    kept = list(RecoveryCode.objects.values_list("digest", flat=True))
    hashers = {identify_hasher(digest).algorithm for digest in kept}
    salts = {identify_hasher(digest).decode(digest)["salt"] for digest in kept}
    assert (len(kept), hashers, len(salts)) == (10, {"argon2"}, 10)
    assert [check_password(codes[0].replace("-", ""), digest) for digest in kept].count(True) == 1


def test_a_recovery_code_outlives_every_key_of_the_installation(admin, rf, settings):
    """ASVS 11.2.2: whoever changes the key leaves nobody without the codes that were printed."""
    _, codes = with_factor(admin, rf)
    settings.SECRET_KEY = "otra-llave-de-la-misma-instalacion-0123456789-0123456789"
    sealed = second_factor.new_seed()
    SecondFactor.objects.filter(person=admin).update(seed=sealed)
    assert [second_factor.prove(admin, codes[0]) for _ in range(2)] == [True, False]


def test_codes_kept_before_they_were_kept_so_are_sealed_by_the_migration(admin, rf, settings):
    _, codes = with_factor(admin, rf)
    factor = SecondFactor.objects.get(person=admin)
    factor.codes.all().delete()
    factor.codes.create(digest=second_factor._former(factor, codes[0], settings.SECRET_KEY))
    migration = import_module("accounts.migrations.0021_recovery_codes_sealed")
    migration.seal(apps, connection.schema_editor())
    migration.seal(apps, connection.schema_editor())
    assert factor.codes.get().digest.startswith("hmac:argon2$")
    assert [second_factor.prove(admin, codes[0]) for _ in range(2)] == [True, False]


def test_a_recovery_code_is_good_once(client, admin, rf):
    _, codes = with_factor(admin, rf)
    enter(client, admin)
    assert client.post(ASK, {"codigo": codes[0].lower()}).status_code == 302
    client.post("/salir/")
    enter(client, admin)
    assert client.post(ASK, {"codigo": codes[0]}).status_code == 422
    assert client.post(ASK, {"codigo": codes[1]}).status_code == 302


def test_a_14_the_session_key_changes_with_the_code(client, admin, rf):
    seed, _ = with_factor(admin, rf)
    later = NOW + timedelta(minutes=2)
    with clock.frozen_at(later):
        enter(client, admin)
        before = client.cookies["quipux"].value
        client.post(ASK, {"codigo": code_of(seed, later)})
    assert client.cookies["quipux"].value != before


def test_a_23_a_recovered_password_does_not_take_the_code_away(client, admin, rf):
    with_factor(admin, rf)
    admin.set_password("otra clave muy distinta")
    admin.save()
    entered = client.post(LOGIN, {"username": admin.identity_number, "password": "otra clave muy distinta"})
    assert entered["Location"] == ASK
    assert not OpenSession.objects.filter(person=admin).exists()


def test_anybody_may_activate_it_in_the_profile(client, ana):
    with clock.frozen_at(NOW):
        entered = client(ana)
        seed = seed_on(entered.get(OWN))
        assert seed_on(entered.get(OWN)) == seed
        done = entered.post(OWN, {"codigo": code_of(seed)})
    assert "Códigos de recuperación" in done.content.decode()
    assert second_factor.has(ana.user)
    assert "Su segundo factor está activo" in entered.get(OWN).content.decode()


def test_who_finds_a_session_open_does_not_put_the_own_telephone_and_the_other_sessions_end(client, ana, settings):
    settings.QUIPUX_SINGLE_SESSION = False
    ana.user.set_password(PASSWORD)
    ana.user.save()
    with clock.frozen_at(NOW):
        devices = [type(client)() for _ in range(2)]
        for device in devices:
            device.post(LOGIN, {"username": ana.user.identity_number, "password": PASSWORD})
    later = NOW + timedelta(minutes=11)
    with clock.frozen_at(later):
        here, elsewhere = devices
        typed = {"codigo": code_of(seed_on(here.get(OWN)), later)}
        refused = [here.post(OWN, typed | more).status_code for more in ({}, {"clave": "no es"})]
        assert (refused, second_factor.has(ana.user)) == ([422, 422], False)
        assert elsewhere.get(OWN).status_code == 200
        assert here.post(OWN, typed | {"clave": PASSWORD}).status_code == 200
        assert (second_factor.has(ana.user), here.get(OWN).status_code) == (True, 200)
        assert elsewhere.get(OWN).status_code == 302


def test_a_30_the_seed_is_in_no_row(client, ana):
    entered = client(ana)
    seed = seed_on(entered.get(OWN))
    with clock.frozen_at(NOW):
        entered.post(OWN, {"codigo": code_of(seed)})
        seed_on(entered.get(OWN))
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(string_agg(t::text, ''), '') FROM accounts_secondfactor t")
        kept = cursor.fetchone()[0]
    assert seed not in kept + str(dict(entered.session))


def test_a_reset_takes_it_away_and_is_mailed(client, admin, sofia, rf):
    with_factor(admin, rf)
    second_factor.reset(admin, by=Operator(sofia.user))
    assert not SecondFactor.objects.exists()
    assert letters_to(admin.email)[-1].subject == "QUIPUX: Segundo factor restablecido"
    assert enter(client, admin)["Location"] == "/"
