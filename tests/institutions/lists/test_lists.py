"""Distribution lists, public and personal (institutions §6.3)."""

import pytest

from documents.composing.people import lists_for, members_of
from institutions.lists import services
from institutions.models import DistributionList, Grant, ListMember
from institutions.people.services import forget_rights
from quipux.errors import Conflict, Forbidden
from tests import factories
from tests.cast import servant

NAMED = {"name": "Directores", "description": "Jefes de la institución", "is_alphabetical": "on", "rule_area": ""}


@pytest.fixture
def directors(client, diego):
    client(diego).post("/institucion/listas/nueva/", NAMED)
    return DistributionList.objects.get(name="Directores")


def address(one, act=""):
    return f"/institucion/listas/{one.pk}/{act}"


def test_i_22_only_who_manages_public_lists_changes_one_and_who_leaves_is_out(client, diego, ana, bruno, directors):
    services.add(directors, [bruno.appointment, ana.appointment], actor=diego.actor)
    hers = client(ana)
    assert "Bruno Salas" in hers.get(address(directors)).text
    member = directors.members.get(appointment=bruno.appointment).pk
    for act in ("editar/", "anadir/", f"quitar/{member}/", "eliminar/"):
        assert hers.post(address(directors, act), NAMED | {"accion": "todos"}).status_code == 403
    assert hers.get("/institucion/listas/nueva/").status_code == 403
    assert directors.members.count() == 2
    before = DistributionList.objects.get(pk=directors.pk).version
    forget_rights(bruno.appointment, reason="Desvinculación", actor=diego.actor)
    after = DistributionList.objects.get(pk=directors.pk)
    assert [post.person.full_name for post in members_of(after, diego.actor)] == ["Ana Torres"]
    assert after.version == before + 1


def test_permission_32_manages_public_lists_too(client, ana, directors):
    Grant.objects.create(appointment=ana.appointment, permission="manage_public_lists")
    assert client(ana).post(address(directors, "editar/"), NAMED | {"name": "Jefaturas"}).status_code == 302
    assert DistributionList.objects.get(pk=directors.pk).name == "Jefaturas"


def test_people_are_found_added_and_taken_out(client, diego, ana, bruno, carla, directors):
    entered = client(diego)
    page = entered.get(address(directors), {"texto": "mena"}).text
    assert ("Carla Mena" in page, "Ana Torres" in page) == (True, False)
    data = {"texto": "mena", "persona": [carla.appointment.pk, ana.appointment.pk], "accion": "marcados"}
    assert entered.post(address(directors, "anadir/"), data).status_code == 302
    assert [row.appointment_id for row in directors.members.all()] == [carla.appointment.pk]
    assert entered.post(address(directors, "anadir/"), {"texto": "", "accion": "todos"}).status_code == 302
    assert directors.members.count() == 4
    member = directors.members.get(appointment=ana.appointment).pk
    assert entered.post(address(directors, f"quitar/{member}/")).status_code == 302
    assert entered.post(address(directors, f"quitar/{member}/")).status_code == 409
    with pytest.raises(Conflict):
        services.remove(directors, member, actor=diego.actor)
    assert directors.members.count() == 3


def test_a_personal_list_is_its_owners_alone(client, ana, bruno, carla):
    assert client(ana).post("/mis-listas/nueva/", NAMED).status_code == 302
    assert client(ana).post("/mis-listas/nueva/", NAMED | {"name": "DIRECTORES"}).status_code == 422
    assert client(bruno).post("/mis-listas/nueva/", NAMED).status_code == 302
    own = DistributionList.objects.get(owner=ana.appointment)
    assert client(bruno).get(address(own)).status_code == client(carla).get(address(own)).status_code == 404
    with pytest.raises(Forbidden):
        services.add(own, [bruno.appointment], actor=bruno.actor)
    assert client(ana).post(address(own, "eliminar/")).status_code == 302
    assert own not in lists_for(ana.actor)
    assert "Directores" not in client(ana).get("/mis-listas/").text


def test_people_of_another_environment_are_never_found(diego, directors):
    training = factories.make_institution(training=True)
    pupil = servant(factories.make_servant(factories.make_area(training), "Iván Reinoso"))
    assert pupil.appointment not in services.candidates(directors, "Reinoso")
    assert not ListMember.objects.exists()
