"""Docs. Ciudadanos, the side of the clerk (documents §5.2, §11; D-62)."""

import pytest

from documents import services
from documents.models import Copy, Informed
from documents.permissions import level
from documents.states import CopyState
from institutions import services as institutions
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM
from tests.documents.window.making import let, pending

pytestmark = pytest.mark.django_db
TRAY = "/bandejas/docs-ciudadanos/"


@pytest.fixture
def clerk(elsa):
    let(elsa, "process_citizen_documents")
    return elsa


@pytest.fixture
def letter(carla, bruno):
    return pending(carla, bruno, subject="Carta sobre el agua")


def test_what_waits_is_seen_by_the_clerks_of_the_institution_alone(client, clerk, letter, bruno, ana, carla):
    assert [level(letter, person.actor) for person in (clerk, bruno, ana)] == [6, 0, 0]
    page = client(clerk).get(TRAY).content.decode()
    for words in ("Carta sobre el agua", "MINEJ-VU-2026-0099-E", "Bruno Salas", "Carla Mena"):
        assert words in page
    let(carla, "process_citizen_documents")
    assert "Carta sobre el agua" not in client(carla).get(TRAY).content.decode()
    assert client(ana).get(TRAY).status_code == 403


def test_the_clerk_sets_its_data_before_sending_and_each_change_is_told(client, clerk, letter, ana):
    let(ana, "receive_directed_external")
    data = {"category": "urgent", "classification": "Sin tipificación", "confidentiality": "public",
            "directed_to": ana.appointment.pk, "notes": "Llegó con un plano.", "comment": ""}  # fmt: skip
    answer = client(clerk).post(f"/documentos/{letter.uuid}/datos/", data)
    assert answer.status_code == 302
    copy = Copy.objects.get(pk=letter.pk)
    assert (copy.category, copy.directed_to, copy.notes) == ("urgent", ana.appointment, "Llegó con un plano.")
    comment = Entry.objects.of(copy).first().comment
    assert "Dirigido a: nadie → Ana Torres, Especialista" in comment
    assert "Ana Torres" in client(clerk).get(TRAY).content.decode()
    assert client(ana).post(f"/documentos/{letter.uuid}/datos/", data).status_code == 404


def test_sent_on_it_lies_in_recibidos_of_its_addressee(clerk, letter, bruno):
    copy = services.release(letter, actor=clerk.actor)
    assert (copy.state, copy.holder, copy.is_read) == (CopyState.IN_PROCESS, bruno.appointment, False)
    assert Entry.objects.of(copy).first().target["name"] == "Bruno Salas"
    with pytest.raises(Conflict):
        services.release(letter, actor=clerk.actor)


def test_directed_it_lies_with_the_directed_and_the_addressee_is_informed(clerk, letter, ana, bruno):
    let(ana, "receive_directed_external")
    copy = services.release(letter, actor=clerk.actor, directed_to=ana.appointment)
    assert copy.holder == ana.appointment
    assert Informed.objects.get(copy=copy).informed == bruno.appointment
    assert "Dirigir documento" in [entry.label for entry in Entry.objects.of(copy)]


def test_only_a_clerk_and_only_to_who_may_receive_it(clerk, letter, ana, bruno):
    with pytest.raises(Forbidden):
        services.release(letter, actor=ana.actor)
    with pytest.raises(Invalid, match="Dirigir documento a"):
        services.release(letter, actor=clerk.actor, directed_to=ana.appointment)
    institutions.deactivate(bruno.appointment, last_day=clock.today(), actor=SYSTEM)
    with pytest.raises(Invalid, match="No se puede enviar a Bruno Salas"):
        services.release(letter, actor=clerk.actor)


def test_the_act_of_the_tray_sends_each_to_whom_it_was_directed(client, clerk, letter, carla, ana, bruno):
    let(ana, "receive_directed_external")
    other = pending(carla, bruno, number="MINEJ-VU-2026-0100-E")
    services.data.change_data(letter, {"directed_to": ana.appointment}, actor=clerk.actor)
    address = "/documentos/acciones/enviar-ciudadano/"
    form = {"copia": [letter.uuid, other.uuid], "confirmar": "1", "comment": "", "volver": TRAY}
    page = client(clerk).post(address, form, follow=True).content.decode()
    assert "ACCIÓN REQUERIDA COMPLETADA" in page
    holders = Copy.objects.in_bulk([letter.pk, other.pk])
    assert (holders[letter.pk].holder, holders[other.pk].holder) == (ana.appointment, bruno.appointment)


def test_a_confidential_letter_is_read_by_its_clerk_alone(client, clerk, carla, bruno, ana):
    secret = pending(carla, bruno, subject="Canario secreto", confidential=True)
    assert level(secret, clerk.actor) == 6
    assert level(secret, ana.actor) == 0
    assert client(ana).get(f"/documentos/{secret.uuid}/").status_code == 404
