"""A passport is a number and a country (accounts-portal §2.1, §5)."""

import pytest
from django.urls import reverse

from accounts import registration_proofs, registrations
from accounts.finding import person_with
from accounts.models import IdentityKind, User
from accounts.recovery import SUBJECT
from accounts.registration_forms import MergeForm
from institutions.importing import directory
from institutions.importing.people import judge
from institutions.importing.reading import PEOPLE, Row
from institutions.models import Appointment
from quipux.outbox.models import Mail
from tests.accounts.entering.making import solved
from tests.cast import PASSWORD, CastClient
from tests.institutions.people.test_people import post_data

pytestmark = pytest.mark.django_db
NUMBER, LOGIN = "X123456", "/ingresar/"


def traveller(country: str, password: str = PASSWORD) -> User:
    return User.objects.create_user(NUMBER, password, identity_kind=IdentityKind.PASSPORT, passport_country=country,
                                    given_names="Camila", surnames=country.title(), email=f"{country.lower()}@ejemplo.org",
                                    email_verified_at="2026-01-01T00:00Z")  # fmt: skip


def applicant(country):
    return registrations.Applicant("passport", NUMBER, "Camila", country.title(), f"{country.lower()}@ejemplo.org", "Quito",
                                   passport_country=country)  # fmt: skip


def test_a_05_login_asks_the_country_of_a_passport_of_two_and_lets_in_whose_it_is(client):
    col, per = traveller("COL"), traveller("PER")
    asked = client.post(LOGIN, {"username": "x-123456", "password": PASSWORD})
    assert asked.status_code == 422
    assert asked.context["form"].fields["pais"].choices[1:] == [("COL", "COL"), ("PER", "PER")]
    for person in (per, col):
        entered = CastClient()
        assert (
            entered.post(LOGIN, {"username": NUMBER, "password": PASSWORD, "pais": person.passport_country}).status_code
            == 302
        )
        assert entered.session["_auth_user_id"] == str(person.pk)


def test_a_05_the_country_is_not_asked_of_who_has_the_only_passport_with_that_number_nor_without_the_password(client):
    traveller("COL")
    wrong = client.post(LOGIN, {"username": NUMBER, "password": "otra"})
    assert "pais" not in wrong.context["form"].fields
    assert client.post(LOGIN, {"username": NUMBER, "password": PASSWORD}).status_code == 302


def test_a_05_each_of_two_countries_registers_as_a_person_of_the_own(nelly):
    traveller("COL")
    registrations.request(applicant("PER"))
    found = registration_proofs.confirm(registrations.Registration.objects.get(), born=None)
    registrations.activate(found, identity_checked=True, actor=nelly.actor)
    assert person_with("passport", NUMBER, "PER").full_name == "Camila Per"
    assert person_with("passport", NUMBER, "COL").full_name == "Camila Col"
    registrations.request(applicant("PER"))  # she has not entered yet: her own passport once more
    registrations.request(applicant("COL"))
    assert Mail.objects.filter(subject=registrations.TRIED).get().to == "col@ejemplo.org"


def test_a_05_each_of_two_gets_the_link_of_the_own_password_at_the_own_address(client):
    traveller("COL"), traveller("PER")
    client.post(reverse("accounts:recover"), solved(client.get(reverse("accounts:recover")), cedula=NUMBER))
    assert set(Mail.objects.filter(subject=SUBJECT).values_list("to", flat=True)) == {
        "col@ejemplo.org",
        "per@ejemplo.org",
    }


def test_a_05_an_administrator_gives_posts_to_both(client, diego, area):
    entered, address = client(diego), reverse("institutions:person_create")
    assert entered.post(address, {"tipo": "passport", "numero": NUMBER}).status_code == 422
    for country in ("COL", "PER"):
        data = post_data(area, tipo="passport", numero=NUMBER, pais=country, nombres="Camila", apellidos=country.title(),
                         correo=f"{country.lower()}@ejemplo.org")  # fmt: skip
        answer = entered.post(address, data)
        assert answer.status_code == 302, answer.context["forms"][-1].errors
    posts = Appointment.objects.filter(person__identity_number=NUMBER)
    assert sorted(posts.values_list("person__passport_country", flat=True)) == ["COL", "PER"]


def test_a_05_a_file_of_people_says_the_country_of_each_passport(diego, area):
    traveller("COL")
    values = dict.fromkeys(PEOPLE, "") | {"cedula": NUMBER, "tipo_identificacion": "P", "nombres": "Camila", "apellidos": "Per",
                                          "area_sigla": area.sigla, "puesto": "Analista", "correo": "per@ejemplo.org"}  # fmt: skip
    rows = [
        Row(2, values | {"pais_pasaporte": "per"}),
        Row(3, values | {"pais_pasaporte": "COL"}),
        Row(4, values),
    ]
    found = judge(rows, directory.read(diego.actor, {NUMBER}), diego.actor)
    assert [one.status for one in found] == ["ok", "advertencia", "error"]
    assert found[0].data["identity"]["passport_country"] == "PER"
    assert found[1].data["person"].passport_country == "COL"


def test_a_05_whoever_merges_says_whose_passport_of_the_two_is_meant(client, nelly, gina):
    col, per = traveller("COL"), traveller("PER")
    desk, address = client(nelly), reverse("admin:citizens:merges")
    asked = desk.get(address, {"queda": NUMBER, "absorbe": gina.user.identity_number})
    assert (asked.context["pair"], "pais_absorbe" in asked.context["asked"].fields) == ([], False)
    assert asked.context["asked"].fields["pais_queda"].choices[1:] == [("COL", "COL"), ("PER", "PER")]
    chosen = {"queda": NUMBER, "pais_queda": "PER", "absorbe": "x-123456", "pais_absorbe": "COL"}
    page = desk.get(address, chosen)
    assert page.context["pair"][0] == ["Identificación", "X1234•• PER", "X1234•• COL"]
    assert page.context["form"].initial | chosen == page.context["form"].initial
    form = MergeForm(chosen | {"evidencia": "Los dos pasaportes", "motivo": "Es la misma", "clave": PASSWORD},
                     request=page.wsgi_request)  # fmt: skip
    form.is_valid()
    assert form.pair == (per, col)
