"""J7 to J10 of ui §12 in the four ways: an administrator, an operator and citizens at their work (U-31)."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from accounts.models import CitizenProfile, OpenSession, User
from backups.models import Backup, BackupRequest, Night
from backups.services import running
from documents.consulting import code_for
from institutions.models import Appointment
from quipux import clock
from quipux.challenge import tokens
from tests import factories
from tests.accounts.entering.making import last_link
from tests.backups import making
from tests.cast import servant
from tests.documents.citizens import making as citizens
from tests.documents.citizens.conftest import outsider
from tests.documents.trays.desks import with_open_session
from tests.institutions.importing.test_importing import csv_of
from tests.institutions.importing.test_importing import person as line
from tests.journeys.walking import enter, give_password

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
FRESH = "cuatro caballos lentos"


# J7 -----------------------------------------------------------------------------------------------------------


def test_u_31_j7_an_aiq_makes_an_area_servants_by_hand_and_by_file_and_closes_sessions(
    hands, diego, ana, client, tmp_path
):
    with_open_session(client(ana), ana)
    give_password(diego)
    enter(hands, diego)
    hands.begin()
    make_area(hands)
    for turn in range(3):
        make_servant(hands, turn)
    bring_ten(hands, tmp_path)
    hands.from_menu("Servidores públicos")
    hands.arrive("Servidores públicos")
    hands.fill("Nombre / C.I. / Puesto / Correo", ana.user.surnames)
    hands.press("Buscar", hands.page.locator("main"))
    hands.use(hands.page.get_by_role("link", name=re.compile(ana.user.surnames)).first)
    hands.arrive(ana.user.full_name)
    hands.press("Cerrar sesiones")
    expect(hands.page.get_by_role("alert")).to_be_visible()
    assert hands.pages <= 20
    assert Appointment.objects.filter(area__sigla="DTH").count() == 13
    assert not OpenSession.objects.filter(person=ana.user, ended_at=None).exists()


def make_area(hands):
    hands.from_menu("Áreas")
    hands.arrive("Áreas")
    hands.follow("Nueva área")
    hands.arrive("Nueva área")
    hands.fill("Nombre", "Dirección de Talento Humano")
    hands.fill("Sigla", "dth")
    parent = hands.field("Área padre")
    hands.choose("Área padre", parent.locator("option").nth(1).evaluate("option => option.label.trim()"))
    hands.press("Guardar", hands.page.locator("main"))
    hands.arrive("Dirección de Talento Humano")


def make_servant(hands, turn):
    hands.from_menu("Servidores públicos")
    hands.arrive("Servidores públicos")
    hands.follow("Nuevo servidor público")
    hands.arrive("Nuevo servidor público")
    hands.fill("Número", factories.cedula(770 + turn))
    hands.press("Continuar")
    hands.arrive("Nuevo servidor público")
    hands.fill("Nombres", f"Rosa {('Ada', 'Eva', 'Isa')[turn]}")
    hands.fill("Apellidos", "Lema Tipán")
    hands.fill("Correo electrónico personal", f"rosa{turn}@ejemplo.gob.ec")
    area = hands.field("Área").locator("option", has_text="Talento Humano").first
    hands.choose("Área", area.evaluate("option => option.label.trim()"))
    hands.fill("Puesto", "Analista")
    hands.press("Guardar")
    hands.arrive(re.compile("^Rosa .* Lema Tipán"))


def bring_ten(hands, folder):
    file = folder / "gente.csv"
    file.write_bytes(csv_of(*(line(factories.cedula(8800 + n), sigla="DTH") for n in range(10))))
    hands.from_menu("Importar")
    hands.arrive("Importar áreas y servidores públicos")
    hands.bring(hands.page.locator("input[type=file]"), file)
    hands.press("Validar archivo")
    hands.arrive("gente.csv")
    hands.press("Confirmar")
    hands.arrive("gente.csv")


# J8 -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def full_night(area, bruno, carla, sofia) -> dict:
    """Ten requests that fill a night, and one that failed."""
    people = [servant(factories.make_servant(area, f"Pía {chr(65 + n)}ndrade")) for n in range(11)]
    failed = making.approved(people[0], bruno)
    running.fail(making.claim(failed).pk, "7-StoreError")
    waiting = [making.approved(person, bruno) for person in people[1:]]
    night = Backup.objects.filter(request=waiting[0]).get().scheduled_for
    Night.objects.update_or_create(date=night, defaults={"requests": 10, "documents": 10**6, "bytes": 10**12})
    return {"waiting": waiting, "failed": failed, "night": night}


def test_u_31_j8_an_operator_moves_ten_requests_of_a_full_night_pauses_one_and_retries_a_failure(
    hands, sofia, client, full_night
):
    cookie = client(sofia).cookies["quipux"].value
    hands.page.context.add_cookies([{"name": "quipux", "value": cookie, "url": hands.address}])
    hands.page.goto(f"{hands.address}/admin/")
    hands.begin()
    from_sections(hands, "Calendario")
    hands.arrive("Calendario")
    expect(hands.page.get_by_role("row").filter(has_text=full_night["night"].isoformat())).to_contain_text("10")
    move_ten(hands, full_night)
    pause(hands, full_night["night"])
    retry(hands, full_night["failed"])
    assert hands.pages <= 12
    moved = Backup.objects.filter(request__in=full_night["waiting"])
    assert {backup.scheduled_for for backup in moved} == {full_night["night"] + timedelta(days=3)}
    assert Night.objects.get(date=full_night["night"]).is_paused
    assert Backup.objects.get(request=full_night["failed"]).state == "pending"


def from_sections(hands, name):
    menu = hands.page.get_by_role("navigation", name="Menú de la administración")
    if not menu.get_by_role("list").first.is_visible():
        hands.use(menu.locator("summary"))
    hands.use(menu.get_by_role("link", name=name, exact=True))


def move_ten(hands, full_night):
    from_sections(hands, "Cola: calendarizar")
    hands.arrive("Listado de Solicitudes de Respaldo a Calendarizar")
    for request in full_night["waiting"]:
        hands.tick(hands.page.get_by_role("checkbox", name=f"Seleccionar la solicitud {request.number}", exact=True))
    hands.press("Calendarizar")
    hands.arrive("Calendarización de Solicitud.")
    hands.fill("Fecha a ejecutar:", (full_night["night"] + timedelta(days=3)).isoformat())
    hands.fill("Motivo", "Mantenimiento del almacén")
    hands.press("Grabar")
    hands.arrive("Resultado de la calendarización")
    expect(
        hands.page.get_by_role("heading", name=re.compile("Calendarizadas para la noche del .*: 10"))
    ).to_be_visible()


def pause(hands, night):
    from_sections(hands, "Calendario")
    hands.arrive("Calendario")
    hands.use(hands.page.get_by_role("link", name=re.compile(night.isoformat())).first)
    hands.arrive("Noche del")
    panel = hands.page.get_by_role("region", name="Pausar la noche")
    hands.write(panel.get_by_label("Motivo"), "Mantenimiento del almacén")
    hands.press("Pausar", panel)
    hands.arrive("Noche del")
    expect(hands.page.get_by_text("Pausada. Motivo: Mantenimiento del almacén")).to_be_visible()


def retry(hands, failed: BackupRequest):
    from_sections(hands, "Cola: estado de los respaldos")
    hands.arrive(re.compile("respaldos", re.IGNORECASE))
    hands.choose("Estado", "Con error")
    hands.press("Buscar", hands.page.locator("main"))
    hands.use(hands.page.get_by_role("link", name=str(failed.number), exact=True))
    hands.arrive(f"Solicitud No. {failed.number}")
    hands.use(hands.page.get_by_role("link", name="Reintentar", exact=True))
    hands.arrive("Reintentar el respaldo")
    hands.fill("Motivo", "El almacén ya responde")
    hands.press("Reintentar")
    hands.arrive(f"Solicitud No. {failed.number}")


# J9 -----------------------------------------------------------------------------------------------------------


def code_ways(hands):
    """What a person can do with the code; the third way is work that only a script does."""
    return (by_image, by_audio, by_neither) if hands.scripts else (by_image, by_audio)


def test_u_31_j9_a_citizen_recovers_the_password_by_every_way_of_the_code(hands, db, settings, tmp_path):
    settings.QUIPUX_PUBLIC_URL = "http://localhost"
    for turn, read in enumerate(code_ways(hands)):
        gina = User.objects.create_user(factories.cedula(412_001 + turn), "clave-de-antes-9", given_names="Gina",
                                        surnames="Salazar", email=f"gina{turn}@ejemplo.ec", email_verified_at=clock.now())  # fmt: skip
        CitizenProfile.objects.create(person=gina)
        hands.begin()
        recover(hands, gina, read, tmp_path)
        assert hands.pages <= 6
        assert User.objects.get(pk=gina.pk).check_password(FRESH)


def recover(hands, gina, read, folder):
    hands.page.goto(f"{hands.address}/ingresar/")
    hands.use(hands.page.get_by_role("link", name=re.compile("Olvidó su contraseña")))
    hands.arrive("Cambio de contraseñas")
    hands.fill("Cédula", gina.identity_number)
    read(hands, folder)
    hands.press("Aceptar")
    hands.arrive("Revise su correo")
    hands.page.goto(hands.address + last_link(gina.email))
    hands.arrive("Cambio de contraseñas")
    hands.fill("Nueva contraseña", FRESH)
    hands.fill("Repita la nueva contraseña", FRESH)
    hands.press("Aceptar")
    expect(hands.page.get_by_text("Su contraseña ha sido cambiada exitosamente.")).to_be_visible()


def answer_of(hands) -> str:
    """What the picture shows and the voice says."""
    return tokens.read(hands.page.locator("input[name=codigo_mostrado_ficha]").get_attribute("value")).answer


def by_image(hands, folder):
    expect(hands.page.get_by_role("img", name=re.compile("ódigo"))).to_have_js_property("complete", True)
    hands.fill("Código que se muestra", answer_of(hands))


def by_audio(hands, folder):
    heard = hands.save(hands.page.get_by_role("link", name="Escuchar el código"), folder)
    assert heard.read_bytes()[:4] == b"RIFF"
    hands.fill("Código que se muestra", answer_of(hands))


def by_neither(hands, folder):
    hands.press("No puedo leer ni escuchar el código")
    expect(hands.page.get_by_role("status").filter(has_text="Comprobación lista")).to_be_visible()


# J10 ----------------------------------------------------------------------------------------------------------

SLOW = {"offline": False, "latency": 600, "downloadThroughput": 32_000, "uploadThroughput": 32_000}  # bytes a second


def test_u_31_j10_a_citizen_follows_a_petition_by_number_and_code(hands, elsa, bruno):
    gina = outsider("Gina Salazar", "unsigned")
    petition = citizens.external(elsa, gina.user, to=[bruno], subject="Solicito la copia de un informe")
    if hands.way.name == "phone":
        hands.page.context.new_cdp_session(hands.page).send("Network.emulateNetworkConditions", SLOW)
    hands.page.goto(hands.address)
    hands.pages = 1
    hands.use(hands.page.locator("main").get_by_role("link", name=re.compile("Consultar trámite")).first)
    hands.arrive("Consultar trámite")
    hands.fill("Número de trámite", petition.number)
    hands.fill("Código de consulta", code_for(petition))
    hands.press("Consultar")
    expect(hands.page.get_by_text("Recibido.")).to_be_visible()
    hands.arrive("Consultar trámite")
    assert hands.pages <= 3
