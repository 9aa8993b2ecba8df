"""The pages on which identities are typed, looked up and corrected, in a real browser (ui §7, §10)."""

import pytest

from accounts import citizens, signed_requests
from accounts.models import User
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROSA = "1712345675"


def noted(desk) -> User:
    """A citizen whom the ventanilla noted down."""
    new = citizens.NewCitizen(
        citizens.Identity.read("0912345675"), "Gina Maribel", "Salazar León", email="gina@ejemplo.ec"
    )
    return citizens.create_citizen(new, actor=desk.actor, institution=desk.appointment.institution)


def enter(client, page, person, live_server):
    page.context.clear_cookies()
    cookie = client(person).cookies["quipux"].value
    page.context.add_cookies([{"name": "quipux", "value": cookie, "url": live_server.url}])


def test_who_stands_at_the_window_is_attended_and_looked_up_at_every_size(client, desk, live_server, page, settings):
    settings.QUIPUX_IDENTITY_SOURCE = "stub"
    enter(client, page, desk, live_server)
    page.goto(f"{live_server.url}/ventanilla/ciudadanos/nuevo/")
    page.get_by_label("Cédula o RUC").fill(ROSA)
    page.get_by_label("Para qué consulta el Registro Civil").fill("Carta que trae en persona")
    page.get_by_role("button", name="Consultar el Registro Civil").click()
    page.get_by_text("El Registro Civil dice:").wait_for()
    assert page.get_by_label("Nombre *").input_value() == "Rosa Elena"
    assert unsound(page) == []
    page.get_by_label("Cédula o RUC").fill("1712345670")
    page.get_by_role("button", name="Crear", exact=True).last.click()
    page.get_by_label("Motivo para aceptar el número").wait_for()
    assert unsound(page) == []
    gina = noted(desk)
    for path in ("", f"{gina.uuid}/", f"{gina.uuid}/correo/", f"?numero={gina.identity_number}"):
        assert page.goto(f"{live_server.url}/ciudadanos/atencion/{path}").status == 200
        assert unsound(page) == [], path


def test_an_identity_is_corrected_at_every_size(client, nelly, desk, live_server, page, settings):
    settings.QUIPUX_IDENTITY_SOURCE = "stub"
    gina = noted(desk)
    enter(client, page, nelly, live_server)
    page.goto(f"{live_server.url}/admin/personas/{gina.uuid}/identidad/")
    page.get_by_label("Número", exact=True).fill("1712345670")
    page.get_by_label("Evidencia revisada").fill("Cédula original")
    page.get_by_label("Motivo", exact=True).fill("La cédula dice ese número")
    page.get_by_role("button", name="Corregir la identidad").click()
    page.get_by_label("Acepto este número").check()
    assert unsound(page) == []
    page.get_by_role("button", name="Corregir la identidad").click()
    page.get_by_text("La identidad quedó corregida.").wait_for()
    assert User.objects.get(pk=gina.pk).identity_number == "1712345670"


def test_a_lost_mailbox_and_a_post_that_ended_are_mended_at_every_size(client, ana, diego, luis, live_server, page):
    made = signed_requests.begin("gina.de.los.angeles.salazar@correo.ejemplo.gob.ec")
    for path in ("", f"{made.uuid}/", "enviado/"):
        assert page.goto(f"{live_server.url}/ciudadanos/correo-perdido/{path}").status == 200
        assert unsound(page) == [], path
    for person, path in ((luis, "/sin-puesto/"), (diego, f"/institucion/servidores/{ana.appointment.uuid}/accesos/")):
        enter(client, page, person, live_server)
        assert page.goto(f"{live_server.url}{path}").status == 200
        assert unsound(page) == [], path
