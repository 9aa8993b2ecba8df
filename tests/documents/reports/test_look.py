"""The reports in a real browser, wide and narrow (ui §7.13, §10)."""

import pytest

from documents.reports.catalogue import REPORTS
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PERIOD = "desde=2026-03-01&hasta=2026-03-31"


@pytest.fixture
def desk(client, rosa, letters, live_server, page):
    """Rosa's browser, who sees the institution."""
    page.context.add_cookies(
        [{"name": "quipux", "value": client(rosa).cookies["quipux"].value, "url": live_server.url}]
    )
    page.live_url = live_server.url
    return page


def test_axe_finds_nothing_and_no_report_scrolls_sideways(desk):
    refused = []
    desk.on("console", lambda message: refused.append(message.text) if "Security Policy" in message.text else None)
    for query in [
        "",
        *(f"{slug}/?{PERIOD}" for slug in REPORTS),
        "reasignados/?desde=ayer",
        "reasignados/?hasta=2015-01-01&desde=2015-01-01",
    ]:
        desk.goto(f"{desk.live_url}/reportes/{query}")
        desk.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
        assert unsound(desk) == [], query
    assert refused == []


@pytest.mark.parametrize("width", [1366, 390, 320])
def test_u_25_the_text_of_a_picture_is_never_smaller_than_twelve_pixels_nor_cut(desk, width):
    desk.set_viewport_size({"width": width, "height": 800})
    for slug in ("documentos-por-estado", "por-tipo-de-documento", "demora-en-responder"):
        desk.goto(f"{desk.live_url}/reportes/{slug}/?{PERIOD}")
        sizes = desk.locator("svg[role=img] text").evaluate_all("all => all.map(t => t.getBoundingClientRect().height)")
        assert all(size >= 12 for size in sizes), (slug, sizes)
        assert desk.locator("svg[role=img]").evaluate_all(
            "all => all.every(svg => [...svg.querySelectorAll('text')].every(t =>"
            " t.getBoundingClientRect().right <= svg.getBoundingClientRect().right + 1 &&"
            " t.getBoundingClientRect().left >= svg.getBoundingClientRect().left - 1))"
        ), slug  # fmt: skip


def test_a_report_is_asked_read_and_taken_away_without_a_script(browser, client, rosa, letters, live_server):
    context = browser.new_context(java_script_enabled=False, locale="es-EC")
    context.add_cookies([{"name": "quipux", "value": client(rosa).cookies["quipux"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/reportes/")
    page.get_by_role("link", name="Documentos por estado").click()
    page.get_by_label("Desde").fill("2026-03-01")
    page.get_by_label("Hasta").fill("2026-03-31")
    criteria = page.get_by_role("form", name="Criterios del reporte")
    criteria.get_by_role("button", name="Buscar", exact=True).click()
    page.get_by_role("link", name="Ana Torres").click()
    page.get_by_role("heading", name="01.1 Lista de documentos por estado").wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="Exportar CSV").click()
    assert download.value.suggested_filename.startswith("reporte-01-1-lista-por-estado_")
    context.close()
