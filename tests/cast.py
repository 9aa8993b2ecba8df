"""The recurring cast (design §8) and a browserless client that enters as one of them."""

from dataclasses import dataclass

import pytest
from django.test import Client, TransactionTestCase

from accounts.models import User
from institutions import services as institutions
from institutions.actors import Actor, Operator
from institutions.middleware import SESSION_KEY
from institutions.models import Appointment, Area, Institution
from quipux import clock
from quipux.history.recorder import SYSTEM
from tests import factories
from tests.emptying import empty_every_table

BACKEND = "accounts.backends.NumberBackend"
PASSWORD = "clave-de-prueba-9"


@dataclass(frozen=True)
class Person:
    """A member of the cast. ``appointment`` is None for the operator."""

    user: User
    appointment: Appointment | None
    actor: Actor | Operator


class CastClient(Client):
    """Django's client; called with a member of the cast it gives a new one, signed in as that person."""

    def __call__(self, person: Person) -> "CastClient":
        entered = CastClient()
        entered.force_login(person.user, backend=BACKEND)
        if person.appointment is not None:
            session = entered.session
            session[SESSION_KEY] = str(person.appointment.uuid)
            session.save()
        return entered


@pytest.fixture
def client() -> CastClient:
    """An anonymous client; ``client(ana)`` is Ana's."""
    return CastClient()


def servant(appointment: Appointment) -> Person:
    """A person of the cast from an appointment."""
    return Person(appointment.person, appointment, Actor(appointment.person, appointment))


# Places ---------------------------------------------------------------------------------------------


@pytest.fixture
def institution(db) -> Institution:
    """I: where Ana, Bruno, Diego and Elsa serve."""
    return factories.make_institution("Ministerio de Ejemplo", sigla="MINEJ")


@pytest.fixture
def other_institution(db) -> Institution:
    """J: where Carla serves."""
    return factories.make_institution("Servicio Nacional de Muestra", sigla="SENAM")


@pytest.fixture
def area(institution) -> Area:
    """Where Ana and Bruno serve, below the root of I."""
    return factories.make_area(institution, "Dirección Nacional de Provisión", sigla="DNP")


# People ---------------------------------------------------------------------------------------------


@pytest.fixture
def ana(area) -> Person:
    """A public servant."""
    return servant(factories.make_servant(area, "Ana Torres", title="Especialista"))


@pytest.fixture
def bruno(area) -> Person:
    """Ana's jefe."""
    return servant(factories.make_servant(area, "Bruno Salas", title="Director", profile=Appointment.Profile.CHIEF))


@pytest.fixture
def carla(other_institution) -> Person:
    """A servant of another institution."""
    area = factories.make_area(other_institution, "Coordinación Técnica", sigla="CT")
    return servant(factories.make_servant(area, "Carla Mena", title="Analista"))


@pytest.fixture
def diego(institution) -> Person:
    """The AIQ of I."""
    area = factories.make_area(institution, "Dirección de Tecnología", sigla="DTI")
    return servant(factories.make_servant(area, "Diego Ponce", title="Administrador", permissions=["administer"]))


@pytest.fixture
def elsa(institution) -> Person:
    """The reception desk of I."""
    area = factories.make_area(institution, "Ventanilla Única", sigla="VU")
    permissions = ["register_incoming", "digitise", "print_dispatch"]
    return servant(factories.make_servant(area, "Elsa Montero", title="Recepcionista", permissions=permissions))


@pytest.fixture
def sofia(db) -> Person:
    """An SGE operator, without any appointment."""
    user = factories.make_user("Sofía Andrade", is_staff=True, is_superuser=True)
    return Person(user, None, Operator(user))


@pytest.fixture
def luis(area) -> Person:
    """Who served in Ana's área and left; the actor is that of the context «Salida»."""
    appointment = factories.make_servant(area, "Luis Vaca", title="Asistente")
    institutions.deactivate(appointment, last_day=clock.today(), actor=SYSTEM)
    appointment = Appointment.objects.with_names().get(pk=appointment.pk)
    return Person(appointment.person, appointment, Actor(appointment.person, appointment, is_leaver=True))


# Database -------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def _empty_tables_quickly():
    """Tests with real transactions empty every table at their end, those that refuse it included."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: empty_every_table())
        yield
