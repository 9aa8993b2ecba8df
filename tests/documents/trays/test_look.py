"""The pages of trays and documents in a real browser, wide and narrow (ui §7.1, §10)."""

import gzip
from datetime import date, timedelta

import pytest

from accounts.models import User
from documents.services import mark_read
from quipux import clock
from quipux.calendar import WorkingCalendar
from tests import factories
from tests.documents.compose.making import let_write
from tests.documents.trays.desks import AT, SLUGS, make_desk
from tests.looks import WIDE, unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = (  # three lines at 1366 pixels
    "Disposición sobre el uso de la firma electrónica en todos los oficios y memorandos de la institución y sus zonas, "
    "con el plazo en que cada dirección comunica a la Coordinación General quiénes firman y con qué certificado"
)


@pytest.fixture
def desk(client, ana, bruno, live_server, page):
    """Ana's browser over a tray with unread, read, overdue and urgent rows."""
    annex = [("acta.pdf", factories.TINY_PDF)]
    documents = factories.make_documents(8, bruno, to=[ana], attachments=annex, subject=LONG)
    documents = factories.make_documents(3, bruno, to=[ana], attachments=annex) + documents
    mark_read(factories.copy_of(documents[4], ana), actor=ana.actor)
    document = factories.make_document(bruno, to=[ana], subject="Firma del informe", category="urgent")
    copy = factories.reassign(factories.copy_of(document, ana), bruno)
    factories.reassign(copy, ana, deadline=two_working_days_ago(), comment="Prepare la respuesta")
    cookie = client(ana).cookies["quipux"].value
    page.context.add_cookies([{"name": "quipux", "value": cookie, "url": live_server.url}])
    page.live_url = live_server.url
    return page


def two_working_days_ago() -> date:
    """The day since which two working days have begun, today one of them if it is one."""
    calendar, today = WorkingCalendar(), clock.today()
    return calendar.add_working_days(
        today if calendar.is_working_day(today) else calendar.add_working_days(today, -1), -2
    )


def test_axe_finds_nothing_and_no_page_scrolls_sideways(desk):
    reports = []
    desk.on(
        "console", lambda message: reports.append(message.text) if "Content Security Policy" in message.text else None
    )
    copy = factories.Copy.objects.filter(previous_holder__isnull=False).get()
    base = f"{desk.live_url}/documentos/{copy.uuid}/"
    tray = f"{desk.live_url}/bandejas/recibidos/"
    for address in (tray, f"{tray}?texto=informe", f"{tray}?desde=ayer", f"{tray}?texto=inexistente",
                    f"{desk.live_url}/bandejas/enviados/", base, f"{base}anexos/", f"{base}recorrido/"):  # fmt: skip
        desk.goto(address)
        desk.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
        assert unsound(desk) == [], address
    assert reports == []


def test_axe_finds_nothing_on_the_portal_and_the_login(page, live_server):
    page.goto(live_server.url)
    assert unsound(page) == []
    page.get_by_role("link", name="Ingresar al Sistema").first.click()
    assert unsound(page) == []
    page.get_by_label("Cédula").fill("1710034065")
    page.get_by_label("Contraseña", exact=True).fill("mala")
    page.get_by_role("button", name="Ingresar", exact=True).click()
    page.get_by_text("Hay un problema").wait_for()
    assert unsound(page) == []


def test_u_05_seven_full_rows_of_three_lines_stand_in_view_with_header_chips_and_action_bar(desk):
    desk.set_viewport_size(WIDE)
    desk.goto(f"{desk.live_url}/bandejas/recibidos/?orden=fecha")
    bottoms = desk.locator("tbody tr").evaluate_all("rows => rows.map(row => row.getBoundingClientRect().bottom)")
    assert sum(bottom <= WIDE["height"] for bottom in bottoms) >= 7
    for shown in (".qx-cab", ".qx-fichas", ".qx-acc"):
        assert desk.locator(shown).first.bounding_box()["y"] < WIDE["height"] / 2


def test_an_unread_overdue_row_says_it_in_weight_bar_words_and_symbol(desk):
    desk.goto(f"{desk.live_url}/bandejas/recibidos/?orden=plazo")
    row = desk.locator("tbody tr").first
    assert row.get_by_text("No leído.").count() == 1
    tag = row.locator(".govuk-tag", has_text="Vencido hace 2 días laborables")
    assert tag.locator("svg").count() == 1
    style = row.locator(".qx-de__n").evaluate("e => getComputedStyle(e).fontWeight")
    assert int(style) >= 700
    assert "4px" in row.locator("td").first.evaluate("e => getComputedStyle(e).boxShadow")
    desk.emulate_media(forced_colors="active")
    assert row.locator("td").first.evaluate("e => getComputedStyle(e).borderLeftWidth") == "4px"


def test_the_narrow_tray_shows_cards_and_keeps_its_columns_named(desk):
    desk.set_viewport_size({"width": 320, "height": 700})
    desk.goto(f"{desk.live_url}/bandejas/recibidos/")
    assert desk.evaluate("document.documentElement.scrollWidth") <= 320
    assert desk.locator("tbody tr").first.evaluate("e => getComputedStyle(e).display") == "grid"
    assert desk.locator("thead th").first.evaluate("e => getComputedStyle(e).display") != "none"


def test_going_back_returns_to_the_filtered_list(desk):
    address = f"{desk.live_url}/bandejas/recibidos/?texto=firma&orden=asunto"
    desk.goto(address)
    subjects = desk.locator("tbody .qx-as a").all_inner_texts()
    desk.locator("tbody .qx-as a").first.click()
    desk.get_by_role("heading", level=1).wait_for()
    desk.go_back()
    assert desk.url == address
    assert desk.locator("tbody .qx-as a").all_inner_texts() == subjects
    desk.locator("tbody .qx-as a").first.click()
    desk.get_by_role("link", name="Regresar").click()
    assert desk.url == address


def test_the_tray_prints_without_menus_and_with_its_heading(desk):
    desk.goto(f"{desk.live_url}/bandejas/recibidos/")
    desk.emulate_media(media="print")
    for hidden in (".qx-lado", ".qx-fichas", ".qx-masfiltros", ".qx-usr"):
        assert not desk.locator(hidden).first.is_visible()
    assert "Ana Torres" in desk.locator(".qx-impreso").inner_text()
    assert "(GMT-5)" in desk.locator(".qx-impreso").inner_text()


def test_a_document_is_read_and_its_pdf_saved_without_scripts(browser, client, ana, bruno, live_server):
    copy = factories.copy_of(factories.make_document(bruno, to=[ana], at=clock.now() - timedelta(days=1)), ana)
    context = browser.new_context(java_script_enabled=False, locale="es-EC")
    context.add_cookies([{"name": "quipux", "value": client(ana).cookies["quipux"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/bandejas/recibidos/")
    page.get_by_role("link", name="Informe de actividades").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=f"Ver {copy.number}.pdf").click()
    assert download.value.suggested_filename == f"{copy.number}.pdf"
    assert download.value.path().read_bytes() == factories.TINY_PDF
    context.close()


def test_u_06_u_32_every_tray_is_without_faults_wide_and_narrow(client, area, other_institution, live_server, page):
    desk = make_desk(area, factories.make_area(other_institution, "Coordinación Técnica", sigla="CT"))
    with clock.frozen_at(AT):
        desk.all(1)
    page.context.add_cookies([{"name": "quipux", "value": client(desk.ana).cookies["quipux"].value,
                               "url": live_server.url}])  # fmt: skip
    for address in [*(f"{slug}/?fechas=todas&estado=" for slug in SLUGS), "recibidos/imprimir/"]:
        page.goto(f"{live_server.url}/bandejas/{address}")
        page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true; })")
        assert page.locator("tbody tr").count() >= 1, address
        assert unsound(page) == [], address


def test_u_11_rows_are_ticked_and_sent_to_an_act_without_scripts(browser, client, ana, bruno, live_server):
    factories.make_documents(2, bruno, to=[ana], at=clock.now() - timedelta(days=1))
    context = browser.new_context(java_script_enabled=False, locale="es-EC")
    context.add_cookies([{"name": "quipux", "value": client(ana).cookies["quipux"].value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/bandejas/recibidos/")
    page.get_by_role("button", name="Archivar").click()
    assert page.get_by_text("Seleccione al menos un documento.").is_visible()
    page.get_by_role("checkbox", name="Seleccionar MINEJ").first.check()
    page.get_by_role("button", name="Archivar").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Archivar"
    context.close()


def test_u_12_the_sticky_bar_never_covers_the_focused_box(desk):
    desk.set_viewport_size(WIDE)
    factories.make_documents(20, factories.Copy.objects.first().document.author, to=[factories.Copy.objects.filter(
        previous_holder__isnull=False).get().holder])  # fmt: skip
    desk.goto(f"{desk.live_url}/bandejas/recibidos/")
    boxes = desk.locator("[data-selection-item]")
    boxes.last.focus()
    bar = desk.locator(".qx-acc").bounding_box()["height"]
    for _ in range(2 * boxes.count() - 2):
        desk.keyboard.press("Shift+Tab")  # a row has its box and its link
        top = desk.evaluate("document.activeElement.getBoundingClientRect().top")
        assert top >= bar
    boxes.nth(0).check()
    assert desk.locator("[data-selection-count]").inner_text() == "1 seleccionado"


def test_the_keys_of_a_tray_move_tick_act_and_go_and_stay_quiet_in_a_field_or_switched_off(desk, ana):
    address = f"{desk.live_url}/bandejas/recibidos/"
    desk.goto(address)
    desk.get_by_label("Texto a buscar").evaluate("field => { field.closest('details').open = true; field.focus(); }")
    desk.keyboard.type("jxe")
    assert desk.get_by_label("Texto a buscar").input_value() == "jxe"
    desk.goto(address)
    for key in "jjx":
        desk.keyboard.press(key)
    assert desk.locator("tbody tr").nth(1).locator("[data-selection-item]").is_checked()
    desk.keyboard.press("?")
    assert desk.get_by_text("fila siguiente").is_visible()
    desk.keyboard.press("e")
    desk.get_by_role("heading", level=1, name="Archivar").wait_for()
    desk.goto(address)
    desk.keyboard.press("g")
    desk.keyboard.press("s")
    desk.wait_for_url("**/bandejas/enviados/")
    let_write(ana)
    desk.goto(address)
    desk.keyboard.press("j")
    desk.keyboard.press("r")
    desk.get_by_role("heading", level=1, name="Responder").wait_for()
    type(ana.user).objects.filter(pk=ana.user.pk).update(uses_shortcuts=False)
    desk.goto(address)
    desk.keyboard.press("j")
    assert desk.evaluate("document.activeElement === document.body")
    assert desk.get_by_text("Atajos de teclado").count() == 0


def test_u_39_a_tray_of_twenty_rows_weighs_less_than_nine_kilobytes(client, ana, bruno):
    factories.make_documents(25, bruno, to=[ana], subject=LONG, attachments=[("a.txt", b"a")])
    page = client(ana).get("/bandejas/recibidos/").content
    assert page.count(b'<tr class="govuk-table__row') == 20
    assert len(gzip.compress(page, 6)) <= 9 * 1024


def test_who_chose_more_room_between_rows_has_it_without_scripts_and_axe_finds_nothing(desk, ana):
    """ui §3.2: «Cómoda»; seven rows of two lines stand in view all the same."""
    address = f"{desk.live_url}/bandejas/recibidos/?orden=plazo"
    desk.set_viewport_size(WIDE)
    desk.goto(address)
    height = "rows => rows.map(row => row.getBoundingClientRect().height)"
    compact = desk.locator("tbody tr").evaluate_all(height)
    User.objects.filter(pk=ana.user.pk).update(density="comfortable")
    desk.goto(address)
    roomy = desk.locator("tbody tr").evaluate_all(height)
    assert all(more > less + 5 for more, less in zip(roomy, compact, strict=True))
    top = desk.locator("tbody tr").first.bounding_box()["y"]
    assert top + 7 * min(roomy) <= WIDE["height"]
    assert unsound(desk) == []
