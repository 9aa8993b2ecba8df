"""Sessions, their end, and the pages of «Mi perfil» about them (accounts-portal §7.5, §9.1, §9.3, §9.5)."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import assisting, sessions
from accounts.models import CitizenProfile, OpenSession, User
from quipux import clock
from quipux.accesslog.models import AccessEntry
from quipux.history.models import Entry
from tests.accounts.entering.making import letters_to
from tests.cast import PASSWORD

LOGIN, TRAY, HERE, OWN = "/ingresar/", "/bandejas/recibidos/", "/ingresar/continuar/", "/mi-perfil/sesiones/"
FRESH = "cuatro caballos lentos"
NOW = datetime(2026, 5, 20, 15, 2, tzinfo=UTC)


@pytest.fixture
def user(ana):
    """Ana's user with a password."""
    ana.user.set_password(PASSWORD)
    ana.user.save()
    return ana.user


def enter(client, user, password=PASSWORD, **data):
    return client.post(LOGIN, {"username": user.identity_number, "password": password, **data})


def test_a_31_a_second_device_is_asked_and_then_the_first_is_out(client, user):
    first, second = client, type(client)()
    enter(first, user)
    asked = enter(second, user, next="/bandejas/enviados/")
    assert asked["Location"] == HERE
    assert "Ya tiene una sesión abierta en otro equipo desde" in second.get(HERE).content.decode()
    assert second.get(TRAY).status_code == 302  # nobody is in yet
    assert first.get(TRAY).status_code == 200
    assert second.post(HERE, {"continuar": "1"})["Location"] == "/bandejas/enviados/"
    assert second.get(TRAY).status_code == 200
    expelled = first.get(TRAY, follow=True)
    assert expelled.redirect_chain[-1][0].startswith(LOGIN)
    assert "Su sesión ha expirado o ha ingresado en otro equipo" in expelled.content.decode()


def test_who_does_not_want_to_go_on_here_leaves_the_other_session_alone(client, user):
    first, second = client, type(client)()
    enter(first, user)
    enter(second, user)
    assert second.post(HERE, {"cancelar": "1"})["Location"] == "/"
    assert second.get(HERE)["Location"] == LOGIN
    assert first.get(TRAY).status_code == 200


def test_the_question_waits_five_minutes_and_is_nobody_elses(client, user):
    enter(client, user)
    second = type(client)()
    with clock.frozen_at(clock.now()):
        enter(second, user)
    with clock.frozen_at(clock.now() + timedelta(minutes=6)):
        assert second.post(HERE, {"continuar": "1"})["Location"] == LOGIN
    assert type(client)().post(HERE, {"continuar": "1"})["Location"] == LOGIN


def test_the_same_device_is_not_asked(client, user):
    enter(client, user)
    del client.cookies["quipux"]
    assert enter(client, user)["Location"] == "/"
    assert sessions.alive_of(user).count() == 1


def test_several_sessions_where_the_installation_allows_them(client, user, settings):
    settings.QUIPUX_SINGLE_SESSION = False
    first, second = client, type(client)()
    enter(first, user)
    assert enter(second, user)["Location"] == "/"
    assert first.get(TRAY).status_code == second.get(TRAY).status_code == 200
    page = second.get("/mi-perfil/sesiones/").content.decode()
    assert page.count("Último uso") == 2
    assert "Esta sesión" in page
    other = sessions.alive_of(user).exclude(uuid=second.session[sessions.KEY]).get()
    assert second.post("/mi-perfil/sesiones/", {"sesion": str(other.uuid)}).status_code == 302
    assert first.get(TRAY).status_code == 302
    assert second.get(TRAY).status_code == 200
    assert second.post("/mi-perfil/sesiones/", {"sesion": str(other.uuid)}).status_code == 404


@pytest.fixture
def three(client, user, settings):
    """Three browsers with a session of the same person each, begun at NOW."""
    settings.QUIPUX_SINGLE_SESSION = False
    browsers = [client, type(client)(), type(client)()]
    with clock.frozen_at(NOW):
        for browser in browsers:
            enter(browser, user)
    return browsers


def key_of(browser) -> str:
    return browser.session[sessions.KEY]


def test_who_finds_a_session_open_closes_no_other_without_the_password(three, user):
    """ASVS 7.5.2: seen by whoever is inside, ended after authenticating again."""
    mine, other, _ = three
    with clock.frozen_at(NOW + timedelta(minutes=11)):
        asked = mine.post(OWN, {"sesion": key_of(other)})
        assert (asked.status_code, other.get(TRAY).status_code) == (200, 200)
        assert "Su contraseña" in asked.content.decode()
        refused = mine.post(OWN, {"sesion": key_of(other), "clave": "no-es-esta"})
        assert (refused.status_code, other.get(TRAY).status_code) == (422, 200)
        assert "La contraseña no es correcta." in refused.content.decode()
        assert mine.post(OWN, {"sesion": key_of(other), "clave": PASSWORD}).status_code == 302
        assert [browser.get(TRAY).status_code for browser in three] == [200, 302, 200]


def test_all_the_other_sessions_are_closed_at_once(three):
    with clock.frozen_at(NOW + timedelta(minutes=1)):
        assert "Cerrar las demás sesiones" in three[0].get(OWN).content.decode()
        assert three[0].post(OWN, {"sesion": "otras"}).status_code == 302
        assert [browser.get(TRAY).status_code for browser in three] == [200, 302, 302]
        assert "Cerrar las demás sesiones" not in three[0].get(OWN).content.decode()


def test_an_hour_without_use_and_twelve_with_it_end_a_session(client, user):
    with clock.frozen_at(NOW):
        enter(client, user)
    for hours in range(1, 12):
        with clock.frozen_at(NOW + timedelta(hours=hours, minutes=-hours)):
            assert client.get(TRAY).status_code == 200
    with clock.frozen_at(NOW + timedelta(hours=12)):
        assert client.get(TRAY).status_code == 302
    with clock.frozen_at(NOW + timedelta(hours=13)):
        enter(client, user)
    with clock.frozen_at(NOW + timedelta(hours=14)):
        assert client.get(TRAY).status_code == 302


def test_operators_are_out_after_half_an_hour(client, sofia):
    sofia.user.set_password(PASSWORD)
    sofia.user.save()
    enter(client, sofia.user)
    assert OpenSession.objects.get(person=sofia.user).idle_minutes == 30


def test_a_34_a_cookie_replayed_after_logout_closing_and_change_of_password(client, user, rf):
    enter(client, user)
    stolen = client.cookies["quipux"].value
    client.post("/salir/")
    replayed = type(client)()
    replayed.cookies["quipux"] = stolen
    assert replayed.get(TRAY)["Location"].startswith(LOGIN)
    assert not sessions.alive_of(user).exists()
    enter(client, user)
    request = rf.post("/")
    assisting.close_sessions(request, user)
    assert client.get(TRAY)["Location"].startswith(LOGIN)


def test_the_own_password_is_changed_and_the_other_sessions_end(client, user, settings):
    settings.QUIPUX_SINGLE_SESSION = False
    other = type(client)()
    enter(client, user), enter(other, user)
    data = {"actual": PASSWORD, "nueva": FRESH, "repetida": FRESH}
    key = client.cookies["quipux"].value
    wrong = client.post("/mi-perfil/clave/", data | {"actual": "otra"})
    assert wrong.status_code == 422
    assert "La contraseña actual no es correcta." in wrong.content.decode()
    assert client.post("/mi-perfil/clave/", data)["Location"] == "/mi-perfil/clave/"
    assert client.cookies["quipux"].value != key
    assert client.get(TRAY).status_code == 200
    assert other.get(TRAY).status_code == 302
    assert letters_to(user.email)[-1].subject == "QUIPUX: Su contraseña fue cambiada"
    assert enter(type(client)(), user, FRESH).status_code == 302


def test_a_wrong_present_password_closes_like_a_failed_login(client, user):
    enter(client, user)
    data = {"actual": "otra", "nueva": FRESH, "repetida": FRESH}
    pages = [client.post("/mi-perfil/clave/", data).content.decode() for _ in range(10)]
    assert "Su cuenta ha sido bloqueada por seguridad." in pages[-1]
    assert client.post("/mi-perfil/clave/", data | {"actual": PASSWORD}).status_code == 422


def test_a_36_my_accesses_show_what_was_done_and_refused_with_its_network(client, user):
    client.post(LOGIN, {"username": user.identity_number, "password": "mala"}, REMOTE_ADDR="198.51.100.9")
    enter(client, user)
    page = client.get("/mi-perfil/accesos/").content.decode()
    for word in ("Fallo", "Rechazado", "198.51.100.9", "Ingreso", "Permitido", "127.0.0.1"):
        assert word in page


@pytest.mark.parametrize(
    "statement", ["UPDATE accesslog_accessentry SET network = ''", "DELETE FROM accesslog_accessentry"]
)
def test_a_36_the_database_refuses_to_change_the_accesses(client, user, statement):
    enter(client, user)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AccessEntry.objects.by(user).exists()


def test_a_37_a_person_without_context_reaches_her_profile_and_no_tray(client, luis):
    entered = client(luis)
    assert entered.get("/mi-perfil/").status_code == 200
    assert entered.get(TRAY)["Location"] == "/sin-puesto/"


def test_who_serves_nowhere_is_told_whom_to_write_to_and_goes_on_as_a_citizen_with_an_own_address(client, luis):
    luis.appointment.institution.support_email = "soporte@minej.ejemplo.ec"
    luis.appointment.institution.save()
    person, entered, page = luis.user, client(luis), "/sin-puesto/"
    User.objects.filter(pk=person.pk).update(email_verified_at=None)
    shown = entered.get(page).content.decode()
    assert 'href="mailto:soporte@minej.ejemplo.ec"' in shown
    assert ("Activar mi perfil de ciudadano" in shown, "confirme primero un correo personal" in shown) == (False, True)
    assert entered.post(page)["Location"] == page
    assert not CitizenProfile.objects.exists()
    User.objects.filter(pk=person.pk).update(personal_email="luis@ejemplo.org", personal_email_verified_at=clock.now())
    assert "Activar mi perfil de ciudadano" in entered.get(page).content.decode()
    assert entered.post(page)["Location"] == "/"
    assert entered.get("/")["Location"] == "/bandejas/ciudadano/recibidos/"
    assert [entry.actor_name for entry in Entry.objects.of(person.citizen)] == ["Luis Vaca"]
