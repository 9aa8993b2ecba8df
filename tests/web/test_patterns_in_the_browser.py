"""The pattern page in Chromium: accessibility, content policy, scripts, keyboard, print (ui.md sections 6 to 10)."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.looks import NARROW, WIDE, faults, unsound

pytestmark = pytest.mark.browser
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SPACING = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
ADOPT = "(css) => { const s = new CSSStyleSheet(); s.replaceSync(css); document.adoptedStyleSheets = [s]; }"
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, input, select, textarea, summary')]
  .filter((e) => e.checkVisibility({visibilityProperty: true}))
  .filter((e) => !e.closest('p.govuk-body, p.govuk-hint, .govuk-skip-link'))
  .map((e) => [e.outerHTML.slice(0, 120), e.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([html]) => html)"""
FOCUSED = """() => {
  const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 12));
  const plain = style.outlineStyle === 'none' || parseFloat(style.outlineWidth) === 0;
  return {tag: e.tagName, html: e.outerHTML.slice(0, 140), seen: !plain || style.boxShadow !== 'none',
          covered: !(at === e || e.contains(at) || at?.contains(e) || at?.closest('label')?.contains(e)),
          offered: e.getAttribute('href') === '#contenido'};
}"""


@pytest.fixture
def patterns(server, settings, page):
    """Opens the pattern page; what the browser complains about must be nothing in the end."""
    settings.ROOT_URLCONF = "tests.web.urls"
    settings.QUIPUX_DEMO = True
    complaints = []
    page.on("console", lambda told: complaints.append(told.text) if told.type in {"error", "warning"} else None)
    page.on("pageerror", lambda fault: complaints.append(str(fault)))

    def start(size=WIDE):
        page.set_viewport_size(size)
        page.goto(f"{server.url}/patrones/")
        expect(page.locator("[data-menu][data-ready]")).to_have_count(1)
        return page

    yield start
    assert complaints == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1366", "390"])
def test_u_32_axe_finds_nothing_with_every_disclosure_open(patterns, size):
    page = patterns(size)
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
    assert faults(page, runOnly=TAGS) == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1366", "390"])
def test_u_34_u_35_nothing_scrolls_sideways_and_no_target_is_small(patterns, size):
    page = patterns(size)
    assert page.evaluate(SMALL_TARGETS) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.evaluate(ADOPT, SPACING)
    assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1366", "390"])
def test_u_12_u_33_every_stop_of_the_keyboard_is_seen_and_uncovered(patterns, size):
    page = patterns(size)
    page.evaluate("document.activeElement.blur()")
    stops = []
    for _ in range(150):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["tag"] == "BODY":
            break
        stops.append(stop)
    assert len(stops) > 40
    assert [stop["html"] for stop in stops if not stop["seen"]] == []
    assert [stop["html"] for stop in stops if stop["covered"]] == []


def test_u_04_on_a_phone_the_menu_is_closed_by_the_script_and_says_what_is_unread(patterns):
    page = patterns(NARROW)
    menu = page.locator("[data-menu]")
    expect(menu).not_to_have_attribute("open", re.compile(".*"))
    expect(menu.locator("summary")).to_have_text("Bandejas y menú 27 sin leer")
    expect(page.get_by_role("link", name="Enviados")).to_be_hidden()
    menu.locator("summary").click()
    expect(page.get_by_role("link", name="Enviados")).to_be_visible()


def test_u_04_without_scripts_the_menu_is_complete_on_a_phone(browser, server, settings):
    settings.ROOT_URLCONF = "tests.web.urls"
    settings.QUIPUX_DEMO = True
    context = browser.new_context(java_script_enabled=False, viewport=NARROW)
    page = context.new_page()
    page.goto(f"{server.url}/patrones/")
    expect(page.get_by_role("link", name="Enviados")).to_be_visible()
    expect(page.get_by_role("button", name="Copiar")).to_have_count(0)
    expect(page.get_by_role("link", name="Actualizar")).to_be_visible()
    context.close()


def test_the_slash_leads_to_the_search_but_is_typed_in_fields(patterns):
    page = patterns()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_have_value("/")


def test_ticked_rows_are_counted_in_words(patterns):
    page = patterns()
    count = page.locator("[data-selection-count]")
    rows = page.locator("[data-selection-item]")
    expect(count).to_have_text("0 seleccionados")
    rows.first.check()
    expect(count).to_have_text("1 seleccionado")
    whole = page.get_by_label("Seleccionar los 11 de esta página")
    assert whole.evaluate("(box) => box.indeterminate") is True
    whole.check()
    expect(count).to_have_text("11 seleccionados")
    rows.nth(3).uncheck()
    expect(count).to_have_text("10 seleccionados")


def test_the_panel_of_the_person_closes_with_escape_and_returns_the_focus(patterns):
    page = patterns()
    summary = page.locator("[data-dropdown] summary")
    summary.click()
    expect(page.get_by_role("button", name="Cerrar sesión")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Cerrar sesión")).to_be_hidden()
    expect(summary).to_be_focused()


def test_copying_tells_that_it_was_done(patterns):
    page = patterns()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.get_by_role("button", name="Copiar Parte 1")
    button.click()
    expect(page.locator("[data-copy-label]").first).to_have_text("Copiado")
    assert page.evaluate("navigator.clipboard.readText()").startswith("9f2c41d0a7be77c1")


def test_a_form_is_sent_once(patterns):
    page = patterns()
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    # An answer without content leaves the page where it is: a second press would be seen.
    page.route("**/patrones/", lambda route: route.fulfill(status=204))
    button = page.locator("form[data-submit-once] .qx-botones button").first
    button.evaluate("(b) => { b.click(); b.click(); }")
    expect(button).to_have_attribute("aria-disabled", "true")
    assert len(sent) == 1


class Job:
    """The address that a progress box asks, with figures set by the test."""

    def __init__(self, page):
        self.facts = {"state": "running", "maximum": 1846, "updated_text": "Actualizado 02:17:45 (GMT-5)."}
        self.at(1204)
        self.asked = []
        page.route("**/patrones/progreso/", self.answer)

    def at(self, value, **changes):
        self.facts |= {"value": value, "text": f"{value} de 1846 documentos"} | changes

    def answer(self, route):
        known = route.request.headers.get("if-none-match")
        self.asked.append(known)
        etag = f'"{self.facts["value"]}-{self.facts["state"]}"'
        if known == etag:
            route.fulfill(status=304, headers={"ETag": etag})
        else:
            headers = {"ETag": etag, "Content-Type": "application/json"}
            route.fulfill(status=200, headers=headers, body=json.dumps(self.facts))


def turn(page, job, milliseconds=5_000):
    """Let the time between two questions pass, and wait for the answer of the second."""
    with page.expect_response("**/patrones/progreso/"):
        page.clock.run_for(milliseconds)


@pytest.fixture
def job(patterns, page):
    found = Job(page)
    page.clock.install()
    patterns()
    return found


def test_u_21_the_bar_moves_only_with_the_figures_of_the_server(job, page):
    job.at(1210)
    turn(page, job)
    expect(page.locator("[data-progress-text]")).to_have_text("1210 de 1846 documentos")
    turn(page, job)
    turn(page, job)
    expect(page.locator("[data-progress-bar]")).to_have_js_property("value", 1210)
    assert job.asked == [None, '"1210-running"', '"1210-running"']


def test_u_21_only_the_quarters_are_announced(job, page):
    live = page.locator("[data-progress-live]")
    job.at(1300)
    turn(page, job)
    expect(page.locator("[data-progress-bar]")).to_have_js_property("value", 1300)
    expect(live).to_have_text("")
    job.at(1400)
    turn(page, job)
    expect(live).to_have_text("1400 de 1846 documentos")
    job.at(1500)
    turn(page, job)
    expect(page.locator("[data-progress-bar]")).to_have_js_property("value", 1500)
    expect(live).to_have_text("1400 de 1846 documentos")


def test_u_21_questions_become_rarer_and_end_with_the_state(job, page):
    for _ in range(24):
        turn(page, job)
    before = len(job.asked)
    page.clock.run_for(10_000)
    assert len(job.asked) == before
    job.at(1846, state="generated", text="Su respaldo está listo.")
    turn(page, job, 5_000)
    expect(page.locator("[data-progress-text]")).to_have_text("Su respaldo está listo.")
    expect(page.locator("[data-progress-refresh]")).to_have_text("Ver el estado nuevo")
    asked = len(job.asked)
    page.clock.run_for(300_000)
    assert len(job.asked) == asked


def test_u_21_a_hidden_page_asks_nothing(job, page):
    page.evaluate("""() => {
      Object.defineProperty(document, 'hidden', {value: true, configurable: true});
      document.dispatchEvent(new Event('visibilitychange'));
    }""")
    page.clock.run_for(60_000)
    assert job.asked == []
    page.evaluate("() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); }")
    turn(page, job)
    assert len(job.asked) == 1


def test_a_local_file_is_hashed_here_and_never_sent(patterns):
    page = patterns()
    content = b"respaldo" * 550_000  # more than one of the pieces the script reads
    box = page.locator("[data-hash-check]")
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    choose = page.locator('[data-hash-check] input[type="file"]')
    choose.set_input_files({"name": "respaldo_41315.z01", "mimeType": "application/zip", "buffer": b"otro"})
    expect(box.get_by_role("status").last).to_contain_text("No coincide con respaldo_41315.z01")
    box.evaluate("(box, value) => { box.dataset.sha256 = value; }", hashlib.sha256(content).hexdigest())
    choose.set_input_files({"name": "otra vez.z01", "mimeType": "application/zip", "buffer": content})
    expect(box.get_by_role("status").last).to_have_text("Comprobada: el archivo es idéntico a respaldo_41315.z01.")
    assert [url for url in requests if "progreso" not in url] == []


def test_u_30_paper_shows_who_printed_and_no_menus(patterns):
    page = patterns()
    page.emulate_media(media="print")
    expect(page.locator(".qx-impreso")).to_contain_text("Ministerio de Ejemplo · Ana Torres, Especialista · Impreso el")
    for gone in (".qx-lado", ".qx-usr", ".qx-buscar", ".qx-acc", ".qx-fichas", ".qx-paginas", ".govuk-back-link"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.get_by_text("AMBIENTE DE CAPACITACIÓN")).to_be_visible()
    appended = "getComputedStyle(document.querySelector('.qx-as .govuk-link'), '::after').content"
    assert page.evaluate(appended) in {"none", "normal"}


def test_u_07_in_forced_colours_the_bar_of_an_unread_row_remains(patterns):
    page = patterns()
    page.emulate_media(forced_colors="active")
    assert page.evaluate("getComputedStyle(document.querySelector('.qx-nl .qx-c')).borderLeftWidth") == "4px"


def test_the_other_pages_of_the_frame_pass_axe_too(server, settings, page):
    settings.ROOT_URLCONF = "tests.web.urls"
    folders = [*settings.TEMPLATES[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": folders}]
    for path in ("/formulario/", "/accesibilidad/", "/acerca-de/", "/no-existe/", "/cerrado/"):
        page.goto(server.url + path)
        assert unsound(page) == [], path
