"""The offline site in a real browser, from a folder and without network (B-36, B-39; ui.md §10)."""

import pytest

from tests.contents.test_site_markup import hostile_tree
from tests.looks import unsound

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DOCUMENT = "data/documentos/000005_MEJ-DNP-2016-0005-M/pagina.html"
PAGES = ["index.html", "sitio/recibidos_001.html", "sitio/reasignados_001.html", DOCUMENT]


@pytest.fixture
def complaints(page) -> list[str]:
    """Whatever the browser objects to: dialogs, errors, policy violations, requests beyond the folder."""
    found: list[str] = []
    page.context.set_offline(True)
    page.on("dialog", lambda dialog: (found.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.on("console", lambda message: found.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("request", lambda request: None if request.url.startswith("file://") else found.append(request.url))
    return found


def address(tree, path: str) -> str:
    return (tree.root / path).as_uri()


def search(page, words: str) -> list[str]:
    """Numbers of the documents found."""
    page.fill("#texto", words)
    page.click("button")
    page.wait_for_function("/encontrado|Ningún/.test(document.getElementById('estado').textContent)")
    return page.locator("#resultados tbody th").all_inner_texts()


def test_b_36_search_finds_by_number_and_by_subject_without_accents(page, extracted, complaints):
    page.goto(address(extracted, "index.html"))
    assert search(page, "mej-dnp-2016-0007") == ["MEJ-DNP-2016-0007-M"]
    assert search(page, "TRAMITE provisión 123 memorando 2016") == ["MEJ-DNP-2016-0123-M"]
    assert search(page, "no existe") == []
    assert page.inner_text("#estado") == "Ningún documento contiene todas esas palabras."
    assert len(search(page, "memorando")) == 200
    assert page.inner_text("#estado").startswith("430 documentos encontrados. Se muestran los primeros 200")
    assert complaints == []


def test_b_36_a_result_opens_its_document_and_its_pdf_is_there(page, extracted, complaints):
    page.goto(address(extracted, "index.html"))
    search(page, "0005")
    page.click("#resultados a")
    assert page.inner_text("h1") == "MEJ-DNP-2016-0005-M"
    page.click("text=Recorrido (3)")
    assert page.url.endswith("#recorrido")
    page.click("text=MEJ-DNP-2016-0001-M")
    assert page.url.endswith("sitio/todos_001.html#d000001")
    assert complaints == []


def test_b_39_s_52_a_hostile_document_executes_nothing(page, tmp_path, complaints):
    made = hostile_tree(tmp_path)
    for path in sorted(made.root.rglob("*.html")):
        page.goto(path.as_uri())
    page.goto(address(made, "index.html"))
    assert len(search(page, "<script>alert(1)</script>")) == 1
    assert "<script>alert(1)</script>" in page.locator("#resultados tbody").inner_text()
    assert complaints == []


@pytest.mark.parametrize("path", PAGES)
def test_the_style_sheet_is_applied_under_the_policy(page, small, complaints, path):
    page.goto(address(small, path))
    assert page.evaluate("getComputedStyle(document.querySelector('.cab')).backgroundColor") == "rgb(11, 61, 122)"
    assert complaints == []


@pytest.mark.parametrize("path", PAGES)
def test_b_36_no_accessibility_violation(page, small, path):
    page.goto(address(small, path))
    if path == "index.html":
        search(page, "provision 12")
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert unsound(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_nothing_scrolls_sideways_at_any_width(page, small, path):
    page.goto(address(small, path))
    page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    for width in (320, 390, 768, 1024, 1366):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_links_and_controls_outside_running_text_are_large_enough(page, small, path):
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(address(small, path))
    small = page.evaluate("""() => [...document.querySelectorAll('a, button, input, summary')]
        .filter(e => !e.closest('p, .archivos') && e.offsetParent && e.getClientRects().length)
        .filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)""")
    assert small == []


def test_b_36_lists_and_documents_work_without_script(browser, extracted):
    context = browser.new_context(java_script_enabled=False, offline=True)
    page = context.new_page()
    page.goto(address(extracted, "index.html"))
    assert page.is_hidden("#busqueda")
    assert page.is_visible("noscript p")
    page.click(".lado >> text=Recibidos")
    page.click("text=Ir a un mes")
    page.click("text=diciembre")
    assert page.url.endswith("recibidos_002.html#" + page.url.rpartition("#")[2])
    page.click(".paginas >> text=Anterior")
    page.click("tbody a >> nth=3")
    assert page.locator("h2").all_inner_texts() == ["Info. General", "Anexos", "Recorrido"]
    context.close()


def test_print_keeps_the_content_and_drops_the_controls(page, extracted):
    page.emulate_media(media="print")
    page.goto(address(extracted, "sitio/recibidos_001.html"))
    assert page.is_hidden(".lado")
    assert page.is_hidden(".paginas")
    assert page.is_visible("tbody tr >> nth=199")
    assert page.evaluate("getComputedStyle(document.querySelector('thead')).display") == "table-header-group"


def test_every_focus_stop_is_visible(page, extracted):
    page.goto(address(extracted, DOCUMENT))
    for _ in range(12):
        page.keyboard.press("Tab")
        style = page.evaluate("""() => { const s = getComputedStyle(document.activeElement);
            return [s.outlineStyle, s.boxShadow, s.backgroundColor]; }""")
        assert style != ["none", "none", "rgba(0, 0, 0, 0)"]
