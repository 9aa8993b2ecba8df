"""«Mi implantación», as the AIQ uses it in the browser, and the tenant that is only read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from institutions.implantation import guidance
from institutions.implantation.master import MASTER
from institutions.implantation.services import activations, tenants
from institutions.implantation.states import ItemState
from institutions.models import Institution
from quipux import clock
from quipux.errors import Forbidden
from quipux.outbox.models import Mail
from tests import factories
from tests.backups.pages.reading import Page
from tests.cast import servant
from tests.institutions.implantation import making

pytestmark = pytest.mark.django_db
PAGE = "/institucion/implantacion/"


@pytest.fixture
def case(sofia, march):
    return making.configuring(sofia)


@pytest.fixture
def diana(case, client):
    return client(servant(making.aiq_of(case).appointment))


def test_the_aiq_sees_the_term_verifies_and_answers_an_item_with_evidence(case, diana):
    page = Page(diana.get(PAGE))
    assert "2026-03-17 23:59:59" in page.text
    assert page.heading == "Mi implantación"
    diana.post(PAGE, {"accion": "verificar"})
    item = case.items.get(code="PS-C1")
    assert (item.is_green, item.found) == (True, "1 de 1 servidores declarados (100 %)")
    upload = SimpleUploadedFile("areas.pdf", factories.TINY_PDF)
    diana.post(f"{PAGE}ps-b6/", {"respuesta": "met", "comentario": "Adjunto el PDF.", "archivo": upload})
    item = case.items.get(code="PS-B6")
    assert (item.answer, item.is_fulfilled) == (ItemState.MET, True)
    evidence = item.evidence.get()
    assert b"".join(diana.get(f"{PAGE}evidencia/{evidence.uuid}/")) == factories.TINY_PDF
    refused = diana.post(f"{PAGE}ps-a4/", {"respuesta": "not_applicable", "comentario": ""})
    assert "por qué no aplica" in Page(refused).text


def test_the_mailbox_is_confirmed_by_the_link_that_it_received(case, diana, client):
    diana.post(
        PAGE, {"accion": "mesa", "correo": "ayuda@muestras.gob.ec", "horario": "08:00 a 16:30", "responsables": "Diana"}
    )
    mail = Mail.objects.get(to="ayuda@muestras.gob.ec")
    assert (mail.subject, mail.is_training) == ("QUIPUX: Mesa de ayuda de su institución", True)
    address = next(line for line in mail.text.splitlines() if line.startswith("http")).removeprefix("http://localhost")
    assert client.get(address).status_code == 200
    assert not Institution.objects.get(pk=case.training_id).support_email_verified_at
    client.post(address)
    assert Institution.objects.get(pk=case.training_id).support_email_verified_at


def test_what_lacks_is_listed_when_production_is_asked_for(case, diana):
    answer = diana.post(PAGE, {"accion": "produccion"}, follow=True)
    assert "Falta completar: PS-A1" in answer.content.decode()
    assert making.fresh(case).state == "configuring_training"


def test_another_aiq_finds_no_case_and_no_evidence(case, client, diego):
    assert client(diego).get(PAGE).status_code == 404
    assert client(diego).post(f"{PAGE}ps-a1/", {"respuesta": "met"}).status_code == 404


def test_a_tenant_whose_term_passed_is_only_read(case, diana):
    Institution.objects.filter(pk=case.training_id).update(read_only_at=clock.now())
    assert diana.get(PAGE).status_code == 200
    assert diana.post(PAGE, {"accion": "verificar"}).status_code == 403
    assert diana.post("/salir/").status_code == 302


def test_a_frozen_tenant_is_no_context_any_more(case, diana):
    Institution.objects.filter(pk=case.training_id).update(frozen_at=clock.now())
    assert diana.get(PAGE).status_code in (302, 403, 404)


def test_people_copied_to_production_wait_for_the_aiq_to_activate_them(sofia, march, ana):
    case = making.approved(sofia)
    factories.make_servant(case.training.areas.get(), "Eva Mora", title="Asistente", work_email="eva@muestras.gob.ec")
    case = tenants.create_production(case, copies=True, actor=sofia.actor)
    assert activations.waiting(case.production).count() == 1
    with pytest.raises(Forbidden):
        activations.send(actor=ana.actor)
    assert activations.send(actor=making.aiq_of(case)) == 1
    assert case.production.appointments.get(person__surnames="Mora").state == "active"


def test_the_page_says_of_everything_that_lacks_why_and_where_it_is_done(case, diana):
    told = Page(diana.get(PAGE)).text
    assert "PS-B1 Estructura igual al orgánico funcional. El sistema todavía no lo comprueba" in told
    diana.post(PAGE, {"accion": "verificar"})
    told = Page(diana.get(PAGE)).text
    assert "PS-B4 Todas las áreas con jefe o justificación. 1 áreas sin jefe. Corríjalo" in told
    assert "En cada área elija a su Jefe, o justifique por qué no lo tiene. Ir a Áreas" in told
    assert "Un usuario focal capacitado. Ninguno tiene fecha de capacitación." in told
    item = Page(diana.get(f"{PAGE}ps-d4/")).text
    assert "Por qué falta: 0 receptores y 0 que tramitan." in item
    assert "Ir a Permisos a usuarios" in item
    making.fulfil(case)
    making.equip(case)
    assert "Qué falta" not in Page(diana.get(PAGE)).text


def test_every_item_of_the_master_says_where_it_is_done():
    assert guidance.known() == {code for code, _, _ in MASTER}
    assert all(guidance.step_of(code).link.url for code in guidance.known())
