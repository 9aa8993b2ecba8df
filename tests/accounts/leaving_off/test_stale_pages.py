"""A form that comes back after its person, context or session became another (accounts-portal §9.1, §9.2)."""

import re
from datetime import timedelta

import pytest

from quipux import clock
from quipux.web import page_owner
from tests import factories
from tests.cast import PASSWORD, CastClient

PAGE, SWITCH = "/mi-perfil/correos/", "/contexto/"
TEXT = "ana.escribio.esto@ejemplo.org"
HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|pagina_de)" value="([^"]+)"')


@pytest.fixture
def user(ana):
    """Ana's user with a password."""
    ana.user.set_password(PASSWORD)
    ana.user.save()
    return ana.user


@pytest.fixture
def browser_of_ana(user):
    """A browser that checks the token as in production, in which Ana entered."""
    return entered(CastClient(enforce_csrf_checks=True), user)


def entered(client, user):
    data = dict(HIDDEN.findall(client.get("/ingresar/").content.decode()))
    client.post("/ingresar/", data | {"username": user.identity_number, "password": PASSWORD})
    return client


def left(client):
    client.post("/salir/", form_of(client))
    return client


def form_of(client, page=PAGE, **typed) -> dict:
    """A form of a page as its tab holds it, with what was typed."""
    return dict(HIDDEN.findall(client.get(page).content.decode())) | typed


def stale(client, **extra):
    return form_of(client, accion="cambiar", uso="principal", correo=TEXT, clave="no-se-guarda", **extra)


def test_a_33_s_05_a_stale_tab_of_another_context_is_409_and_keeps_the_text(browser_of_ana, ana, other_institution):
    other = factories.make_appointment(
        ana.user, factories.make_area(other_institution, "Unidad", sigla="UN"), title="Asesora"
    )
    client, key = browser_of_ana, browser_of_ana.cookies["quipux"].value
    tab = stale(client)
    client.post(SWITCH, form_of(client, context=str(other.uuid)))
    assert client.cookies["quipux"].value != key
    answer = client.post(PAGE, tab, HTTP_REFERER=f"http://testserver{PAGE}")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"se abrió como .*Especialista.* y ahora usted está como .*Asesora.*No se guardó nada", page)
    assert TEXT in page
    assert "no-se-guarda" not in page
    assert "Cambiar a Especialista" in page
    assert not ana.user.email_changes.exists()
    back = client.post(SWITCH, form_of(client, context=str(ana.appointment.uuid), next=PAGE))
    assert back["Location"] == PAGE
    assert client.post(PAGE, stale(client) | {"clave": PASSWORD}).status_code == 302


def test_a_33_a_tab_of_somebody_else_is_409_and_nothing_is_done_in_her_name(browser_of_ana, bruno):
    bruno.user.set_password(PASSWORD)
    bruno.user.save()
    tab = stale(browser_of_ana)
    entered(left(browser_of_ana), bruno.user)
    answer = browser_of_ana.post(PAGE, tab)
    page = answer.content.decode()
    assert (answer.status_code, TEXT in page, "otra persona" in page, "Bruno Salas" in page) == (409, True, True, True)
    assert not bruno.user.email_changes.exists()


def test_a_tab_of_an_earlier_session_of_the_same_person_is_409_and_keeps_the_text(browser_of_ana, user):
    tab = stale(browser_of_ana)
    entered(left(browser_of_ana), user)
    answer = browser_of_ana.post(PAGE, tab)
    assert (answer.status_code, TEXT in answer.content.decode()) == (409, True)
    assert "sesión anterior" in answer.content.decode()


def test_a_form_that_is_none_of_ours_shows_nothing_back(browser_of_ana):
    forged = {"correo": TEXT, page_owner.FIELD: "alguien/puesto:firma", "csrfmiddlewaretoken": "x" * 32}
    answer = browser_of_ana.post(PAGE, forged)
    assert (answer.status_code, TEXT in answer.content.decode()) == (403, False)


def test_a_32_the_text_of_a_form_survives_the_end_of_the_session_and_login(browser_of_ana, user, bruno):
    tab = stale(browser_of_ana)
    with clock.frozen_at(clock.now() + timedelta(minutes=61)):
        sent = browser_of_ana.post(PAGE, tab, HTTP_REFERER=f"http://testserver{PAGE}")
        assert sent["Location"] == "/ingresar/?next=/texto-guardado/"
        assert browser_of_ana.get("/texto-guardado/").status_code == 302  # nobody reads it before entering
        page = entered(browser_of_ana, user).get("/texto-guardado/").content.decode()
        assert TEXT in page
        assert f'href="{PAGE}"' in page
        assert "no-se-guarda" not in page
        assert browser_of_ana.post("/texto-guardado/", form_of(browser_of_ana, "/texto-guardado/")).status_code == 302
        assert TEXT not in browser_of_ana.get("/texto-guardado/").content.decode()


def test_the_text_of_one_person_is_not_shown_to_the_next(browser_of_ana, bruno):
    bruno.user.set_password(PASSWORD)
    bruno.user.save()
    tab = stale(browser_of_ana)
    with clock.frozen_at(clock.now() + timedelta(minutes=61)):
        browser_of_ana.post(PAGE, tab)
        assert TEXT not in entered(browser_of_ana, bruno.user).get("/texto-guardado/").content.decode()


def test_every_page_says_until_when_the_session_lasts_and_a_request_begins_it_anew(client, user):
    with clock.frozen_at(clock.now().replace(hour=15, minute=0, second=0)):
        client.post("/ingresar/", {"username": user.identity_number, "password": PASSWORD})
        assert "su sesión termina el" in client.get(PAGE).content.decode()
    with clock.frozen_at(clock.now().replace(hour=15, minute=55, second=0)):
        answer = client.post("/mi-sesion/", headers={"Accept": "application/json"})
        assert answer.json() == {"segundos": 3600}
        assert "16:55:00" in client.get("/mi-sesion/").content.decode()
