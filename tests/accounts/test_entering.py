"""Entering and leaving (accounts-portal §5, §9.1; safety §5)."""

import pytest

from institutions import services as institutions
from quipux import clock
from quipux.history.recorder import SYSTEM
from tests import factories
from tests.cast import PASSWORD

LOGIN, TRAY = "/ingresar/", "/bandejas/recibidos/"
WRONG = "Usuario o contraseña incorrectos."


@pytest.fixture
def password(ana):
    """Ana's password, just set."""
    ana.user.set_password(PASSWORD)
    ana.user.save()
    return PASSWORD


def enter(client, person, password, **data):
    return client.post(LOGIN, {"username": person.user.identity_number, "password": password, **data})


def test_the_login_page_lets_password_managers_and_the_keyboard_help(client, db):
    page = client.get(LOGIN).content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "<title>Ingresar - Quipux</title>" in page
    assert "Borrar" in page


def test_the_right_password_leads_to_the_tray(client, ana, password):
    response = enter(client, ana, password)
    assert response["Location"] == "/"
    assert client.get("/")["Location"] == TRAY
    assert client.get(TRAY).status_code == 200


@pytest.mark.parametrize("form", ["{0}", " {0} ", "U{0}", "u{0}", "{1}-{2}"])
def test_a_07_the_cedula_may_be_typed_as_people_write_it(client, ana, password, form):
    number = ana.user.identity_number
    response = client.post(LOGIN, {"username": form.format(number, number[:9], number[9]), "password": password})
    assert response.status_code == 302


def test_a_07_the_mail_address_is_not_an_identity(client, ana, password):
    response = client.post(LOGIN, {"username": ana.user.email, "password": password})
    assert response.status_code == 422
    assert WRONG in response.content.decode()


def test_empty_fields_are_named_each(client, db):
    response = client.post(LOGIN, {})
    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("Escriba su cédula.") == page.count("Escriba su contraseña.") == 2
    assert "<title>Error: Ingresar - Quipux</title>" in page


def test_who_is_in_already_is_not_asked_again(client, ana):
    assert client(ana).get(LOGIN, {"next": "/bandejas/enviados/"})["Location"] == "/bandejas/enviados/"


def test_an_operator_lands_in_the_administration_and_a_person_without_post_is_told_so(client, sofia, luis):
    assert client(sofia).get("/")["Location"] == "/admin/"
    entered = client(luis)
    assert entered.get("/")["Location"] == "/sin-puesto/"
    page = entered.get("/sin-puesto/").content.decode()
    assert "Su cuenta no tiene un puesto activo." in page
    assert "Ministerio de Ejemplo" in page
    assert "Cerrar sesión" in page


def test_the_portal_is_for_everybody(client, db):
    page = client.get("/").content.decode()
    assert page.count("<h1") == 1
    for block in ("Implantación del Sistema", "Procedimientos y Manuales", "Ayuda, Soporte y Capacitación"):
        assert block in page
    assert "Ingresar al Sistema" in page


# The session -------------------------------------------------------------------------------------------


def session_of(client) -> str:
    return client.cookies["quipux"].value


def test_s_05_the_session_key_is_renewed_at_login_and_an_id_in_the_address_is_ignored(client, ana, password):
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session_of(client)
    enter(client, ana, password)
    assert session_of(client) != before
    stranger = type(client)()
    assert stranger.get(f"{TRAY}?quipux={session_of(client)}&sessionid={session_of(client)}").status_code == 302


def test_s_05_the_session_key_is_renewed_when_the_context_changes(client, ana, area, other_institution):
    second = factories.make_appointment(ana.user, other_institution.areas.get(), title="Asesora")
    entered = client(ana)
    before = session_of(entered)
    response = entered.post("/contexto/", {"context": str(second.uuid)})
    assert response.status_code == 302
    assert session_of(entered) != before
    stolen = type(client)()
    stolen.cookies["quipux"] = before
    assert stolen.get(TRAY)["Location"].startswith(LOGIN)


def test_s_06_a_stolen_cookie_is_dead_after_logout(client, ana):
    entered = client(ana)
    stolen = session_of(entered)
    response = entered.post("/salir/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert response["Location"] == "/"
    assert _replay(client, stolen)["Location"].startswith(LOGIN)


def test_s_06_a_stolen_cookie_is_dead_after_a_change_of_password(client, ana):
    stolen = session_of(client(ana))
    ana.user.set_password("otra-clave-8")
    ana.user.save()
    assert _replay(client, stolen)["Location"].startswith(LOGIN)


def test_s_06_a_stolen_cookie_is_dead_after_the_account_is_closed(client, ana):
    stolen = session_of(client(ana))
    ana.user.is_active = False
    ana.user.save()
    assert _replay(client, stolen)["Location"].startswith(LOGIN)


def test_s_06_a_session_is_dead_as_soon_as_the_appointment_ends(client, ana):
    entered = client(ana)
    assert entered.get(TRAY).status_code == 200
    institutions.deactivate(ana.appointment, last_day=clock.today(), actor=SYSTEM)
    assert entered.get(TRAY)["Location"].startswith(LOGIN)


def _replay(client, cookie):
    thief = type(client)()
    thief.cookies["quipux"] = cookie
    return thief.get(TRAY)


def test_leaving_is_a_post(client, ana):
    entered = client(ana)
    assert entered.get("/salir/").status_code == 405
    assert entered.get(TRAY).status_code == 200


def test_pages_with_data_are_never_kept_by_the_browser(client, ana):
    assert "no-store" in client(ana).get(TRAY)["Cache-Control"]


HOSTILE = [
    "//malo.example", "///malo.example", "////malo.example", "https://malo.example", "http:malo.example",
    "https:/malo.example", "http:///malo.example", "\\\\malo.example", "/\\malo.example", "\\/malo.example",
    "/\t/malo.example", "/\n/malo.example", "/\r\n/malo.example", " //malo.example", "\x00//malo.example",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "ftp://malo.example",
    "malo.example", "malo.example/bandejas/", "@malo.example", ".malo.example", "bandejas/recibidos/",
    "?next=//malo.example", "#//malo.example", "//testserver@malo.example", "https://testserver.malo.example",
    "http://testserver/bandejas/enviados/", "//testserver/bandejas/",
]  # fmt: skip


@pytest.mark.parametrize("following", HOSTILE)
def test_a_13_s_07_only_own_relative_paths_are_followed(client, ana, password, following):
    response = enter(client, ana, password, next=following)
    assert response.status_code == 302
    assert response["Location"] == "/"
    assert client.get(LOGIN, {"next": following})["Location"] == TRAY


def test_an_own_path_is_followed_after_the_login_and_kept_through_an_error(client, ana, password):
    following = "/bandejas/enviados/?orden=asunto"
    assert client.get(following)["Location"] == "/ingresar/?next=/bandejas/enviados/%3Forden%3Dasunto"
    page = enter(client, ana, "mala", next=following).content.decode()
    assert f'name="next" value="{following}"' in page
    assert enter(client, ana, password, next=following)["Location"] == following
