"""Getting in, in a real browser: both sizes, axe, by keyboard and without scripts (accounts-portal §7; ui §9)."""

import pytest
from playwright.sync_api import expect

from accounts import recovery
from accounts.models import User
from quipux import clock
from tests import factories
from tests.accounts.entering.making import last_link
from tests.looks import WIDE, unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FRESH = "cuatro caballos lentos"


@pytest.fixture
def gladys(db):
    """Somebody with an account and a confirmed address."""
    return User.objects.create_user(factories.cedula(412_001), "clave-de-antes-9", given_names="Gladys", surnames="Mora Paz",
                                    email="gladys@ejemplo.gob.ec", email_verified_at=clock.now())  # fmt: skip


def test_a_17_recovery_by_keyboard_with_neither_image_nor_audio(browser, live_server, gladys, settings):
    settings.QUIPUX_PUBLIC_URL = "http://localhost"
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="es-EC")
    page = context.new_page()
    page.route("**/codigo/**", lambda route: route.abort())
    page.goto(f"{live_server.url}/clave/recuperar/")
    page.get_by_label("Cédula").fill(gladys.identity_number)
    page.get_by_role("button", name="No puedo leer ni escuchar el código").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Comprobación lista")).to_be_visible()
    assert unsound(page, sizes=[WIDE]) == []
    page.get_by_role("button", name="Aceptar").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Revise su correo")
    page.goto(live_server.url + last_link(gladys.email))
    assert page.url == f"{live_server.url}/clave/nueva/"
    page.get_by_label("Nueva contraseña", exact=True).fill(FRESH)
    page.get_by_label("Repita la nueva contraseña").fill(FRESH)
    assert unsound(page, sizes=[WIDE]) == []
    page.keyboard.press("Enter")
    expect(page.get_by_text("Su contraseña ha sido cambiada exitosamente.")).to_be_visible()
    context.close()


def test_a_16_the_code_on_a_telephone_without_scripts(browser, live_server, db):
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/clave/recuperar/")
    page.get_by_label("Cédula").fill("1710034065")
    page.get_by_label("Código que se muestra").fill("ACACAC")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("El código no coincide. Se muestra uno nuevo.")
    expect(page.get_by_label("Cédula")).to_have_value("1710034065")
    expect(page.get_by_role("button", name="No puedo leer ni escuchar el código")).to_be_hidden()
    with page.expect_download() as heard:
        page.get_by_role("link", name="Escuchar el código").click()
    assert heard.value.suggested_filename == "codigo.wav"
    context.close()


def test_the_rules_of_a_new_password_are_marked_while_it_is_typed(browser, live_server, gladys, settings):
    """§8.1: live, announced politely; the hint says the rule to who has no scripts."""
    settings.QUIPUX_PUBLIC_URL = "http://localhost"
    recovery.send_to(gladys)
    address = live_server.url + last_link(gladys.email)
    for scripts in (True, False):
        context = browser.new_context(viewport=WIDE, locale="es-EC", java_script_enabled=scripts)
        page = context.new_page()
        page.goto(address)
        expect(page.get_by_text("Use de 8 a 128 caracteres.")).to_be_visible()
        rules = page.get_by_role("list", name="Reglas de la contraseña")
        if not scripts:
            expect(rules).to_be_hidden()
            continue
        field = page.get_by_label("Nueva contraseña", exact=True)
        field.press_sequentially("moraxz")
        own = "No contiene su cédula, sus nombres, su correo ni su institución"
        expect(
            page.get_by_role("status").filter(has_text=f"Falta: Tiene de 8 a 128 caracteres; {own}.")
        ).to_be_attached()
        expect(rules.get_by_role("listitem").filter(has_text="No es una contraseña común")).to_contain_text("Cumple")
        expect(rules.get_by_role("listitem").filter(has_text=own)).to_contain_text("Falta")
        field.fill(FRESH)
        expect(page.get_by_role("status").filter(has_text="La contraseña cumple las reglas.")).to_be_attached()
        expect(rules.get_by_text("Cumple")).to_have_count(3)
        assert unsound(page) == []
        field.fill("")
        expect(rules.get_by_text("Falta")).to_have_count(3)
        page.route("**/clave/reglas/", lambda route: route.abort())
        field.press_sequentially("algo")
        expect(rules).to_be_hidden()
        context.close()
