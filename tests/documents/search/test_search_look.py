"""The pages of the search in a real browser, wide and narrow, with and without scripts (ui §7.14, §10)."""

import pytest

from documents.search import indexing
from tests import factories
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = (
    "Disposición sobre el uso de la firma electrónica en todos los oficios y memorandos de la institución y sus zonas"
)


@pytest.fixture
def entry(client, ana, bruno, live_server):
    """Ana's session, over documents that the words of these tests find."""
    body = "<p>Se adjunta el informe de la bodega de escritorios con su detalle de valores.</p>"
    factories.make_documents(9, bruno, to=[ana], body=body, reference="CIR-2026-77")
    factories.make_document(bruno, to=[ana], subject=LONG, body=body, confidential=True, category="urgent")
    indexing.reindex_due()
    return {"name": "quipux", "value": client(ana).cookies["quipux"].value, "url": live_server.url}


def test_axe_finds_nothing_and_no_page_of_the_search_scrolls_sideways(page, entry, live_server):
    page.context.add_cookies([entry])
    for address in ("?q=prueba", "?q=jirafa", "", "avanzada/", "avanzada/?texto=bodega", "avanzada/?texto=jirafa",
                    "avanzada/?numero=1"):  # fmt: skip
        page.goto(f"{live_server.url}/buscar/{address}")
        page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
        assert unsound(page) == [], address


def test_somebody_searches_narrows_opens_and_exports_without_scripts(browser, entry, live_server):
    context = browser.new_context(java_script_enabled=False, locale="es-EC")
    context.add_cookies([entry])
    page = context.new_page()
    page.goto(f"{live_server.url}/bandejas/recibidos/")
    page.get_by_role("search").get_by_role("searchbox").fill("jirafa")
    page.get_by_role("search").get_by_role("button", name="Buscar").click()
    page.get_by_text("No encontramos «jirafa».").wait_for()
    page.get_by_role("main").get_by_role("link", name="Búsqueda Avanzada").click()
    page.get_by_label("Texto").fill("escritorio")
    page.get_by_role("main").get_by_role("button", name="Buscar").click()
    assert page.locator("tbody tr").count() == 10
    assert page.locator("mark").first.inner_text() == "escritorios"
    with page.expect_download() as download:
        page.get_by_role("button", name="Exportar CSV").click()
    assert download.value.suggested_filename.startswith("busqueda-avanzada_")
    assert len(download.value.path().read_text(encoding="utf-8-sig").splitlines()) == 11
    page.goto(f"{live_server.url}/buscar/?q=disposicion")
    page.get_by_role("link", name=LONG).click()
    page.get_by_role("heading", level=1).wait_for()
    context.close()
