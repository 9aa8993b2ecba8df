"""A citizen's whole walk on a phone, without scripts: at the window, consulted, answered, verified (issue 6)."""

import pytest
from playwright.sync_api import expect

from documents.consulting import code_for
from documents.models import Document
from documents.rendering.context import verification_values
from documents.rendering.receipts import address
from documents.states import CopyRole
from tests import factories
from tests.cast import PASSWORD
from tests.documents.citizens import making
from tests.documents.citizens.conftest import outsider
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(browser, live_server):
    """A phone whose browser runs no script; every page it was on is looked at."""
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    page.base = live_server.url
    yield page
    context.close()


@pytest.fixture
def looked_at(browser, live_server):
    """Asks axe about an address, as a person with the cookies of ``phone``."""
    context = browser.new_context(viewport=PHONE)

    def look(phone):
        context.add_cookies(phone.context.cookies())
        page = context.new_page()
        page.goto(phone.url)
        assert unsound(page, sizes=[PHONE]) == [], phone.url
        page.close()

    yield look
    context.close()


def test_a_citizen_presents_consults_is_answered_and_verifies_on_a_phone(phone, looked_at, elsa, bruno):
    gina = outsider("Gina Salazar", "unsigned")
    gina.user.set_password(PASSWORD)
    gina.user.save()
    presented = making.external(elsa, gina.user, to=[bruno], subject="Solicito la copia de un informe")
    copy = presented.copies.exclude(role=CopyRole.ORIGINAL).get()

    phone.goto(f"{phone.base}/tramites/{address(presented).split('/tramites/')[1]}")
    phone.get_by_label("Código de consulta").fill(code_for(presented))
    phone.get_by_role("button", name="Consultar").click()
    expect(phone.get_by_text("Recibido.")).to_be_visible()
    looked_at(phone)

    pdf = factories.tiny_pdf("Respuesta a la solicitud")
    answer = making.letter_on_paper(bruno, gina.user, answer_to=copy, subject="Respuesta a su solicitud", pdf=pdf)
    phone.get_by_label("Número de trámite").fill(presented.number)
    phone.get_by_label("Código de consulta").fill(code_for(presented))
    phone.get_by_label("Código de consulta").press("Enter")
    expect(phone.get_by_text("Contestado.")).to_be_visible()
    expect(phone.get_by_text(f"{answer.number}, del")).to_be_visible()

    phone.get_by_role("link", name="Ingresar al Sistema").click()
    phone.get_by_label("Cédula").fill(gina.user.identity_number)
    phone.get_by_label("Contraseña", exact=True).fill(PASSWORD)
    phone.get_by_role("button", name="Ingresar", exact=True).click()
    expect(phone.get_by_role("heading", name="Recibidos")).to_be_visible()
    looked_at(phone)
    phone.get_by_role("link", name=answer.number).click()
    expect(phone.get_by_role("heading", name="Respuesta a su solicitud")).to_be_visible()
    looked_at(phone)
    link = phone.get_by_role("link", name="Descargar el documento (PDF)").get_attribute("href")
    assert phone.request.get(phone.base + link).body() == pdf

    printed = verification_values(Document.objects.get(pk=answer.pk))["address"]
    phone.goto(f"{phone.base}/verificar/{printed.split('/verificar/')[1]}")
    expect(phone.get_by_text("Documento oficial registrado.")).to_be_visible()
    expect(phone.get_by_text(answer.number)).to_be_visible()
    looked_at(phone)
