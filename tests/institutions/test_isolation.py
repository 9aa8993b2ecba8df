"""No address of the administration tells another institution's objects from none (institutions §4.1, I-01)."""

import uuid
from itertools import product

import pytest
from django.urls import reverse

from institutions.importing import services as importing
from institutions.lists import services as lists
from institutions.models import DistributionList, Grant
from institutions.permissions.granting import check_target
from quipux.accesslog.models import AccessEntry, Event
from quipux.errors import NotFound
from tests import factories
from tests.cast import Person, servant
from tests.house import matrix
from tests.house.answers import touched

# Addresses whose objects are found for whoever serves there, each with its own tests.
OTHER_WAYS = ("implantation", "my_", "support_email")
ADDRESSES = sorted(name for name, route in matrix.routes().items()
                   if route.pattern.startswith("institucion/") and {"uuid", "number"} & set(route.parameters)
                   and not any(word in name for word in OTHER_WAYS))  # fmt: skip
FILE = b"sigla;nombre\nXX;Unidad nueva\n"


@pytest.fixture
def foreign(carla, other_institution) -> dict[str, list]:
    """What an AIQ of another institution has, by the parameter that names it."""
    Grant.objects.create(appointment=carla.appointment, permission="administer")
    aiq: Person = servant(carla.appointment)
    chosen = lists.save(DistributionList(name="Directores", is_public=True), actor=aiq.actor)
    lists.add(chosen, [aiq.appointment], actor=aiq.actor)
    job = importing.upload(FILE, kind="areas", name="areas.csv", actor=aiq.actor)
    return {"uuid": [aiq.appointment.area.uuid, aiq.appointment.uuid, job.uuid], "number": [chosen.pk]}


def others_of(name, route, slug):
    """The parameters that do not name the object."""
    values = {"slug": slug, "member": 1, "kind": "people", "code": "DV-02"}
    return {key: values[key] for key in route.parameters if key in values}


def addresses(foreign, slug):
    """For each address and foreign object: its name, the address, and the same with an id of nobody."""
    for name in ADDRESSES:
        route = matrix.routes()[name]
        key = "uuid" if "uuid" in route.parameters else "number"
        rest, nobody = others_of(name, route, slug), uuid.uuid4() if key == "uuid" else 987_654_321
        for one in foreign[key]:
            yield name, reverse(name, kwargs=rest | {key: one}), reverse(name, kwargs=rest | {key: nobody})


def test_there_is_something_to_ask():
    assert {"institutions:area", "institutions:person", "institutions:list", "institutions:import",
            "documents:numbering_format"} <= set(ADDRESSES)  # fmt: skip


def test_i_01_ids_of_another_institution_are_answered_as_those_of_nobody(client, diego, foreign):
    entered, slug = client(diego), factories.document_type("oficio").slug
    before, told = touched(), AccessEntry.objects.filter(event=Event.DENIED)
    for (name, theirs, nobodys), method in product(addresses(foreign, slug), ("get", "post")):
        known = told.count()
        answers = [getattr(entered, method)(address) for address in (theirs, nobodys)]
        assert [answer.status_code for answer in answers] in ([404, 404], [405, 405]), (name, method)
        assert answers[0].content == answers[1].content, (name, method)
        if answers[0].status_code == 404 and name.startswith(
            ("institutions:area", "institutions:person", "institutions:list")
        ):
            assert told.count() == known + 2, name
    assert touched() == before


def test_i_01_ids_inside_a_form_change_nothing_either(client, diego, foreign, carla, area):
    entered, theirs = client(diego), carla.appointment.area
    assert entered.post(f"/institucion/areas/{area.uuid}/mover/", {"padre": theirs.pk}).status_code == 422
    assert entered.post(f"/institucion/areas/{area.uuid}/jefe/", {"jefe": carla.appointment.pk}).status_code == 422
    assert (
        entered.post("/institucion/areas/nueva/", {"name": "X", "sigla": "X", "parent": theirs.pk}).status_code == 422
    )
    given = {"permiso": "reports", "accion": "otorgar", "puesto": [carla.appointment.uuid]}
    assert entered.post("/institucion/permisos/cambiar/", given).status_code == 404
    with pytest.raises(NotFound):
        check_target(carla.appointment, diego.actor)
    assert theirs.children.count() == 0
    assert not carla.appointment.grants.filter(permission="reports").exists()
