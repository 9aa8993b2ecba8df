"""What only a browser shows: Enter, the check of a file, the polling, without scripts too (ui §7, §8)."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from backups.models import Backup, BackupPart, BackupRequest
from backups.services import running
from institutions.middleware import SESSION_KEY
from quipux import clock
from tests.backups import making

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def visit(browser, live_server, client):
    """Opens a page as a member of the cast, at a size, with scripts or without."""
    opened, complaints = [], []

    def go(person, path, *, width=1366, height=768, scripts=True):
        own = client(person)
        context = browser.new_context(java_script_enabled=scripts, viewport={"width": width, "height": height})
        opened.append(context)
        cookie = own.cookies["quipux"]
        assert own.session[SESSION_KEY] == str(person.appointment.uuid)
        context.add_cookies([{"name": "quipux", "value": cookie.value, "url": live_server.url}])
        page = context.new_page()
        page.on("console", lambda told: complaints.append(told.text) if "Content Security" in told.text else None)
        page.on("pageerror", lambda fault: complaints.append(str(fault)))
        page.goto(live_server.url + path)
        return page

    yield go
    for context in opened:
        context.close()
    assert complaints == []


def faults(page):
    return [
        (fault["id"], [node["target"] for node in fault["nodes"]]) for fault in Axe().run(page).response["violations"]
    ]


@pytest.mark.parametrize("scripts", [True, False])
def test_u_15_enter_in_a_field_saves_a_draft_and_never_sends(visit, ana, scripts):
    page = visit(ana, "/respaldos/solicitar/", scripts=scripts)
    page.get_by_label("Fecha Inicio").fill("2016-01-04")
    page.get_by_label("Fecha Fin").fill("2016-12-08")
    page.get_by_label("Fecha Fin").press("Enter")
    expect(page.get_by_text("Datos de solicitud guardados correctamente.")).to_be_visible()
    assert BackupRequest.objects.get().state == "draft"


def test_u_13_the_summary_of_errors_takes_the_focus_and_its_links_lead_to_the_fields(visit, ana):
    page = visit(ana, "/respaldos/solicitar/")
    page.get_by_label("Fecha Inicio").fill("31/02/2016")
    page.get_by_role("button", name="Enviar").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link").click()
    expect(page.get_by_label("Fecha Inicio")).to_be_focused()
    assert faults(page) == []


def test_b_52_a_file_is_checked_here_and_a_changed_copy_is_rejected(visit, ana, single, tmp_path):
    backup = Backup.objects.select_related("request").get(request=single)
    good = making.download(backup, tmp_path)
    bad = tmp_path / "copia.zip"
    bad.write_bytes(good.read_bytes()[:-1] + b"x")
    page = visit(ana, reverse("backups:download", args=[single.uuid]))
    sent = []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method != "GET" or asked.post_data else None)
    page.locator("input[type=file]").set_input_files(bad)
    expect(page.get_by_text("No coincide con ninguna parte de la lista.")).to_be_visible()
    expect(page.get_by_text("Comprobada", exact=True)).to_be_hidden()
    page.locator("input[type=file]").set_input_files(good)
    expect(page.get_by_text(f"Comprobada: el archivo es idéntico a {good.name}.")).to_be_visible()
    expect(page.locator("[data-part-checked]")).to_be_visible()
    assert sent == []
    assert faults(page) == []


def test_u_21_the_bar_moves_only_when_the_committed_numbers_do(visit, ana, bruno):
    request = making.approved(ana, bruno)
    backup = making.claim(request)
    running.prepare(backup.pk)
    BackupPart.objects.filter(backup=backup).update(documents_done=7, progress_at=clock.now())
    page = visit(ana, reverse("backups:detail", args=[request.uuid]))
    bar = page.locator("main progress")
    assert (bar.get_attribute("value"), bar.get_attribute("max")) == ("7", "21")
    with page.expect_response(re.compile("/progreso/")) as first:
        pass
    assert (first.value.status, bar.evaluate("bar => bar.value")) == (200, 7)
    with page.expect_response(re.compile("/progreso/")) as second:
        pass
    assert (second.value.status, bar.evaluate("bar => bar.value")) == (304, 7)
    BackupPart.objects.filter(backup=backup).update(documents_done=14, progress_at=clock.now())
    with page.expect_response(re.compile("/progreso/")) as third:
        pass
    assert third.value.status == 200
    expect(page.locator("[data-progress-text]")).to_contain_text("14 de 21 documentos")
    assert bar.evaluate("bar => bar.value") == 14
    assert page.locator("[data-progress-live]").inner_text().startswith("14 de 21")


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844), (320, 640)])
def test_every_page_of_a_finished_request_is_accessible_and_fits(visit, ana, single, width, height):
    page = visit(ana, "/respaldos/", width=width, height=height)
    names = ("detail", "history", "download", "omissions")
    paths = [
        "/respaldos/",
        "/respaldos/mis-solicitudes/",
        *(reverse(f"backups:{n}", args=[single.uuid]) for n in names),
    ]
    for path in paths:
        page.goto(page.url.split("/respaldos/")[0] + path)
        for details in page.locator("main summary").all():
            details.click()
        assert faults(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
