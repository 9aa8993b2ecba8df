"""The pages of the administration in a real browser, wide and narrow (ui §7.1, §10)."""

import pytest

from institutions.importing import services as importing
from institutions.lists import services as lists
from institutions.models import DistributionList, Grant, SharedTray
from institutions.permissions import granting
from quipux import clock
from tests import factories
from tests.cast import servant
from tests.institutions.departures.conftest import open_case
from tests.looks import NARROW, unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WRONG = "cedula;nombres;area_sigla;puesto;correo\n1710034060;Rosa;NADA;Analista de Contratación Pública;sin arroba\n"


@pytest.fixture
def paths(diego, ana, bruno, carla, area) -> list[str]:
    """Every page of the administration, with something in it; an address without a place to break too."""
    ana.user.email = "maria.fernanda.villavicencio.santander@ejemplo.gob.ec"
    ana.user.save()
    factories.make_area(area.institution, "Unidad de Contratación Pública y Adquisiciones", sigla="UCPA", parent=area)
    SharedTray.objects.create(chief=bruno.appointment, member=ana.appointment, since=clock.now())
    for wanted in ({"reports"}, set()):
        granting.change(ana.appointment, wanted, reason="Memorando de Talento Humano", actor=diego.actor)
    chosen = lists.save(DistributionList(name="Directores", is_public=True), actor=diego.actor)
    lists.add(chosen, [ana.appointment, bruno.appointment], actor=diego.actor)
    Grant.objects.create(appointment=bruno.appointment, permission="skip_structure")
    job = importing.upload(WRONG.encode(), kind="people", name="gente.csv", actor=diego.actor)
    leaver = servant(factories.make_servant(area, "Nora Vela"))
    factories.make_document(carla, to=[leaver])
    case = open_case(diego, leaver)
    type, person = factories.document_type("oficio"), f"/institucion/servidores/{ana.appointment.uuid}/"
    return [
        "/institucion/datos/", "/institucion/areas/",
        f"/institucion/areas/{area.uuid}/", "/institucion/servidores/",
        person, f"{person}permisos/", f"{person}respaldos/", f"{person}recorrido/",
        "/institucion/permisos/?permiso=reports&tiene=no", "/institucion/quien-puede/",
        f"/institucion/listas/{chosen.pk}/?texto=mena",
        f"{case.get_absolute_url()}linea/DV-02/", "/institucion/desvinculaciones/importar/", "/institucion/catalogos-generales/",
        f"/institucion/numeracion/{area.uuid}/{type.slug}/", "/institucion/importar/", f"/institucion/importar/{job.uuid}/",
    ]  # fmt: skip


def test_axe_finds_nothing_and_no_page_scrolls_sideways(client, diego, paths, page, live_server):
    cookie, reports = client(diego).cookies["quipux"].value, []
    page.on("console", lambda message: reports.append(message.text) if "Content Security" in message.text else None)
    page.context.add_cookies([{"name": "quipux", "value": cookie, "url": live_server.url}])
    for path in paths:
        assert page.goto(f"{live_server.url}{path}").status == 200, path
        assert unsound(page) == [], path
    assert reports == []


def test_an_area_is_made_and_a_post_given_without_scripts(browser, client, diego, live_server, paths):
    context = browser.new_context(java_script_enabled=False, viewport=NARROW)
    cookie = client(diego).cookies["quipux"].value
    context.add_cookies([{"name": "quipux", "value": cookie, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"{live_server.url}/institucion/areas/nueva/")
    page.get_by_label("Nombre").fill("Dirección de Talento Humano")
    page.get_by_label("Sigla *", exact=True).fill("dth")
    page.get_by_label("Área padre *").select_option(index=1)
    page.get_by_role("button", name="Guardar", exact=True).first.click()
    assert page.get_by_role("heading", name="Dirección de Talento Humano").is_visible()
    page.goto(f"{live_server.url}/institucion/servidores/nuevo/")
    page.get_by_role("textbox", name="Número", exact=True).fill(factories.cedula(777))
    page.get_by_role("button", name="Continuar").click()
    page.get_by_label("Nombres").fill("Rosa")
    page.get_by_label("Apellidos").fill("Lema")
    page.get_by_label("Correo electrónico personal").fill("rosa.lema@ejemplo.gob.ec")
    page.get_by_label("Área *").select_option(index=2)
    page.get_by_label("Puesto *", exact=True).fill("Analista")
    page.get_by_role("button", name="Guardar").click()
    assert page.get_by_role("heading", name="Rosa Lema").is_visible()
    context.close()
