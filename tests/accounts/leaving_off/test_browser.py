"""The end of a session in a real browser, and the pages of «Mi perfil» at both sizes (accounts-portal §9.1, §9.3)."""

import re

import pyotp
import pytest
from playwright.sync_api import expect

from accounts.models import OpenSession
from accounts.models.roles import Role
from accounts.roles import synchronise
from tests import factories
from tests.accounts.roles.test_roles import staff
from tests.cast import PASSWORD
from tests.looks import NARROW, WIDE, unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = ("", "proponer/", "correos/", "clave/", "segundo-factor/", "sesiones/", "accesos/", "preferencias/")


@pytest.fixture
def page(browser, live_server, ana):
    """A page of Ana's browser, just entered."""
    ana.user.set_password(PASSWORD)
    ana.user.save()
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="es-EC", base_url=live_server.url)
    page = context.new_page()
    page.clock.install()
    page.goto("/ingresar/")
    page.get_by_label("Cédula").fill(ana.user.identity_number)
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Ingresar", exact=True).click()
    page.wait_for_url("**/bandejas/**")
    yield page
    context.close()


def test_a_32_a_warning_at_minute_55_and_going_on_keeps_the_text(page):
    page.goto("/mi-perfil/correos/")
    page.get_by_label("Correo nuevo").fill("ana.nueva@ejemplo.org")
    page.clock.fast_forward("54:30")
    dialog = page.get_by_role("dialog", name="Su sesión va a terminar")
    expect(dialog).to_be_hidden()
    page.clock.fast_forward("00:31")
    expect(dialog).to_be_visible()
    assert unsound(page, sizes=[WIDE]) == []
    page.keyboard.press("Enter")  # the focus is on «Continuar»
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("Correo nuevo")).to_have_value("ana.nueva@ejemplo.org")
    OpenSession.objects.update(ended_at="2026-01-01T00:00Z")
    page.get_by_role("button", name="Registrar el correo").click()
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    page.get_by_label("Cédula").fill(OpenSession.objects.first().person.identity_number)
    page.get_by_role("button", name="Ingresar", exact=True).click()
    expect(page.get_by_label("Correo", exact=True)).to_have_value("ana.nueva@ejemplo.org")
    assert unsound(page, sizes=[WIDE]) == []


def test_the_pages_of_the_profile_are_sound_at_both_sizes(page):
    for path in PAGES:
        page.goto(f"/mi-perfil/{path}")
        assert unsound(page) == [], path


def test_a_33_from_a_stale_tab_one_press_leads_back_to_its_post(page, ana, other_institution):
    factories.make_appointment(ana.user, factories.make_area(other_institution, "Unidad", sigla="UN"), title="Asesora")
    page.goto("/mi-perfil/correos/")
    page.get_by_label("Correo nuevo").fill("ana.nueva@ejemplo.org")
    tab = page.context.new_page()
    tab.goto("/mi-perfil/")
    tab.locator("summary", has_text="Usuario:").click()
    tab.get_by_role("button", name="Asesora").click()
    tab.wait_for_url("**/bandejas/**")
    page.get_by_role("button", name="Registrar el correo").click()
    expect(page.get_by_label("Correo", exact=True)).to_have_value("ana.nueva@ejemplo.org")
    assert unsound(page) == []
    page.get_by_role("button", name="Cambiar a Especialista").click()
    page.wait_for_url("**/mi-perfil/correos/")
    expect(page.locator("summary", has_text="Usuario:")).to_contain_text("Especialista")


def test_a_35_an_operator_activates_the_second_factor_at_the_door_of_the_administration(
    browser, live_server, settings, db
):
    settings.QUIPUX_DEMO = False
    synchronise()  # the rights of the roles, which the emptied tables lost
    desk = staff("Ada Luz", Role.DESK).user
    desk.set_password(PASSWORD)
    desk.save()
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="es-EC", base_url=live_server.url)
    page = context.new_page()
    page.goto("/ingresar/?next=/admin/")
    page.get_by_label("Cédula").fill(desk.identity_number)
    page.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Ingresar", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Active su segundo factor")
    assert unsound(page, sizes=[NARROW]) == []
    page.goto("/admin/")
    assert page.url.startswith(f"{live_server.url}/ingresar/")  # the password alone opened nothing
    page.goto("/ingresar/segundo-factor/")
    seed = re.search(r"Clave:\s*((?:[A-Z2-7]{4}\s*){8})", page.get_by_role("main").inner_text())[1]
    page.get_by_label("Código").fill(pyotp.TOTP("".join(seed.split())).now())
    page.get_by_role("button", name="Activar").click()
    expect(page.locator(".qx-codigo")).to_have_count(10)
    assert unsound(page, sizes=[NARROW]) == []
    page.get_by_role("button", name="Ya los guardé: ingresar").click()
    expect(page).to_have_url(f"{live_server.url}/admin/")
    assert unsound(page, sizes=[NARROW]) == []
    context.close()
