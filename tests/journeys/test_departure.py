"""A departure from its opening to the Acta, in a browser, wide and narrow, with and without scripts (institutions §11)."""

from datetime import timedelta

import pypdf
import pytest

from documents.models import Copy
from institutions.models import Appointment, Departure
from quipux import clock
from tests import factories
from tests.backups import making
from tests.journeys.walking import Walk, enter, give_password

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


LONG = pytest.mark.long  # the other two ways of the same walk


@pytest.fixture(
    params=[(WIDE, True), pytest.param((PHONE, True), marks=LONG), pytest.param((PHONE, False), marks=LONG)],
    ids=["wide", "phone", "plain"],
)
def visit(browser, live_server, request):
    """A new browser of one of the three kinds."""
    size, scripts = request.param
    opened = []

    def go(person):
        context = browser.new_context(viewport=size, locale="es-EC", timezone_id="America/Guayaquil",
                                      java_script_enabled=scripts, accept_downloads=True)  # fmt: skip
        opened.append(context)
        walk = Walk(context.new_page(), live_server.url, scripts=scripts)
        enter(walk, person)
        return walk

    yield go
    for context in opened:
        context.close()


@pytest.fixture
def office(ana, bruno, diego, elsa, settings):
    settings.QUIPUX_MINIMUM_DOCUMENTS = 1
    for person in (ana, diego):
        give_password(person)
    for subject in ("Primera petición", "Segunda petición"):
        factories.make_document(elsa, to=[ana], subject=subject)
    factories.make_document(elsa, to=[ana], subject="Asunto que Diego no ve", confidential=True)
    return {"ana": ana, "bruno": bruno, "diego": diego}


def test_i_33_a_departure_from_its_opening_to_the_acta(visit, office, tmp_path):
    ana, bruno = office["ana"], office["bruno"]
    walk = visit(office["diego"])
    case = open_the_case(walk)
    request = ask_for_the_backup(visit(ana), case, ana)
    settle(walk, case, bruno)
    acta = end_the_post(walk, case, tmp_path)
    assert f"Solicitud No. {request.number}" in acta
    assert "Bruno Salas" in acta
    assert "Asunto que Diego no ve" not in acta
    assert not Appointment.objects.get(pk=ana.appointment.pk).is_working
    assert Copy.objects.received_tray(bruno.appointment).count() == 3


def open_the_case(walk):
    walk.page.goto(f"{walk.address}/institucion/desvinculaciones/")
    walk.arrive("Desvinculaciones")
    walk.follow("Iniciar desvinculación")
    walk.arrive("Iniciar desvinculación")
    walk.page.get_by_label("Ana Torres – Especialista, Dirección Nacional de Provisión").check()
    walk.page.get_by_label("Motivo", exact=True).select_option("Renuncia")
    walk.fill("Último día", (clock.today() + timedelta(days=10)).isoformat())
    walk.press("Abrir el caso")
    walk.arrive("Caso de desvinculación")
    return Departure.objects.get()


def ask_for_the_backup(walk, case, ana):
    """The form opens with the range of the appointment; the request stands in the case."""
    walk.page.goto(f"{walk.address}{case.get_absolute_url()}")
    walk.arrive("Caso de desvinculación")
    walk.follow("Solicitar respaldo")
    walk.arrive("Solicitud de Respaldos")
    assert walk.page.get_by_label("Fecha Inicio").input_value() == ana.appointment.starts_on.isoformat()
    return making.send_request(ana, start=ana.appointment.starts_on)


def settle(walk, case, bruno):
    walk.page.goto(f"{walk.address}{case.get_absolute_url()}")
    walk.arrive("Caso de desvinculación")
    assert "Asunto que Diego no ve" not in walk.page.content()
    walk.page.get_by_label("DV-02").select_option(str(bruno.appointment.uuid))
    walk.press("Guardar destinos")
    walk.arrive("Caso de desvinculación")
    assert walk.page.get_by_text("Los destinos se guardaron.").count() == 1


def end_the_post(walk, case, folder) -> str:
    walk.fill("Motivo", "Renuncia aceptada por la máxima autoridad.")
    walk.press("Desactivar usuario")
    walk.page.get_by_text("El usuario fue desactivado.").wait_for()
    walk.arrive("Caso de desvinculación")
    with walk.page.expect_download() as download:
        walk.follow("Descargar el Acta de desvinculación (PDF)")
    path = folder / "acta.pdf"
    download.value.save_as(path)
    return " ".join("".join(page.extract_text() for page in pypdf.PdfReader(path).pages).split())
