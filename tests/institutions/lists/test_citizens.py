"""Citizens with document address as members of a list (institutions §6.3)."""

import pytest
from django.db import IntegrityError, transaction

from accounts import merging
from accounts.models import CitizenProfile, CitizenState
from documents.composing.people import members_of
from institutions.lists import citizens, services
from institutions.models import DistributionList, ListMember
from tests import factories
from tests.cast import servant


def make_citizen(name, *, company="", address="", **fields):
    person = factories.make_user(name, **fields)
    CitizenProfile.objects.create(person=person, company=company, address=address)
    return person


@pytest.fixture
def gina(db):
    return make_citizen("Gina Salazar", company="Comercial Salazar")


@pytest.fixture
def suppliers(diego):
    return services.save(DistributionList(name="Proveedores", is_public=True), actor=diego.actor)


def address(one, act=""):
    return f"/institucion/listas/{one.pk}/{act}"


def test_a_citizen_is_found_added_shown_and_taken_out(client, diego, bruno, gina, suppliers):
    entered = client(diego)
    page = entered.get(address(suppliers), {"texto": "salazar"}).text
    assert "Gina Salazar, Ciudadano, Comercial Salazar" in page
    assert gina.identity_number not in page
    assert gina.email not in page
    data = {
        "texto": "sala",
        "persona": [bruno.appointment.pk],
        "ciudadano": [str(gina.uuid), "otra"],
        "accion": "marcados",
    }
    assert entered.post(address(suppliers, "anadir/"), data).status_code == 302
    assert {(row.full_name, row.place) for row in suppliers.members.all()} == {
        ("Bruno Salas", f"Director — {bruno.appointment.area.name}, {bruno.appointment.institution.sigla}"),
        ("Gina Salazar", "Ciudadano, Comercial Salazar"),
    }
    entered.post(address(suppliers, "anadir/"), data)
    assert suppliers.members.count() == 2
    assert "Nadie cumple esa búsqueda." in entered.get(address(suppliers), {"texto": "Gina Salazar"}).text
    member = suppliers.members.get(person=gina)
    assert entered.post(address(suppliers, f"quitar/{member.pk}/")).status_code == 302
    assert not suppliers.members.filter(person=gina).exists()


def test_all_results_are_those_of_the_kind_asked_for(client, diego, bruno, gina, suppliers):
    entered = client(diego)
    entered.post(address(suppliers, "anadir/"), {"texto": "sala", "usuarios": "ciudadano", "accion": "todos"})
    assert [row.full_name for row in suppliers.members.all()] == ["Gina Salazar"]
    entered.post(address(suppliers, "anadir/"), {"texto": "sala", "usuarios": "servidor", "accion": "todos"})
    assert [row.full_name for row in suppliers.members.all()] == ["Gina Salazar", "Bruno Salas"]
    shown = entered.get(address(suppliers), {"texto": "mena", "usuarios": "ciudadano"}).text
    assert "Nadie cumple esa búsqueda." in shown


def test_without_a_word_nobody_is_told_who_the_citizens_are(client, diego, gina, suppliers):
    client(diego).post(
        address(suppliers, "anadir/"), {"texto": "", "ciudadano": [str(gina.uuid)], "accion": "marcados"}
    )
    client(diego).post(address(suppliers, "anadir/"), {"texto": "", "accion": "todos"})
    assert not suppliers.members.exclude(person=None).exists()


def found_by(suppliers, word="salazar"):
    return [one.full_name for one in citizens.candidates(suppliers, word)]


def test_only_citizens_with_document_address_are_found(gina, area, suppliers):
    make_citizen("Ada Salazar", email_verified_at=None)
    make_citizen("Beto Salazar", email_verified_at=None, address="Calle Sucre 12")
    factories.make_user("Ciro Salazar")  # no profile of citizen
    CitizenProfile.objects.filter(person=make_citizen("Dora Salazar")).update(state=CitizenState.INACTIVE)
    make_citizen("Eva Salazar", is_active=False)
    serving = make_citizen("Fabio Salazar")
    factories.make_appointment(serving, area)
    assert found_by(suppliers) == ["Beto Salazar", "Gina Salazar"]
    assert found_by(suppliers, gina.identity_number) == ["Gina Salazar"]


def test_a_training_tenant_finds_no_citizen(client, gina):
    training = factories.make_institution(training=True)
    pupil = servant(factories.make_servant(factories.make_area(training), "Iván Reinoso"))
    own = services.save(DistributionList(name="Práctica", is_public=False), actor=pupil.actor)
    assert found_by(own) == []
    services.add(own, [pupil.appointment, gina], actor=pupil.actor)  # past the page
    assert members_of(own, pupil.actor) == [pupil.appointment]


def test_the_members_come_in_the_order_of_the_list(diego, bruno, ana, gina, suppliers):
    services.add(suppliers, [gina, bruno.appointment, ana.appointment], actor=diego.actor)
    assert members_of(suppliers, diego.actor) == [bruno.appointment, gina, ana.appointment]  # Salas, Salazar, Torres
    suppliers.is_alphabetical = False
    assert members_of(suppliers, diego.actor) == [gina, bruno.appointment, ana.appointment]


def test_the_database_wants_one_of_the_two(gina, bruno, suppliers):
    for wrong in ({}, {"appointment": bruno.appointment, "person": gina}):
        with pytest.raises(IntegrityError, match="list_member_is_one"), transaction.atomic():
            ListMember.objects.create(list=suppliers, **wrong)


def test_a_merged_citizen_stays_in_the_lists_as_who_remains(sofia, diego, gina, suppliers):
    twin = make_citizen("Gina Salazar", email_verified_at=None, address="Calle Sucre 12")
    services.add(suppliers, [twin], actor=diego.actor)
    made = merging.merge(gina, twin, evidence="Cédula original", reason="Es la misma", actor=sofia.actor)
    assert members_of(suppliers, diego.actor) == [gina]
    merging.undo(made, reason="Eran dos", actor=sofia.actor)
    assert members_of(suppliers, diego.actor) == [twin]
