"""Servidores públicos: new posts, changes that keep them, coming back (institutions §6.2)."""

import re
from datetime import timedelta

import pytest

from accounts import assisting, recovery
from accounts.models import CredentialState, User
from institutions.models import Appointment, DistributionList, Grant, ListMember, SharedTray
from institutions.people import services
from institutions.services import deactivate
from quipux import clock
from quipux.history.models import Entry
from quipux.limits.services import take
from quipux.outbox.models import Mail
from tests import factories
from tests.cast import servant

NEW = "/institucion/servidores/nuevo/"


@pytest.fixture
def entered(client, diego):
    return client(diego)


def post_data(area, **values):
    return {"area": area.pk, "kind": "regular", "title": "Analista", "heading_title": "", "profile": "normal", "initials": "",
            "city": "", "work_email": "", "phone": "", "extension": "", "mobile": "", "certificate": "", "observation": "",
            "starts_on": clock.today().isoformat(), "ends_on": ""} | values  # fmt: skip


def address(appointment, act=""):
    return f"/institucion/servidores/{appointment.uuid}/{act}"


def again(person):
    """The same person, read anew."""
    return servant(Appointment.objects.with_names().get(pk=person.appointment.pk))


def test_a_new_person_gets_a_post_and_the_link_to_create_the_password(entered, area):
    number = factories.cedula(4321)
    step = entered.post(NEW, {"tipo": "cedula", "numero": number})
    assert (step.status_code, "Nombres" in step.text) == (200, True)
    data = post_data(area, tipo="cedula", numero=number, nombres="Rosa", apellidos="Lema", titulo="Ing.",
                     correo="rosa.lema@ejemplo.gob.ec")  # fmt: skip
    assert entered.post(NEW, data).status_code == 302
    made = Appointment.objects.get(person__identity_number=number)
    assert (made.state, made.institution, made.heading_title) == ("active", area.institution, "Analista")
    assert (made.person.credential, made.person.has_usable_password()) == (CredentialState.PENDING, False)
    assert Mail.objects.get(to="rosa.lema@ejemplo.gob.ec").subject == "QUIPUX: Activación de cuenta"
    assert Entry.objects.of(made).last().label == "Usuario creado"
    assert made.terms.get().title == "Analista"
    assert entered.post(NEW, {"tipo": "cedula", "numero": "1710034060"}).status_code == 422


def test_a_26_i_17_who_exists_keeps_identity_email_and_password_whoever_asks(client, entered, carla, area):
    number, password = carla.user.identity_number, carla.user.password
    page = entered.post(NEW, {"tipo": "cedula", "numero": number}).text
    assert ("Servicio Nacional de Muestra" in page, "Nombres *" in page, carla.user.email in page) == (
        True,
        False,
        False,
    )
    data = post_data(area, tipo="cedula", numero=number, nombres="Otra", apellidos="Persona", correo="ladron@ejemplo.ec",
                     work_email="ladron@ejemplo.ec")  # fmt: skip
    assert entered.post(NEW, data).status_code == 302
    person = User.objects.get(identity_number=number)
    assert (person.email, person.password, person.full_name) == (carla.user.email, password, "Carla Mena")
    made = person.appointments.get(institution=area.institution)
    assert (made.work_email, made.work_email_verified_at) == ("ladron@ejemplo.ec", None)
    assert made.notice_address == carla.user.email
    assert Mail.objects.get(subject="QUIPUX: Nuevo puesto asignado").to == carla.user.email
    recovery.send_to(person)
    asked = Mail.objects.get(to="ladron@ejemplo.ec")
    assert asked.subject == "QUIPUX: Confirme su correo de trabajo"
    link = re.search(r"https?://[^/]+(/\S+)", asked.text)[1]
    assert entered.post(link).status_code == 410
    assert client.get(link).status_code == 302
    assert client(carla).get(link).status_code == client(carla).post(link).status_code == 200
    assert Appointment.objects.get(pk=made.pk).notice_address == "ladron@ejemplo.ec"


def test_a_post_that_begins_later_gives_no_access_until_its_first_day(entered, diego, ana, area):
    day = clock.today() + timedelta(days=3)
    made = services.create(ana.user, actor=diego.actor, area=area, title="Coordinadora", starts_on=day)
    assert (made.state, services.start_due()) == ("scheduled", 0)
    with clock.frozen_at(clock.day_start(day)):
        assert (services.start_due(), services.start_due()) == (1, 0)
    assert Appointment.objects.get(pk=made.pk).state == "active"


def test_i_18_a_change_of_area_keeps_the_post_and_says_so(entered, institution, ana, bruno, area):
    document = factories.make_document(ana, to=[bruno])
    SharedTray.objects.create(chief=bruno.appointment, member=ana.appointment, since=clock.now())
    other = factories.make_area(institution, "Dirección Administrativa Financiera", sigla="DAF")
    moved = entered.post(address(ana.appointment), post_data(other, title="Analista", starts_on="2015-01-05"))
    assert moved.status_code == 302
    now = again(ana).appointment
    assert (now.area, now.title, now.state) == (other, "Analista", "active")
    assert factories.original_of(document).holder_id == now.pk
    document.refresh_from_db()
    assert (document.area, "-DNP-" in document.number) == (area, True)
    assert not SharedTray.objects.exists()
    assert [(t.area.sigla, t.title) for t in now.terms.order_by("pk")] == [("DNP", "Especialista"), ("DAF", "Analista")]
    page = entered.get(address(now, "recorrido/")).text
    assert all(words in page for words in ("Cambio de área", "Especialista", "Dirección Administrativa Financiera"))
    assert Mail.objects.filter(subject="QUIPUX: Puesto modificado", to=ana.user.email).count() == 1


def test_i_11_a_second_jefe_or_responsable_is_refused_also_by_the_database(entered, ana, bruno, area, monkeypatch):
    second = post_data(area, profile="jefe", title="Especialista", starts_on="2015-01-05")
    refused = entered.post(address(ana.appointment), second)
    assert (refused.status_code, "Ya existe el usuario Jefe para esta Área" in refused.text) == (422, True)
    monkeypatch.setattr(services.rules, "check", lambda appointment: None)  # as who asked before the other saved
    late = entered.post(address(ana.appointment), second)
    assert (late.status_code, "Ya existe el usuario Jefe para esta Área" in late.text) == (422, True)
    assert Appointment.objects.get(area=area, profile="jefe").pk == bruno.appointment.pk


def test_i_19_who_comes_back_has_no_permission_list_nor_shared_tray(entered, diego, ana, bruno):
    Grant.objects.create(appointment=ana.appointment, permission="reports")
    SharedTray.objects.create(chief=bruno.appointment, member=ana.appointment, since=clock.now())
    people = DistributionList.objects.create(
        institution=diego.actor.institution, owner=diego.appointment, name="Directores"
    )
    ListMember.objects.create(list=people, appointment=ana.appointment)
    deactivate(ana.appointment, last_day=clock.today(), actor=diego.actor)
    assert entered.post(address(ana.appointment, "reactivar/")).status_code == 302
    now = again(ana)
    assert (now.appointment.state, now.actor.permissions) == ("active", frozenset())
    assert not SharedTray.objects.exists()
    assert not people.members.exists()
    assert now.appointment.revoked_grants.get().permission == "reports"
    assert Mail.objects.filter(subject="QUIPUX: Usuario reactivado", to=ana.user.email).exists()
    assert entered.post(address(ana.appointment, "reactivar/")).status_code == 409


def test_a_closed_area_or_a_taken_slot_stops_who_would_come_back(entered, diego, bruno, area):
    deactivate(bruno.appointment, last_day=clock.today(), actor=diego.actor)
    factories.make_servant(area, "Otro Jefe", profile="jefe")
    refused = entered.post(address(bruno.appointment, "reactivar/"))
    assert (refused.status_code, "Ya existe el usuario Jefe" in refused.text) == (422, True)


def test_links_go_to_the_address_on_file_and_sessions_end(client, entered, ana):
    hers = client(ana)
    assert hers.get("/bandejas/recibidos/").status_code == 200
    User.objects.filter(pk=ana.user.pk).update(credential=CredentialState.ACTIVE)
    assert entered.post(address(ana.appointment, "enlace/")).status_code == 302
    assert Mail.objects.get(subject="QUIPUX: Cambio de contraseña").to == ana.user.email
    assert entered.post(address(ana.appointment, "desbloquear/")).status_code == 302
    assert entered.post(address(ana.appointment, "cerrar-sesiones/")).status_code == 302
    assert hers.get("/bandejas/recibidos/").status_code == 302
    told = [e.label for e in Entry.objects.of(ana.appointment)][:3]
    assert told == ["Sesiones cerradas", "Cuenta desbloqueada", "Enlace de contraseña enviado"]
    User.objects.filter(pk=ana.user.pk).update(email_verified_at=None)
    told = entered.post(address(ana.appointment, "enlace/"))
    assert (told.status_code, assisting.NO_ADDRESS in told.text) == (409, True)


def test_the_list_is_narrowed_by_words_area_profile_permission_and_state(entered, institution, ana, bruno, carla, area):
    Grant.objects.create(appointment=ana.appointment, permission="reports")

    def names(**query):
        page = entered.get("/institucion/servidores/", query).text
        return {name for name in ("Ana Torres", "Bruno Salas", "Carla Mena") if name in page}

    assert names() == {"Ana Torres", "Bruno Salas"}
    assert names(texto="torres") == names(permiso="reports") == names(texto=ana.user.identity_number) == {"Ana Torres"}
    assert names(perfil="jefe") == {"Bruno Salas"}
    assert names(estado="inactive") == set()
    assert names(area=area.pk) == {"Ana Torres", "Bruno Salas"}
    answer = entered.post("/institucion/servidores/exportar/?perfil=jefe", {"formato": "csv"})
    written = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert ("Bruno Salas" in written, "Ana Torres" in written) == (True, False)


def test_looking_people_up_is_counted(entered, diego):
    for _ in range(60):
        take("identity_lookup", diego.user.pk, limit=60, period=timedelta(hours=1))
    assert entered.post(NEW, {"tipo": "cedula", "numero": factories.cedula(99)}).status_code == 429


def test_many_people_move_together_or_not_at_all(entered, institution, ana, bruno, carla, area):
    other = factories.make_area(institution, "Dirección Administrativa Financiera", sigla="DAF")
    factories.make_servant(other, "Otra Jefa", profile="jefe")
    act, reason = "/institucion/servidores/mover/confirmar/", "Reforma del estatuto orgánico"
    both = {"puesto": [ana.appointment.uuid, bruno.appointment.uuid]}
    assert "Ana Torres, Especialista" in entered.get("/institucion/servidores/mover/", {"texto": "torres"}).text
    assert "Personas: 2." in entered.post(act, both).text
    confirmed = {"area": other.pk, "reason": reason, "confirmar": "1"}
    refused = entered.post(act, both | confirmed)
    assert "No se puede mover a: Bruno Salas (Ya existe el usuario Jefe para esta Área)." in refused.text
    assert again(ana).appointment.area == area
    assert entered.post(act, {"puesto": [ana.appointment.uuid]} | confirmed).status_code == 302
    assert again(ana).appointment.area == other
    assert reason in Entry.objects.of(ana.appointment).first().comment
    assert entered.post(act, {"puesto": [carla.appointment.uuid]} | confirmed).status_code == 404
