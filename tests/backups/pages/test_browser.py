"""What only a browser shows: Enter, the check of a file, the polling, without scripts too (ui §7, §8)."""

import hashlib
import re
from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from backups.models import Backup, BackupPart, BackupRequest
from backups.services import running
from institutions.middleware import SESSION_KEY
from quipux import clock
from tests.backups import making
from tests.factories import make_documents
from tests.looks import faults, unsound

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


def bodies_of(page) -> list[tuple[str, bytes]]:
    """Method and body of every request that the page makes from now on, but for plain questions."""
    sent = []
    page.on("request", lambda asked: sent.append((asked.method, asked.post_data_buffer or b""))
            if asked.method != "GET" or asked.post_data_buffer else None)  # fmt: skip
    return sent


def test_b_52_a_file_is_checked_here_and_a_changed_copy_is_rejected(visit, ana, single, tmp_path):
    backup = Backup.objects.select_related("request").get(request=single)
    good = making.download(backup, tmp_path)
    bad = tmp_path / "copia.zip"
    bad.write_bytes(good.read_bytes()[:-1] + b"x")
    page = visit(ana, reverse("backups:download", args=[single.uuid]))
    sent = bodies_of(page)
    page.locator("input[type=file]").set_input_files(bad)
    expect(page.get_by_text("No coincide con ninguna parte de la lista.")).to_be_visible()
    expect(page.get_by_text("Comprobada", exact=True)).to_be_hidden()
    assert sent == []
    with page.expect_response(re.compile("/comprobar/")) as saved:
        page.locator("input[type=file]").set_input_files(good)
    expect(page.get_by_text(f"Comprobada: el archivo es idéntico a {good.name}.")).to_be_visible()
    expect(page.locator("[data-part-checked]")).to_be_visible()
    assert saved.value.status == 200
    [(method, body)] = sent
    assert (method, backup.parts.get().sha256.encode() in body, len(body) < 1000) == ("POST", True, True)
    assert good.read_bytes()[:100] not in body
    assert faults(page) == []
    page.reload()
    expect(page.locator("[data-part] td").nth(3)).to_contain_text("Comprobada")
    assert faults(page) == []


def test_b_59_the_public_check_hashes_in_the_browser_and_no_request_carries_the_file(visit, ana, single, tmp_path):
    good = making.download(Backup.objects.select_related("request").get(request=single), tmp_path)
    page = visit(ana, "/verificar/respaldo/")
    sent, asked = bodies_of(page), []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("input[type=file]").set_input_files(good)
    expect(page.get_by_label("Huella SHA-256")).to_have_value(hashlib.sha256(good.read_bytes()).hexdigest())
    assert faults(page) == []
    page.get_by_role("button", name="Consultar").click()
    expect(page.get_by_text(f"Este archivo forma parte del respaldo No. {single.number} de")).to_be_visible()
    assert sent == []
    assert max(map(len, asked)) < 300
    assert faults(page) == []


def test_b_59_a_pasted_digest_is_answered_without_scripts(visit, ana, single):
    page = visit(ana, "/verificar/respaldo/", scripts=False)
    page.get_by_label("Huella SHA-256").fill(BackupPart.objects.get(backup__request=single).sha256)
    page.get_by_label("Huella SHA-256").press("Enter")
    expect(page.get_by_text(f"Este archivo forma parte del respaldo No. {single.number} de")).to_be_visible()


def test_descargar_todas_starts_every_part_under_its_name_in_the_set(visit, ana, split):
    page = visit(ana, reverse("backups:download", args=[split.uuid]))
    started = []
    page.on("download", lambda download: started.append(download.suggested_filename))
    page.get_by_role("button", name="Descargar todas").click()
    expect(page.get_by_text("Se iniciaron todas las partes.")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("button", name="Descargar todas")).to_be_enabled()
    name = split.archive_name
    assert started == [f"{name}.z01", f"{name}.z02", f"{name}.zip"]


@pytest.mark.parametrize("scripts", [True, False])
def test_b_04_descargar_ahora_saves_a_zip_that_opens(visit, ana, bruno, tmp_path, scripts):
    make_documents(3, ana, to=[bruno], at=making.at_noon(date(2020, 1, 6)))
    page = visit(ana, "/respaldos/solicitar/", scripts=scripts)
    page.get_by_label("Fecha Inicio").fill("2020-01-01")
    page.get_by_role("button", name="Calcular").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Descargar ahora").click()
    assert re.fullmatch(r"respaldo_inmediato_\d{8}_\d{6}\.zip", saved.value.suggested_filename)
    saved.value.save_as(tmp_path / "r.zip")
    making.run("unzip", "-tq", tmp_path / "r.zip")


def test_the_pages_around_a_download_are_accessible_and_fit(visit, ana, bruno, split, client):
    mine = client(ana)
    support, digest = reverse("backups:support", args=[split.uuid]), BackupPart.objects.filter(number=1).get().sha256
    list(mine.get(reverse("backups:part", args=[split.uuid, 1])).streaming_content)
    mine.post(reverse("backups:metalink", args=[split.uuid]))
    page = visit(ana, reverse("backups:download", args=[split.uuid]))
    for path in (reverse("backups:download", args=[split.uuid]), support, "/verificar/respaldo/",
                 f"/verificar/respaldo/?huella={digest}", "/verificar/respaldo/?huella=hola",
                 f"/verificar/respaldo/?huella={'0' * 64}"):  # fmt: skip
        page.goto(page.url.split("/respaldos/")[0].split("/verificar/")[0] + path)
        page.locator("main details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
        assert unsound(page) == [], path


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


def test_every_page_of_a_finished_request_is_accessible_and_fits(visit, ana, single):
    page = visit(ana, "/respaldos/")
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
        assert unsound(page) == [], path
