"""The register of incidents with personal data (safety §2.10, accounts-portal §13)."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import incidents
from accounts.models import Incident, IncidentPerson, Role, User
from quipux import clock
from quipux.administration import waiting
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from quipux.operators import Operator
from quipux.outbox.services import send_due
from tests import factories
from tests.backups.pages.reading import Page
from tests.cast import Person

pytestmark = pytest.mark.django_db
PAGES = "/admin/incidentes/"
TABLES = ["accounts.User", "accounts.OpenSession", "institutions.Appointment"]
TYPED = {"titulo": "Se envió una lista a quien no debía", "naturaleza": "disclosure", "descripcion": "Un archivo con datos.",
         "conocido": "2026-11-20 09:30", "tablas": TABLES, "medidas": "Se pidió que lo borre."}  # fmt: skip


def staff(name: str, role: str) -> Person:
    """Somebody of the platform with one role, and where to write to."""
    user = factories.make_user(name, is_staff=True, email=f"{role}@ejemplo.gob.ec", email_verified_at=clock.now())
    user.groups.add(Group.objects.get(name=role))
    user = User.objects.get(pk=user.pk)
    return Person(user, None, Operator(user))


@pytest.fixture
def agq(db) -> Person:
    return staff("Sofía Andrade", Role.AGQ)


@pytest.fixture
def delegate(db) -> Person:
    """The Delegado, who reads and changes nothing."""
    return staff("Delia Mora", Role.AUDITOR)


def report(**fields) -> incidents.Report:
    said = {"title": TYPED["titulo"], "description": "Un archivo.", "nature": "disclosure", "tables": TABLES,
            "known_at": clock.now() - timedelta(hours=1)}  # fmt: skip
    return incidents.Report(**(said | fields))


@pytest.fixture
def incident(agq) -> Incident:
    return incidents.register(report(), actor=agq.actor)


def letters(subject: str) -> list[str]:
    """Who was handed a mail of that subject, after everything due was sent."""
    send_due()
    return sorted(address for one in mail.outbox if one.subject == subject for address in one.to)


def add(incident, agq, *people) -> int:
    rows = User.objects.filter(pk__in=[one.user.pk for one in people])
    return incidents.add_people(incident, rows, words="Personas de una lista", actor=agq.actor)


def test_it_is_registered_with_both_terms_and_the_delegate_is_mailed(client, agq, delegate):
    answer = client(agq).post(PAGES + "nuevo/", TYPED)
    made = Incident.objects.get()
    assert answer["Location"] == f"{PAGES}{made.uuid}/personas/"
    assert made.authority_due_at - made.known_at == timedelta(days=5)
    assert made.people_due_at - made.known_at == timedelta(days=3)
    assert f"{clock.local(made.known_at):%Y-%m-%d %H:%M}" == "2026-11-20 09:30"
    assert [(one.label, one.actor_name) for one in Entry.objects.of(made)] == [
        ("Registrar el incidente", "Sofía Andrade")
    ]
    assert letters(incidents.REGISTERED) == ["auditor@ejemplo.gob.ec", "sge_agq@ejemplo.gob.ec"]


def test_the_terms_are_settings(agq, settings):
    settings.QUIPUX_INCIDENT_AUTHORITY_DAYS, settings.QUIPUX_INCIDENT_PEOPLE_DAYS = 2, 1
    made = incidents.register(report(), actor=agq.actor)
    assert (made.authority_due_at - made.known_at, made.people_due_at - made.known_at) == (
        timedelta(days=2), timedelta(days=1))  # fmt: skip


def test_what_is_missing_is_said_at_its_field_and_nothing_is_kept(client, agq):
    page = client(agq).post(PAGES + "nuevo/", TYPED | {"tablas": [], "conocido": "2126-01-01 10:00"})
    assert page.status_code == 422
    assert "Marque dónde estaban los datos." in Page(page).text
    late = client(agq).post(PAGES + "nuevo/", TYPED | {"conocido": "2126-01-01 10:00"})
    assert "«Conocido el» no puede ser posterior a este momento." in Page(late).text
    assert "Un archivo con datos." in late.content.decode()
    assert not Incident.objects.exists()


def test_it_lists_whose_data_were_in_which_tables(client, agq, incident, ana, bruno):
    client(ana)  # a session of hers
    assert add(incident, agq, ana, bruno) == 2
    assert add(incident, agq, ana) == 0
    text = Page(client(agq).get(f"{PAGES}{incident.uuid}/personas/")).text
    for word in ("Nombres, identificación y correos", "Sesiones", "Puestos", "Ana Torres", "Bruno Salas"):
        assert word in text
    assert ana.user.identity_number not in text
    held = incidents.personal_tables.held([ana.user.pk, bruno.user.pk], TABLES)
    assert held == {ana.user.pk: [1, ana.user.open_sessions.count(), 1], bruno.user.pk: [1, 0, 1]}


@pytest.mark.parametrize(
    ("typed", "count"),
    [({"quienes": "lista", "cedulas": "{ana}\n {ana} "}, 1), ({"quienes": "institucion", "institucion": "{own}"}, 2),
     ({"quienes": "todas"}, None)],
    ids=["listed", "institution", "everybody"],
)  # fmt: skip
def test_people_are_added_from_a_list_an_institution_or_all(client, agq, incident, ana, bruno, carla, typed, count):
    words = {"ana": ana.user.identity_number, "own": ana.appointment.institution_id}
    data = {name: value.format(**words) for name, value in typed.items()}
    assert client(agq).post(f"{PAGES}{incident.uuid}/personas/", data).status_code == 302
    assert incident.people.count() == (User.objects.count() if count is None else count)


def test_a_number_that_is_nobodys_is_named_and_nobody_is_added(client, agq, incident, ana):
    typed = {"quienes": "lista", "cedulas": f"{ana.user.identity_number}\n0000000000"}
    page = client(agq).post(f"{PAGES}{incident.uuid}/personas/", typed)
    assert page.status_code == 422
    assert "No constan en Quipux: 0000000000." in Page(page).text
    assert not incident.people.exists()


def test_everybody_of_it_with_a_confirmed_address_is_told_once_and_the_others_are_named(
    client, agq, incident, ana, bruno
):
    User.objects.filter(pk=ana.user.pk).update(email="ana@ejemplo.gob.ec", email_verified_at=clock.now())
    User.objects.filter(pk=bruno.user.pk).update(email="", email_verified_at=None)
    with pytest.raises(Invalid):
        incidents.tell_people(incident, text="Pasó algo.", actor=agq.actor)
    add(incident, agq, ana, bruno)
    typed = {"accion": "avisar", "avisar-texto": "Una lista salió.\n\nCambie su contraseña."}
    assert client(agq).post(f"{PAGES}{incident.uuid}/", typed).status_code == 302
    assert incidents.send_due() == {"told": 1}
    assert incidents.send_due() == {"told": 0}
    assert letters(incidents.NOTICE) == ["ana@ejemplo.gob.ec"]
    body = next(one.body for one in mail.outbox if one.subject == incidents.NOTICE)
    assert "Cambie su contraseña." in body
    assert "Datos suyos que estaban en el incidente: Nombres, identificación y correos; Puestos." in body
    text = Page(client(agq).get(f"{PAGES}{incident.uuid}/personas/")).text
    assert text.count("Sin correo confirmado: avísele por otro medio") == 1
    with pytest.raises(NotAllowedNow):
        incidents.tell_people(incident, text="Otra vez.", actor=agq.actor)


def test_who_is_added_after_the_notice_is_told_too(agq, incident, ana, bruno):
    User.objects.filter(pk=bruno.user.pk).update(email="bruno@ejemplo.gob.ec", email_verified_at=clock.now())
    add(incident, agq, ana)
    incidents.tell_people(incident, text="Pasó algo.", actor=agq.actor)
    incidents.send_due()
    add(incident, agq, bruno)
    incidents.send_due()
    assert "bruno@ejemplo.gob.ec" in letters(incidents.NOTICE)
    assert not IncidentPerson.objects.filter(handled_at=None).exists()


def test_it_is_closed_only_when_both_terms_are_settled_and_then_nothing_is_added(agq, incident, ana):
    with pytest.raises(NotAllowedNow):
        incidents.close(incident, conclusion="Terminó.", actor=agq.actor)
    incidents.settle_authority(incident, note="SPDP-2026-17", was_told=True, actor=agq.actor)
    incidents.excuse_people(incident, reason="Los datos estaban cifrados.", actor=agq.actor)
    incidents.extend(incident, text="Se confirmó.", actor=agq.actor)
    closed = incidents.close(incident, conclusion="Terminó.", actor=agq.actor)
    assert closed.get_state_display() == "Cerrado"
    for act in (lambda: add(incident, agq, ana), lambda: incidents.extend(incident, text="Más", actor=agq.actor)):
        with pytest.raises(NotAllowedNow):
            act()
    assert [one.label for one in Entry.objects.of(incident)] == [
        "Cerrar el incidente", "Agregar lo que se supo", "No corresponde avisar a las personas",
        "Notificar a la autoridad", "Registrar el incidente"]  # fmt: skip


def test_a_term_that_ends_is_reminded_once_a_day_and_stands_on_the_board(client, agq, delegate, incident):
    def board():
        return next(one for one in waiting.queues(clock.now()) if one.label == "Incidentes con plazos por cumplir")

    assert incidents.remind_due() == {"reminded": 0}
    assert (board().count, board().is_urgent) == (1, False)
    with clock.frozen_at(incident.people_due_at - timedelta(hours=23)):
        incidents.remind_due()
        incidents.remind_due()
        assert letters(incidents.REMINDER) == ["auditor@ejemplo.gob.ec", "sge_agq@ejemplo.gob.ec"]
    with clock.frozen_at(incident.people_due_at + timedelta(minutes=1)):
        assert board().is_urgent
        assert "Vencido el" in Page(client(agq).get(PAGES)).text
    incidents.settle_authority(incident, note="17", was_told=True, actor=agq.actor)
    incidents.excuse_people(incident, reason="Cifrados.", actor=agq.actor)
    with clock.frozen_at(incident.people_due_at + timedelta(days=9)):
        assert incidents.remind_due() == {"reminded": 0}
        assert board().count == 0


def test_the_delegate_reads_and_takes_it_away_and_changes_nothing(client, delegate, agq, incident, ana):
    add(incident, agq, ana)
    reader = client(delegate)
    assert TYPED["titulo"] in Page(reader.get(PAGES)).text
    page = Page(reader.get(f"{PAGES}{incident.uuid}/"))
    assert page.find("button", value="cerrar") is None
    exported = reader.post(PAGES + "exportar/", {"formato": "csv"})
    assert TYPED["titulo"] in b"".join(exported.streaming_content).decode()
    listed = b"".join(
        reader.post(f"{PAGES}{incident.uuid}/personas/exportar/", {"formato": "csv"}).streaming_content
    ).decode()
    assert "Ana Torres" in listed
    assert ana.user.identity_number not in listed
    for address, data in ((PAGES + "nuevo/", TYPED), (f"{PAGES}{incident.uuid}/", {"accion": "ampliar", "ampliar-texto": "x"}),
                          (f"{PAGES}{incident.uuid}/personas/", {"quienes": "todas"})):  # fmt: skip
        assert reader.post(address, data).status_code == 403
    with pytest.raises(Forbidden):
        incidents.register(report(), actor=delegate.actor)


def test_the_mesa_does_not_see_the_register(client, incident):
    desk = client(staff("Marta Gil", Role.DESK))
    assert [desk.get(address).status_code for address in (PAGES, f"{PAGES}{incident.uuid}/")] == [403, 403]


def test_the_list_of_people_takes_the_same_queries_for_two_and_for_twenty(client, agq, incident, area):
    reader, address, counted = client(agq), f"{PAGES}{incident.uuid}/personas/", []
    for letters_of_names in ("AB", "CDEFGHIJKLMNOPQRST"):
        posts = [factories.make_servant(area, f"Persona {letter} Vaca") for letter in letters_of_names]
        rows = User.objects.filter(appointments__in=posts)
        incidents.add_people(incident, rows, words="Personas de una lista", actor=agq.actor)
        with CaptureQueriesContext(connection) as asked:
            reader.get(address)
        counted.append(len(asked))
    assert counted[0] == counted[1]
