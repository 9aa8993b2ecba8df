"""Seed 001 followed sentence by sentence: the AIQ obtains the backup of somebody who left.

Each step's words are the instructivo's own. Real pieces: Chromium, the web server, a Celery worker, zip and unzip.
"""

import re
from datetime import date, time, timedelta

import pytest
from playwright.sync_api import expect

from backups.models import Backup
from quipux import clock
from quipux.outbox.models import Mail
from tests.backups import making
from tests.backups.pages.office import write_petition
from tests.journeys.walking import Walk, all_day_worker, enter, give_password, wait_for_the_worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BLOCKS = {"Solicitudes personales": 2, "Solicitudes de la Institución": 3}


@pytest.fixture
def office(diego, luis, bruno, settings):
    """Diego may enter; Luis left five documents and a petition in writing that Diego received."""
    settings.QUIPUX_NIGHT_WINDOW = (time(0, 0), time(23, 59))
    give_password(diego)
    making.documents_of_size(luis, bruno, [20_000] * 5)
    return diego, luis, write_petition(luis, diego)


@pytest.fixture
def walk(browser, live_server):
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="es-EC", accept_downloads=True)
    yield Walk(context.new_page(), live_server.url, scripts=True)
    context.close()


def test_b_17_b_18_b_19_b_23_seed_001_from_the_first_click_to_the_extracted_folder(walk, office, tmp_path):
    diego, luis, petition = office
    enter(walk, diego)
    two_blocks_appear(walk)
    the_servant_is_found_by_any_of_four(walk, luis)
    the_fields_are_filled(walk, luis)
    the_petition_is_chosen(walk, petition)
    it_can_be_saved_and_sent_later(walk, luis)
    request = send(walk)
    with all_day_worker(tmp_path / "trabajadores") as worker:
        worker.wait_until(lambda: Backup.objects.filter(state="generated").first(), "the backup is generated")
        wait_for_the_worker(walk, request.uuid)
    the_history_tells_the_night_and_the_generation(walk)
    the_list_follows_its_filters(walk, request, luis)
    the_archive_is_downloaded_and_opened(walk, request, tmp_path)
    a_mail_tells_the_aiq_and_nobody_else(request, diego)


def two_blocks_appear(walk):
    """«Aparecerán 2 bloques de información. […] dar un clic en “1. Solicitar respaldos” del bloque…»"""
    group = walk.page.get_by_role("navigation").filter(has_text="Administración").first
    group.get_by_role("link", name="Respaldo de Documentos").click()
    walk.arrive("Respaldo de Documentos")
    for title, entries in BLOCKS.items():
        expect(walk.page.get_by_role("region", name=title).get_by_role("link")).to_have_count(entries)
    walk.page.get_by_role("region", name="Solicitudes de la Institución").get_by_text("Solicitar respaldos").click()
    walk.arrive("Solicitud de Respaldos")


def the_servant_is_found_by_any_of_four(walk, luis):
    """«Solamente se debe buscar por su nombre, cédula, puesto o correo.»"""
    walk.fill("Fecha Inicio", "2016-01-04")
    walk.press("Seleccionar Servidor Público")
    walk.arrive("Seleccionar Servidor Público")
    person = luis.user
    for asked in (person.surnames, person.identity_number, luis.appointment.title, person.email):
        walk.fill("Nombre / C.I. / Puesto / Correo", asked)
        walk.press("Buscar")
        expect(walk.page.get_by_role("link", name=re.compile(f"^{person.full_name}"))).to_have_count(1)
    walk.page.get_by_role("link", name=re.compile(f"^{person.full_name}")).click()
    walk.arrive("Solicitud de Respaldos")


def the_fields_are_filled(walk, luis):
    """«Se llenarán automáticamente los campos: Cédula, Nombre, Apellido, Institución, Área, Puesto, Perfil y Fecha.»"""
    post, person = luis.appointment, luis.user
    loaded = {
        "Cédula": person.identity_number, "Nombre": person.given_names, "Apellido": person.surnames,
        "Institución": post.institution.name, "Área": post.area.name, "Puesto": post.title, "Perfil": "Normal",
        "Fecha Solic.": clock.today().isoformat(),
    }  # fmt: skip
    for label, value in loaded.items():
        row = walk.page.locator(".govuk-summary-list__row").filter(has=walk.page.get_by_text(label, exact=True))
        expect(row.first).to_contain_text(value)
    expect(walk.page.get_by_label("Fecha Inicio", exact=True)).to_have_value("2016-01-04")


def the_petition_is_chosen(walk, petition):
    """«Se debe buscar y seleccionar el documento de solicitud de respaldo que entregó el Ciudadano.»"""
    walk.press("Seleccionar Documento")
    walk.arrive("Asociación de Documentos")
    walk.fill("No. de Documento:", petition.number)
    walk.press("Buscar")
    row = walk.page.get_by_role("row").filter(has_text=petition.number)
    expect(row).to_contain_text("Coincide con la cédula")
    row.get_by_role("link", name=re.compile("^Seleccionar")).click()
    expect(walk.page.get_by_text(f"Documento Seleccionado: {petition.number}")).to_be_visible()
    walk.follow("Aceptar")
    walk.arrive("Solicitud de Respaldos")
    expect(walk.page.get_by_text(petition.number).first).to_be_visible()
    expect(walk.page.get_by_label("Fecha Inicio", exact=True)).to_have_value("2016-01-04")


def it_can_be_saved_and_sent_later(walk, luis):
    """«2.2 Se encontrarán las solicitudes pendientes a ser enviadas, las cuales pueden ser editadas y enviadas.»"""
    walk.press("Guardar")
    expect(walk.page.get_by_text("Datos de solicitud guardados correctamente.")).to_be_visible()
    walk.page.goto(f"{walk.address}/respaldos/")
    walk.follow("Solicitudes por enviar")
    walk.arrive("Listado de Solicitudes de Respaldo por Enviar")
    row = walk.page.get_by_role("row").filter(has_text=luis.user.full_name)
    expect(row).to_contain_text("En Edición")
    row.get_by_role("link").first.click()
    walk.arrive("Solicitud de Respaldos")
    walk.fill("Fecha Fin", date(2020, 12, 31).isoformat())


def send(walk):
    """«Para finalizar el envío se deberá dar clic en el botón Enviar.»"""
    walk.press("Enviar")
    walk.arrive("Confirmación de envío")
    expect(walk.page.get_by_text("de 4 a 5 días laborables a partir de que es aprobada")).to_be_visible()
    walk.press("Confirmar envío")
    walk.page.get_by_role("heading", level=1, name=re.compile(r"Solicitud No. \d+ enviada.")).wait_for()
    request = Backup.objects.select_related("request").get().request
    walk.arrive(f"Solicitud No. {request.number} enviada.")
    return request


def the_history_tells_the_night_and_the_generation(walk):
    """«En la pestaña de Recorrido se puede visualizar la fecha […] calendarizada y […] cuando ha sido generada.»"""
    walk.page.get_by_role("link", name="Recorrido", exact=True).click()
    walk.page.get_by_role("columnheader", name="Acción").wait_for()
    rows = [row.locator("th, td").all_inner_texts() for row in walk.page.locator("tbody tr").all()]
    told = [row[1].strip() for row in rows]
    assert told[0] == "Respaldo generado"
    assert "Respaldo calendarizado" in told
    assert told[::-1][:3] == ["Solicitud creada", "Solicitud enviada", "Solicitud aprobada"]


def the_list_follows_its_filters(walk, request, luis):
    """«Listado de Solicitudes: […] Fecha Inicio, Fecha Fin, Nº Solicitud, Estado de Solicitud, Nombre o CI.»"""
    walk.page.goto(f"{walk.address}/respaldos/")
    walk.follow("Listado de Solicitudes")
    walk.arrive("Listado de Solicitudes de Respaldo de la Institución")
    for label in ("Fecha Inicio", "Fecha Fin", "N° Solicitud", "Estado Solicitud", "Nombre o C.I."):
        expect(walk.page.get_by_label(label, exact=True)).to_be_visible()
    walk.fill("Nombre o C.I.", "nadie así")
    walk.press("Buscar")
    expect(walk.page.get_by_text("No se encontraron los datos buscados.")).to_be_visible()
    walk.fill("Nombre o C.I.", luis.user.identity_number)
    walk.press("Buscar")
    row = walk.page.get_by_role("row").filter(has_text=str(request.number))
    for text in ("Inactivo", "Atendida", "2016-01-04 (GMT-5)", "2020-12-31 (GMT-5)"):
        expect(row).to_contain_text(text)
    row.get_by_role("link", name=re.compile("^Descargar")).click()


def the_archive_is_downloaded_and_opened(walk, request, folder):
    """«Esta acción permite bajar un archivo comprimido (.zip) […]. La vigencia […] será de 4 días calendario.»"""
    walk.arrive(f"Solicitud No. {request.number}")
    last = (clock.today() + timedelta(days=4)).isoformat()
    expect(walk.page.get_by_text(f"Puede descargarlo hasta el {last} 23:59 (GMT-5).")).to_be_visible()
    with walk.page.expect_download() as waiting:
        walk.page.get_by_role("link", name=re.compile("^Descargar")).first.click()
    file = folder / waiting.value.suggested_filename
    waiting.value.save_as(file)
    assert file.name == f"{request.archive_name}.zip"
    root = making.join_and_extract(file, folder / "extraido")
    assert len(list((root / "data/documentos").glob("*/documento.pdf"))) == 6  # the petition is his too


def a_mail_tells_the_aiq_and_nobody_else(request, diego):
    """«El sistema envía una notificación automática vía correo electrónico al AIQ.»"""
    [mail] = Mail.objects.filter(key__startswith="generado-")
    assert mail.subject == f"QUIPUX: el respaldo No. {request.number} está listo"
    assert mail.to == diego.user.email
    assert "Recuerde que tiene 4 días para descargar el respaldo." in mail.text
    assert "Es responsabilidad del AIQ entregarlo al ciudadano requirente." in mail.text
