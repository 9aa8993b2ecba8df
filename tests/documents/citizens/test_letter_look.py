"""Where a citizen writes letters and asks to sign, and where the SGE decides, in a real browser (ui §10)."""

import pytest
from playwright.sync_api import expect

from accounts import applications
from accounts.models import SignatureApplication
from documents.citizens import letters
from documents.models import DocumentType
from documents.states import DocumentKind
from tests import factories
from tests.cast import BACKEND, CastClient, servant
from tests.looks import unsound
from tests.signatures.material import signed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = (390, 844)


@pytest.fixture
def pablo(area):
    """Who receives letters; emptied tables have lost the types of the installation."""
    DocumentType.objects.get_or_create(slug=letters.SLUG, defaults={
        "label": "Carta Ciudadano", "kind": DocumentKind.CITIZEN_LETTER, "layout": "oficio"})  # fmt: skip
    return servant(factories.make_servant(area, "Pablo Rojas", title="Coordinador de Atención",
                                          permissions=["receive_citizen_documents"]))  # fmt: skip


@pytest.fixture
def visit(browser, live_server):
    """Opens an address as a person, with scripts or without."""
    opened = []

    def go(user, path, *, size=PHONE, scripts=True):
        client = CastClient()
        client.force_login(user, backend=BACKEND)
        context = browser.new_context(java_script_enabled=scripts, viewport={"width": size[0], "height": size[1]})
        opened.append(context)
        context.add_cookies([{"name": "quipux", "value": client.cookies["quipux"].value, "url": live_server.url}])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield go
    for context in opened:
        context.close()


def check(page):
    assert unsound(page) == [], page.url


def test_a_letter_is_written_on_a_phone_without_scripts(visit, hugo, pablo):
    page = visit(hugo.user, "/ciudadano/cartas/nueva/", scripts=False)
    page.get_by_label("Texto", exact=True).fill("Señor Coordinador:\n\nSolicito una copia de mi expediente.")
    page.get_by_label("Buscar destinatario").fill("pablo")
    page.get_by_role("button", name="Buscar").click()
    page.get_by_label("Pablo Rojas, Coordinador de Atención").check()
    page.get_by_label("Asunto").fill("Solicito una copia")
    page.get_by_role("button", name="Guardar y revisar").click()
    expect(page.get_by_role("button", name="Firmar y enviar")).to_be_visible()
    expect(page.get_by_text("Solicito una copia de mi expediente.")).to_be_visible()


def test_axe_finds_nothing_where_letters_are_written_and_signed(visit, hugo, pablo):
    letter = letters.Letter([pablo.appointment], "Solicito una copia", "Señor Coordinador:\n\nSolicito una copia.")
    original = letters.create(letter, citizen=hugo.actor)
    for path in ("/ciudadano/cartas/nueva/", f"/ciudadano/cartas/{original.uuid}/editar/",
                 f"/ciudadano/documentos/{original.uuid}/", "/bandejas/ciudadano/en-elaboracion/"):  # fmt: skip
        check(visit(hugo.user, path))
    page = visit(hugo.user, f"/ciudadano/documentos/{original.uuid}/")
    page.get_by_role("button", name="Firmar y enviar").click()
    expect(page.get_by_role("heading", name="Firmar documentos")).to_be_visible()
    check(page)


def test_axe_finds_nothing_where_the_request_is_made_and_decided(visit, gina, sofia, settings):
    settings.QUIPUX_ACCEPT_TEST_CA = True
    gina.actor.profile.city = "Quito"
    gina.actor.profile.save()
    check(visit(gina.user, "/ciudadanos/firma/"))
    application = applications.start(actor=gina.actor)
    pdf = applications.store.read(application.agreement.pdf)
    applications.attach(application, signed(pdf, (gina.user.identity_number, gina.user.full_name)), actor=gina.actor)
    check(visit(gina.user, "/ciudadanos/firma/"))
    found = SignatureApplication.objects.get()
    applications.submit(found, certificate_kind="file", agrees=True, actor=gina.actor)
    for path in ("/admin/ciudadanos/", f"/admin/ciudadanos/{found.uuid}/"):
        check(visit(sofia.user, path))
