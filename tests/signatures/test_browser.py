"""The page of authorities in a real browser: axe, both sizes, by hand and without scripts (ui §9)."""

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.urls import reverse
from playwright.sync_api import expect

from tests import factories
from tests.looks import faults
from tests.signatures.material import stranger

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("width", "height", "scripts"), [(1366, 768, True), (390, 844, False)])
def test_an_authority_is_recognised_and_withdrawn(browser, live_server, client, tmp_path, width, height, scripts):
    client.force_login(factories.make_user("Sofía Andrade", is_staff=True, is_superuser=True))
    file = tmp_path / "raiz.pem"
    file.write_bytes(stranger().root.certificate.public_bytes(Encoding.PEM))
    context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts)
    context.add_cookies([{"name": "quipux", "value": client.cookies["quipux"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(live_server.url + reverse("admin:firma:authorities"))
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_label("Motivo").first.fill("Resolución de acreditación 12")
    page.get_by_role("button", name="Reconocer").click()
    expect(page.get_by_role("alert")).to_contain_text("Se reconoce a «RAÍZ DESCONOCIDA»")
    assert page.evaluate("document.documentElement.scrollWidth") <= width if scripts else True
    if scripts:
        assert faults(page) == []
    page.get_by_label("Motivo").last.fill("Perdió la acreditación")
    page.get_by_role("button", name="Retirar RAÍZ DESCONOCIDA").click()
    expect(page.get_by_role("alert")).to_contain_text("ya no está reconocida")
    expect(page.get_by_role("table", name="Cambios de la lista")).to_contain_text("Entidad retirada")
    context.close()
