"""J4, J5 and J6 of ui §12 in the four ways: asking for the own backup, taking it home, asking for who left (U-31)."""

import hashlib
import re
from datetime import date

import pytest
from playwright.sync_api import expect

from backups.models import Backup, BackupRequest
from backups.services import scheduling
from tests.backups import making
from tests.backups.pages.office import write_petition
from tests.factories import make_documents
from tests.journeys.walking import enter, give_password

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
LEAVES = "Declaro que me encuentro en proceso de desvinculación de la institución."


@pytest.fixture
def leaver(ana, bruno):
    """Ana, who leaves, with documents inside and outside of the period."""
    make_documents(30, ana, to=[bruno], at=making.at_noon(date(2016, 6, 1)))
    make_documents(3, ana, to=[bruno], at=making.at_noon(date(2018, 6, 1)))
    give_password(ana)
    return ana


def test_u_31_j4_who_leaves_asks_for_her_backup_and_sees_what_it_holds_its_night_and_position(hands, leaver):
    enter(hands, leaver)
    hands.begin()
    hands.from_menu("Respaldo de Documentos")
    hands.arrive("Respaldo de Documentos")
    hands.follow("Solicitar respaldos")
    hands.arrive("Solicitud de Respaldos")
    hands.fill("Fecha Inicio", "04/01/2016")
    hands.fill("Fecha Fin", "2017-02-08")
    hands.press("Enviar")
    hands.arrive("Confirmación de envío")
    expect(hands.page.get_by_text("30 documentos").first).to_be_visible()
    hands.tick(hands.page.get_by_label(LEAVES))
    hands.press("Confirmar envío")
    hands.arrive(re.compile(r"Solicitud No\. \d+ enviada\."))
    expect(hands.page.get_by_text("2016-01-04 a 2017-02-08")).to_be_visible()
    expect(hands.page.get_by_text(re.compile("noche")).first).to_be_visible()
    assert hands.pages <= 6
    request = BackupRequest.objects.get()
    assert (request.date_from, request.date_to) == (date(2016, 1, 4), date(2017, 2, 8))
    assert request.preflight_documents == 30


def test_u_31_j5_three_parts_are_downloaded_one_after_a_cut_checked_and_opened(hands, ana, bruno, settings, tmp_path):
    settings.QUIPUX_PART_SIZE = 1_000_000
    making.documents_of_size(ana, bruno, [60_000] * 24)
    backup = making.build(_sent(ana))
    assert backup.parts_count == 3
    give_password(ana)
    enter(hands, ana)
    hands.begin()
    hands.from_menu("Respaldo de Documentos")
    hands.arrive("Respaldo de Documentos")
    hands.follow("Mis Solicitudes")
    hands.arrive("Mis Solicitudes")
    hands.use(hands.page.get_by_role("link", name=re.compile("^Descargar")).first)
    hands.arrive(f"Solicitud No. {backup.request.number}")
    files = take_home(hands, tmp_path)
    check(hands, files, backup)
    root = making.join_and_extract(files[-1], tmp_path / "abierto")
    assert len(list((root / "data/documentos").glob("*/documento.pdf"))) == 24
    assert hands.pages <= 5


def _sent(person) -> BackupRequest:
    request = making.send_request(person)
    scheduling.schedule_requests()
    return request


def take_home(hands, folder) -> list:
    """Every part; the second is cut off at its first attempt."""
    links = hands.page.get_by_role("link", name=re.compile("^Descargar Parte"))
    with hands.page.expect_download() as cut:
        hands.use(links.nth(1))
    cut.value.cancel()
    return [hands.save(link, folder) for link in links.all()]


def check(hands, files, backup):
    """The box that computes here; without scripts the digest that the machine's own program gives."""
    for file in files:
        if hands.scripts:
            hands.bring(hands.page.locator("[data-hash-check] input[type=file]"), file)
            told = f"Comprobada: el archivo es idéntico a {file.name}."
            expect(hands.page.locator("[data-hash-check]").get_by_role("status")).to_have_text(told)
            continue
        hands.use(hands.page.get_by_text("Comprobar con una huella que ya calculó"))
        hands.fill("Huella SHA-256", hashlib.sha256(file.read_bytes()).hexdigest())
        hands.press("Comprobar huella")
    hands.page.goto(hands.page.url)
    expect(hands.page.get_by_text("Comprobada", exact=True)).to_have_count(len(files))


def test_u_31_j6_the_aiq_asks_for_who_left_with_the_petition_and_later_downloads_it(
    hands, diego, luis, bruno, tmp_path
):
    making.documents_of_size(luis, bruno, [20_000] * 5)
    petition = write_petition(luis, diego)
    give_password(diego)
    enter(hands, diego)
    hands.begin()
    hands.from_menu("Respaldo de Documentos")
    hands.arrive("Respaldo de Documentos")
    hands.follow("Solicitar respaldos", hands.page.get_by_role("region", name="Solicitudes de la Institución"))
    hands.arrive("Solicitud de Respaldos")
    choose_person(hands, luis)
    choose_petition(hands, petition)
    hands.fill("Fecha Inicio", "2016-01-04")
    hands.fill("Fecha Fin", "2020-12-31")
    hands.press("Enviar")
    hands.arrive("Confirmación de envío")
    hands.press("Confirmar envío")
    hands.arrive(re.compile(r"Solicitud No\. \d+ enviada\."))
    scheduling.schedule_requests()
    backup = making.build(Backup.objects.get().request)
    hands.page.goto(f"{hands.address}/respaldos/{backup.request.uuid}/")  # the address in his mail
    hands.follow("Descargar")
    hands.arrive(f"Solicitud No. {backup.request.number}")
    file = hands.save(hands.page.get_by_role("link", name=re.compile("^Descargar")).first, tmp_path)
    root = making.join_and_extract(file, tmp_path / "abierto")
    assert len(list((root / "data/documentos").glob("*/documento.pdf"))) == 6  # the petition is his too
    assert hands.pages <= 9


def choose_person(hands, luis):
    hands.press("Seleccionar Servidor Público")
    hands.arrive("Seleccionar Servidor Público")
    hands.fill("Nombre / C.I. / Puesto / Correo", luis.user.surnames)
    hands.press("Buscar", hands.page.locator("main"))
    hands.use(hands.page.get_by_role("link", name=re.compile(f"^{luis.user.full_name}")))
    hands.arrive("Solicitud de Respaldos")


def choose_petition(hands, petition):
    hands.press("Seleccionar Documento")
    hands.arrive("Asociación de Documentos")
    hands.fill("No. de Documento:", petition.number)
    hands.press("Buscar", hands.page.locator("main"))
    row = hands.page.get_by_role("row").filter(has_text=petition.number)
    hands.use(row.get_by_role("link", name=re.compile("^Seleccionar")))
    hands.follow("Aceptar")
    hands.arrive("Solicitud de Respaldos")
