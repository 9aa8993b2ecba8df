"""Getting in, in a real browser: both sizes, axe, by keyboard and without scripts (accounts-portal §7; ui §9)."""

import pytest
from playwright.sync_api import expect

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
