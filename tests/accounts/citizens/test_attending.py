"""The ventanilla attends a citizen in person (accounts-portal §7.3, §8.5, §10.2)."""

import pytest
from django.urls import reverse

from accounts import citizens
from accounts.models import EmailChange, PersonChange, User
from quipux.accesslog.models import AccessEntry
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests import factories
from tests.accounts.entering.making import letters_to, link_in
from tests.backups.pages.reading import Page

pytestmark = pytest.mark.django_db
SEARCH, NUMBER = "/ciudadanos/atencion/", factories.cedula(88_001)


@pytest.fixture
def noted(desk):
    """A citizen whom the ventanilla noted down and who never entered."""
    new = citizens.NewCitizen(citizens.Identity.read(NUMBER), "Gina", "Salazr", email="gina@ejemplo.ec",
                              profile={"city": "Quito"})  # fmt: skip
    return citizens.create_citizen(new, actor=desk.actor, institution=desk.appointment.institution)


def of(person, act=""):
    return f"{SEARCH}{person.uuid}/{act}"


def test_she_is_found_by_her_whole_number_and_the_question_is_logged(client, desk, noted):
    page = Page(client(desk).get(SEARCH, {"numero": f"{NUMBER[:9]}-{NUMBER[9]}"}))
    assert page.links()["Gina Salazr"] == of(noted)
    assert NUMBER not in page.text.replace(f"{NUMBER[:9]}-{NUMBER[9]}", "")
    assert AccessEntry.objects.filter(object_kind="identity", object_uuid=noted.uuid).count() == 1


def test_who_never_entered_is_written_by_the_ventanilla_and_gets_the_link_at_the_address_on_file(client, desk, noted):
    entered = client(desk)
    typed = Page(entered.get(of(noted))).fields() | {
        "apellidos": "Salazar",
        "telefono": "0991234567",
        "accion": "datos",
    }
    assert entered.post(of(noted), typed).status_code == 302
    noted.refresh_from_db()
    assert (noted.surnames, noted.citizen.phone, noted.citizen.city) == ("Salazar", "0991234567", "Quito")
    assert Entry.objects.get(action="data_written").actor_name == desk.user.full_name
    entered.post(of(noted), {"accion": "enlace"})
    assert list(Mail.objects.filter(subject="QUIPUX: Activación de cuenta").values_list("to", flat=True)) == [
        "gina@ejemplo.ec"
    ]


def test_an_address_that_she_confirmed_herself_is_not_written_by_others(client, desk, noted):
    User.objects.filter(pk=noted.pk).update(email_verified_at="2026-01-01T00:00Z")
    form = Page(client(desk).get(of(noted))).fields()
    assert "correo" not in form
    client(desk).post(of(noted), form | {"accion": "datos", "correo": "otra@ejemplo.ec", "ciudad": "Loja"})
    noted.refresh_from_db()
    assert (noted.email, noted.citizen.city) == ("gina@ejemplo.ec", "Loja")


def test_the_data_of_who_enters_are_proposed_and_never_written(client, desk, gina):
    User.objects.filter(pk=gina.user.pk).update(credential="active")
    entered = client(desk)
    data = {"accion": "datos", "ciudad": "Ambato", "telefono": "", "direccion": "", "como": "Lo dijo en ventanilla",
            "apellidos": "Cambiado"}  # fmt: skip
    assert entered.post(of(gina.user), data).status_code == 302
    change = PersonChange.objects.get(person=gina.user)
    assert (change.proposed, change.state) == ({"city": "Ambato"}, "pending")
    assert User.objects.get(pk=gina.user.pk).surnames == gina.user.surnames
    assert entered.post(of(gina.user), data).status_code == 422  # one open proposal


def test_a_lost_mailbox_is_given_another_address_that_she_confirms(client, desk, gina):
    entered = client(desk)
    page = entered.post(of(gina.user, "correo/"), {"correo": "nueva@ejemplo.ec", "evidencia": ""})
    assert page.status_code == 422
    data = {"correo": "nueva@ejemplo.ec", "evidencia": "Mostró su cédula."}
    assert entered.post(of(gina.user, "correo/"), data | {"clave": "x"}).status_code in (302, 422)
    change = EmailChange.objects.filter(person=gina.user).first()
    assert change is not None
    assert (change.way, change.evidence, change.applied_at) == ("lost", "Mostró su cédula.", None)
    assert Mail.objects.filter(to=gina.user.email).exists()  # told at the address on file
    assert "Cambio en espera" in Page(entered.get(of(gina.user, "correo/"))).text


def test_who_also_serves_or_operates_is_for_the_mesa_and_who_may_not_attends_nobody(client, desk, ana, nelly, noted):
    entered = client(desk)
    for person in (ana, nelly):
        assert entered.get(of(person.user)).status_code == 404
    empty = Page(entered.get(SEARCH, {"numero": ana.user.identity_number}))
    assert "mesa de servicio" in empty.text
    assert client(ana).get(of(noted)).status_code == 403
    assert client(ana).post(of(noted, "correo/"), {"correo": "x@ejemplo.ec", "evidencia": "y"}).status_code == 403
    assert reverse("institutions:attending") not in Page(client(ana).get("/bandejas/recibidos/")).links().values()


def test_who_is_noted_down_makes_her_password_from_the_mail_of_her_creation_unless_nothing_says_who_she_is(
    client, desk
):
    for typed, address in ((NUMBER, "gina@ejemplo.ec"), ("", "nadie@ejemplo.ec")):
        new = citizens.NewCitizen(citizens.Identity.read(typed), "Gina", "Salazar", email=address)
        citizens.create_citizen(new, actor=desk.actor, institution=desk.appointment.institution)
    [told], [nobody] = letters_to("gina@ejemplo.ec"), letters_to("nadie@ejemplo.ec")
    assert told.subject == nobody.subject == "QUIPUX: Creación de Ciudadano"
    assert ("/clave/enlace/" in nobody.body, "/tramites/" in nobody.body) == (False, True)
    assert client.get(link_in(told))["Location"] == "/clave/nueva/"
    client.post("/clave/nueva/", {"nueva": "cuatro caballos lentos", "repetida": "cuatro caballos lentos"})
    gina = User.objects.get(identity_number=NUMBER)
    assert (gina.credential, gina.verified_email) == ("active", "gina@ejemplo.ec")
