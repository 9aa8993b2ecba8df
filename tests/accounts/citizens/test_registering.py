"""A citizen registers herself (accounts-portal §10.3)."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from accounts import citizens, registration_proofs, registrations
from accounts.models import IdentityKind, Registration, User
from documents.citizens import sight
from documents.models import Copy
from institutions.actors import Citizen
from quipux import clock
from quipux.errors import Forbidden, Gone, NotAllowedNow
from quipux.history.recorder import SYSTEM
from quipux.outbox import secrets
from quipux.outbox.models import Mail
from tests import factories
from tests.accounts.entering.making import solved
from tests.backups.pages.reading import Page
from tests.cast import CastClient
from tests.documents.citizens import making

pytestmark = pytest.mark.django_db
FORM = "/ciudadanos/registro/"
NUMBER = factories.cedula(77_001)
TYPED = {"identificacion": "cedula", "numero": NUMBER, "nombres": "Gina", "apellidos": "Salazar León", "ciudad": "Quito",
         "correo": "gina@ejemplo.ec", "repetido": "gina@ejemplo.ec", "telefono": "0990000000", "direccion": "", "pais": "",
         "aviso": "on"}  # fmt: skip


def sent(client, **changes):
    """The form with its code read from the page."""
    return client.post(FORM, solved(client.get(FORM), **TYPED | changes))


def asked(**changes) -> CastClient:
    client = CastClient()
    answer = sent(client, **changes)
    assert answer["Location"] == "/ciudadanos/registro/enviado/"
    return client


def link() -> str:
    """The path of the address that the mail carries when it is sent."""
    mail = Mail.objects.get(subject=registrations.CONFIRM)
    assert secrets.SECRET in mail.text
    assert "enlace/" not in mail.text + mail.html
    return re.sub(r"^https?://[^/]+", "", secrets.made_for(mail))


def waiting() -> Registration:
    asked()
    return registration_proofs.confirm(Registration.objects.get(), born=None)


def test_a_40_gina_registers_confirms_her_mail_and_waits_for_a_person(client):
    asked()
    registration = Registration.objects.get()
    assert registration.state == "requested"
    path = link()
    assert client.get(path)["Referrer-Policy"] == "no-referrer"
    registration.refresh_from_db()
    assert registration.state == "requested"  # a scanner of mails that opens the link confirms nothing
    assert client.post(path)["Location"] == "/ciudadanos/registro/por-validar/"
    registration = Registration.objects.get()
    assert registration.get_state_display() == "Por validar"
    assert client.post(path).status_code == 410
    assert not User.objects.filter(identity_number=NUMBER).exists()


def test_a_40_the_link_is_caducada_at_25_hours(client):
    asked()
    path, late = link(), clock.now() + timedelta(hours=25)
    with clock.frozen_at(late):
        answer = client.get(path)
        assert answer.status_code == 410
        assert "Caducada" in Page(answer).text
        assert registrations.expire_due() == {"expired": 1}
    assert Registration.objects.get().get_state_display() == "Caducada"
    with pytest.raises(Gone):
        registrations.of_link("otro")


def test_a_40_elsa_validates_in_person_and_her_earlier_letters_are_there(client, desk, bruno):
    known = citizens.create_citizen(
        citizens.NewCitizen(citizens.Identity.read(NUMBER), "Gina", "Salazar"), actor=desk.actor,
        institution=desk.appointment.institution)  # fmt: skip
    making.external(desk, known, to=[bruno], subject="Lo que pidió antes")
    found = waiting()
    page = Page(client(desk).get(reverse("institutions:registrations"), {"numero": NUMBER}))
    address = page.links()[str(found)]
    assert "Marque que comprobó la identidad." in Page(client(desk).post(address, {"accion": "activar"})).text
    client(desk).post(address, {"accion": "activar", "identidad": "on"})
    found.refresh_from_db()
    assert (found.state, found.person) == ("active", known)
    known.refresh_from_db()
    assert known.verified_email == "gina@ejemplo.ec"
    assert Mail.objects.filter(to="gina@ejemplo.ec", subject="QUIPUX: Activación de cuenta").exists()
    seen = Copy.objects.filter(sight.seen(Citizen(known, known.citizen), 2))
    assert "Lo que pidió antes" in {copy.document.subject for copy in seen}


def test_who_was_noted_down_with_her_number_by_mistake_is_another_person(client, nelly, desk, bruno):
    known = citizens.create_citizen(citizens.NewCitizen(citizens.Identity.read(NUMBER), "Gustavo", "Mena"), actor=desk.actor,
                                    institution=desk.appointment.institution)  # fmt: skip
    making.external(desk, known, to=[bruno], subject="Lo de Gustavo")
    found = waiting()
    address = reverse("admin:citizens:registration", args=[found.uuid])
    entered = client(nelly)
    assert "Gustavo Mena" in Page(entered.get(address)).text
    data = {"accion": "otra", "identidad": "on"}
    assert "Escriba por qué es otra persona." in Page(entered.post(address, data)).text
    assert entered.post(address, data | {"motivo": "Se digitó mal la cédula"}).status_code == 302
    found.refresh_from_db()
    known.refresh_from_db()
    assert (found.person.identity_number, found.person.full_name) == (NUMBER, "Gina Salazar León")
    assert (known.identity_kind, known.identity_number[:4]) == (IdentityKind.INTERNAL, "SIN-")
    assert not Copy.objects.filter(sight.seen(Citizen(found.person, found.person.citizen), 2)).exists()
    assert Copy.objects.filter(sight.seen(Citizen(known, known.citizen), 2)).exists()


def test_nobody_else_with_the_number_nobody_set_apart(client, nelly):
    address = reverse("admin:citizens:registration", args=[waiting().uuid])
    page = Page(client(nelly).post(address, {"accion": "otra", "identidad": "on", "motivo": "No es"}))
    assert "Nadie más consta con ese número." in page.text


def test_who_may_not_create_citizens_validates_nobody(client, ana, desk):
    found = waiting()
    assert client(ana).get(reverse("institutions:registrations")).status_code == 403
    with pytest.raises(Forbidden):
        registrations.activate(found, identity_checked=True, actor=ana.actor)
    empty = Page(client(desk).get(reverse("institutions:registrations"), {"numero": factories.cedula(5)}))
    assert "No hay un registro por validar con ese número." in empty.text


def test_a_41_registering_with_anas_cedula_shows_the_same_and_only_ana_is_mailed(client, ana):
    number = ana.user.identity_number
    pages = [asked(numero=one).get("/ciudadanos/registro/enviado/").content for one in (number, NUMBER)]
    assert pages[0] == pages[1]
    assert list(Mail.objects.filter(subject=registrations.TRIED).values_list("to", flat=True)) == [ana.user.email]
    assert Registration.objects.filter(identity_number=number).count() == 0
    asked(numero=number)
    assert Mail.objects.filter(subject=registrations.TRIED).count() == 1


def test_the_sge_rejects_with_a_reason_that_is_mailed_and_she_may_ask_again(client, nelly):
    found = waiting()
    address = reverse("admin:citizens:registration", args=[found.uuid])
    assert client(nelly).post(address, {"accion": "rechazar"}).status_code == 422
    client(nelly).post(address, {"accion": "rechazar", "motivo": "La cédula no se lee"})
    found.refresh_from_db()
    assert found.state == "rejected"
    assert "La cédula no se lee" in Mail.objects.get(subject=registrations.REFUSED).text
    with pytest.raises(NotAllowedNow):
        registrations.activate(found, identity_checked=True, actor=nelly.actor)
    asked()
    assert Registration.objects.filter(state="requested").count() == 1


def test_a_validation_nobody_came_for_in_thirty_days_lapses(db):
    waiting()
    with clock.frozen_at(clock.now() + timedelta(days=31)):
        assert registrations.expire_due() == {"expired": 1}


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"numero": "1710034066"}, "El dígito verificador no corresponde"),
    ({"repetido": "otra@ejemplo.ec"}, "Los dos correos no son iguales."),
    ({"aviso": ""}, "Lea el aviso de privacidad"),
    ({"identificacion": "passport", "numero": "X1"}, "El pasaporte tiene de 5 a 20 letras y números."),
    ({"identificacion": "passport", "numero": "X123456"}, "Escriba las tres letras del país"),
])  # fmt: skip
def test_a_04_what_is_wrong_in_the_form_is_a_hard_error(client, changes, sentence):
    page = Page(sent(client, **changes))
    assert page.response.status_code == 422
    assert sentence in page.text
    assert not Registration.objects.exists()


def test_s_68_without_the_code_nothing_is_registered_and_another_keeps_what_was_typed(client):
    assert "El código no coincide. Se muestra uno nuevo." in Page(client.post(FORM, TYPED)).text
    page = Page(client.post(FORM, TYPED | {"otro_codigo": "1"}))
    assert page.fields()["apellidos"] == "Salazar León"
    assert not Registration.objects.exists()


def test_s_68_a_passport_is_registered_with_its_country_and_the_sixth_form_in_an_hour_waits(client):
    asked(identificacion="passport", numero="x-123456", pais="col")
    found = Registration.objects.get()
    assert (found.identity_kind, found.identity_number, found.passport_country) == (
        IdentityKind.PASSPORT,
        "X123456",
        "COL",
    )
    answers = [sent(client, numero=factories.cedula(n)).status_code for n in range(6)]
    assert answers[-1] == 429


def test_entering_may_be_closed_to_citizens_alone(client, gina, ana, settings):
    settings.QUIPUX_CITIZEN_LOGIN = False
    answers = {}
    for person in (gina, ana):
        person.user.set_password("clave-de-prueba-9")
        person.user.save()
        data = {"username": person.user.identity_number, "password": "clave-de-prueba-9"}
        answers[person] = CastClient().post("/ingresar/", data)
    assert [answer.status_code for answer in answers.values()] == [422, 302]
    assert "El ingreso de ciudadanos está cerrado por ahora." in Page(answers[gina]).text


def test_the_system_makes_no_decision_for_anybody(db):
    with pytest.raises(Forbidden):
        registrations.activate(waiting(), identity_checked=True, actor=SYSTEM)
