"""Seed 000 followed sentence by sentence: an active servant obtains the backup (version 02 of February 2017).

Each step's words are the instructivo's own. Real pieces: Chromium, the web server, a Celery worker, zip and unzip.
"""

import re
from datetime import date, time, timedelta

import pytest
from playwright.sync_api import expect

from backups.models import Backup
from quipux import clock
from quipux.outbox.models import Mail
from tests import factories
from tests.backups import making
from tests.journeys.walking import Walk, all_day_worker, download_all, enter, give_password, wait_for_the_worker

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DECLARATION = "Declaro que me encuentro en proceso de desvinculación de la institución."
HISTORY = ["Fecha", "Acción", "Usuario", "Área", "Estado Sol.", "Estado Resp.", "Comentario"]
OWN_LIST = ["Solic.", "Fecha Solic.", "Solicitante", "Perfil", "Fecha Desde", "Fecha Hasta", "Estado Solic.", "Cant.",
            "Descargar"]  # fmt: skip


@pytest.fixture
def office(ana, bruno, other_institution, settings):
    """Ana: twenty documents of January and ten of February 2020, and a second post elsewhere."""
    settings.QUIPUX_PART_SIZE = 1_000_000
    settings.QUIPUX_NIGHT_WINDOW = (time(0, 0), time(23, 59))
    give_password(ana)
    making.documents_of_size(ana, bruno, [60_000] * 20)
    making.documents_of_size(ana, bruno, [60_000] * 10, seed=8, day=date(2020, 2, 6))
    factories.make_appointment(ana.user, factories.make_area(other_institution, "Archivo"), title="Delegada")
    return ana


@pytest.fixture
def walk(browser, live_server):
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="es-EC", accept_downloads=True)
    yield Walk(context.new_page(), live_server.url, scripts=True)
    context.close()


def test_b_01_b_03_b_12_b_51_seed_000_from_the_first_click_to_the_extracted_folder(walk, office, tmp_path):
    enter(walk, office)
    open_the_module(walk)
    the_fields_are_loaded(walk, office)
    another_user_of_the_same_person_is_told(walk)
    twenty_documents_are_too_few(walk)
    request = send_the_whole_period(walk)
    with all_day_worker(tmp_path / "trabajadores") as worker:
        backup = worker.wait_until(lambda: Backup.objects.filter(state="generated").first(), "the backup is generated")
        wait_for_the_worker(walk, request.uuid)
    the_history_tells_the_night_and_the_generation(walk, backup)
    my_requests_follow_the_filters(walk, request)
    the_download_page_explains_the_parts(walk, request)
    files = download_all(walk, tmp_path)
    root = making.join_and_extract(tmp_path / f"{request.archive_name}.zip", tmp_path / "extraido")
    assert len(files) == backup.parts_count >= 3
    assert len(list((root / "data/documentos").glob("*/documento.pdf"))) == 30
    a_mail_says_it_is_ready(request)


def open_the_module(walk):
    """«Clic en la bandeja Administración. Clic en la opción: Respaldo de Documentos. […] Solicitar respaldos.»"""
    group = walk.page.get_by_role("navigation").filter(has_text="Administración").first
    group.get_by_role("link", name="Respaldo de Documentos").click()
    walk.arrive("Respaldo de Documentos")
    expect(walk.page.get_by_text("Solicitudes de la Institución")).to_have_count(0)
    walk.follow("Solicitar respaldos")
    walk.arrive("Solicitud de Respaldos")


def the_fields_are_loaded(walk, office):
    """«Los campos cargados automáticamente corresponden a: Cédula, Nombre, Apellido, Institución, Área, Puesto…»"""
    post, person = office.appointment, office.user
    loaded = {
        "Cédula": person.identity_number, "Nombre": person.given_names, "Apellido": person.surnames,
        "Institución": post.institution.name, "Área": post.area.name, "Puesto": post.title, "Perfil": "Normal",
        "Fecha Solic.": clock.today().isoformat(),
    }  # fmt: skip
    for label, value in loaded.items():
        row = walk.page.locator(".govuk-summary-list__row").filter(has=walk.page.get_by_text(label, exact=True))
        expect(row.first).to_contain_text(value)
    for tab in ("Información del Docu.", "Recorrido"):
        expect(walk.page.get_by_role("link", name=tab)).to_be_visible()
    for label in ("Fecha Inicio", "Fecha Fin"):
        expect(walk.page.get_by_label(label, exact=True)).to_have_value(clock.today().isoformat())
    for button in ("Guardar", "Enviar"):
        expect(walk.page.get_by_role("button", name=button).last).to_be_visible()
    expect(walk.page.get_by_text("exclusivamente en los casos donde el funcionario público activo")).to_be_visible()


def another_user_of_the_same_person_is_told(walk):
    """«Se debe revisar si el usuario activo tiene más de un usuario creado.»"""
    expect(walk.page.get_by_text("Este respaldo incluye solo los documentos del puesto")).to_be_visible()
    expect(walk.page.get_by_role("cell", name="Archivo")).to_be_visible()
    expect(walk.page.get_by_role("button", name=re.compile("Cambiar a este puesto"))).to_be_visible()


def twenty_documents_are_too_few(walk):
    """«Las solicitudes de respaldos se generan a partir de 21 documentos; en caso de tener menos…»"""
    ask_for(walk, "2020-01-01", "2020-01-31")
    walk.arrive("Solicitud de Respaldos")
    notice = "Su solicitud tiene 20 documentos en el rango seleccionado. Los respaldos se generan a partir de 21"
    expect(walk.page.get_by_text(notice).first).to_be_visible()
    expect(walk.page.get_by_label("Fecha Fin", exact=True)).to_have_value("2020-01-31")


def ask_for(walk, first, last):
    walk.fill("Fecha Inicio", first)
    walk.fill("Fecha Fin", last)
    walk.press("Enviar")


def send_the_whole_period(walk):
    """«Para finalizar el envío se deberá dar clic en el botón Enviar, con lo cual aparecerá el mensaje siguiente.»"""
    ask_for(walk, "2020-01-01", (clock.today() - timedelta(days=1)).isoformat())
    walk.arrive("Confirmación de envío")
    expect(walk.page.get_by_text("de 5 a 6 días laborables a partir de que es aprobada")).to_be_visible()
    walk.page.get_by_label(DECLARATION).check()
    walk.press("Confirmar envío")
    walk.page.get_by_role("heading", level=1, name=re.compile(r"Solicitud No\. \d+ enviada\.")).wait_for()
    request = Backup.objects.select_related("request").get().request
    walk.arrive(f"Solicitud No. {request.number} enviada.")
    return request


def the_history_tells_the_night_and_the_generation(walk, backup):
    """«En la pestaña de Recorrido se puede visualizar la fecha […] calendarizada y […] cuando ha sido generada.»"""
    walk.page.get_by_role("link", name="Recorrido", exact=True).click()
    walk.page.get_by_role("columnheader", name="Acción").wait_for()
    assert walk.page.get_by_role("columnheader").all_inner_texts() == HISTORY
    rows = [row.locator("th, td").all_inner_texts() for row in walk.page.locator("tbody tr").all()]
    told = [[cell.strip() for cell in (row[1], row[4], row[5], row[6])] for row in rows]
    comment = f"Se cambia fecha de ejecución de respaldo a: {backup.scheduled_for}"
    assert told[:3] == [
        ["Respaldo generado", "Atendida", "Generado", ""],
        ["Respaldo en ejecución", "Aprobada", "En Ejecución", ""],
        ["Respaldo calendarizado", "Aprobada", "Por Generar", comment],
    ]
    # Between them only more dates: a worker that is free takes what was planned for a later night.
    assert {action for action, *_ in told[3:-2]} <= {"Respaldo calendarizado"}
    assert told[-2:] == [
        ["Solicitud aprobada", "Aprobada", "Por Generar", ""],
        ["Solicitud enviada", "Enviada", "Por Generar", ""],
    ]
    assert {row[3].strip() for row in rows[:3]} == {"SUBSECRETARÍA DE GOBIERNO ELECTRÓNICO"}
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(GMT-5\)", rows[0][0].strip())


def my_requests_follow_the_filters(walk, request):
    """«Estas solicitudes se desplegarán de acuerdo a […] Fecha Inicio, Fecha Fin, N° Solicitud y/o Estado Solicitud.»"""
    walk.page.goto(f"{walk.address}/respaldos/mis-solicitudes/")
    walk.arrive("Mis Solicitudes de Respaldo")
    heads = [text.strip() for text in walk.page.get_by_role("columnheader").all_inner_texts()]
    assert heads == OWN_LIST
    walk.page.get_by_label("Estado Solicitud").select_option("Aprobada")
    walk.press("Buscar")
    expect(walk.page.get_by_text("No se encontraron los datos buscados.")).to_be_visible()
    walk.page.get_by_label("Estado Solicitud").select_option("Atendida")
    walk.fill("N° Solicitud", str(request.number))
    walk.press("Buscar")
    expect(walk.page.get_by_text("No. de registros encontrados: 1")).to_be_visible()
    row = walk.page.get_by_role("row").filter(has_text=str(request.number))
    expect(row).to_contain_text("2020-01-01 (GMT-5)")
    expect(row).to_contain_text("30")
    row.get_by_role("link", name=re.compile("^Descargar")).click()


def the_download_page_explains_the_parts(walk, request):
    """«Se deberá descargar parte por parte […] zip -s 0 […]. La vigencia del link será de 7 días calendario.»"""
    walk.arrive(f"Solicitud No. {request.number}")
    name = request.archive_name
    expect(walk.page.get_by_text(f"zip -s 0 {name}.zip --out {name}_unificado.zip").first).to_be_attached()
    last = (clock.today() + timedelta(days=7)).isoformat()
    expect(walk.page.get_by_text(f"Puede descargarlo hasta el {last} 23:59 (GMT-5).")).to_be_visible()
    expect(walk.page.get_by_text(re.compile(r"El respaldo se obtuvo en \d archivos"))).to_be_visible()


def a_mail_says_it_is_ready(request):
    """«El sistema envía una notificación automática vía correo electrónico al usuario activo.»"""
    [mail] = Mail.objects.filter(key=f"generado-{request.uuid}")
    assert mail.subject == f"QUIPUX: su respaldo No. {request.number} está listo"
    assert "La generación de respaldos ha sido realizada." in mail.text
    assert "Recuerde que tiene 7 días para descargar su respaldo." in mail.text
