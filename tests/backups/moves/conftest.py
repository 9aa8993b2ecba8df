"""The people of backups §8, and a request of each kind to be stood in any pair of states (B-60)."""

from datetime import date, timedelta

import pytest

from backups.services import requests
from backups.services.wishes import InstitutionalWish, Wish
from backups.states import Kind
from institutions.actors import Actor, Operator
from institutions.models import Appointment
from quipux import clock
from quipux.history.recorder import SYSTEM
from tests import factories
from tests.backups.moves.standing import COMMENT, FIRST, LAST
from tests.backups.moves.table import KINDS
from tests.cast import Person, servant


@pytest.fixture
def people(ana, bruno, diego, sofia, institution, other_institution):
    """One person per column of §8 that has a session."""
    other_area = factories.make_area(institution, "Dirección Jurídica", sigla="DJ")
    limited = factories.make_servant(other_area, "Irma Loor", title="Administradora", permissions=["administer"])
    limited.grants.get(permission="administer").areas.add(other_area)
    elsewhere = factories.make_servant(factories.make_area(other_institution, "Tecnología"), "Raúl Andrade",
                                       title="Administrador", permissions=["administer"])  # fmt: skip
    reader, citizen = factories.make_user("Rita Solís", is_staff=True), factories.make_user("Gina Salazar")
    return {
        "owner": ana, "colleague": bruno, "aiq": diego,
        "aiq_of_another_area": servant(Appointment.objects.with_names().get(pk=limited.pk)),
        "aiq_elsewhere": servant(elsewhere), "operator": sofia, "reader": Person(reader, None, Operator(reader)),
        "citizen": Person(citizen, None, None),
    }  # fmt: skip


@pytest.fixture
def actors(people, ana):
    """The same as services know them, with who acts without a session of that kind."""
    known = {role: person.actor for role, person in people.items() if person.actor}
    return known | {"salida": Actor(ana.user, ana.appointment, is_leaver=True), "system": SYSTEM}


@pytest.fixture
def wishes(people, bruno, luis):
    """A personal one of Ana and an institutional one of Luis, with documents enough and a petition."""
    author = factories.make_servant(bruno.appointment.area, "Tadeo Ruiz", title="Analista")
    noon = clock.day_start(date(2020, 1, 6)) + timedelta(hours=12)
    for person in (people["owner"], luis):
        factories.make_documents(21, author, to=[person], at=noon)
    letter = factories.make_document(author, to=[people["aiq"]], at=clock.day_start(LAST))
    petition = factories.copy_of(letter, people["aiq"])
    return {Kind.PERSONAL: Wish(FIRST, LAST, COMMENT),
            Kind.INSTITUTIONAL: InstitutionalWish(FIRST, LAST, COMMENT, subject=luis.appointment, petition=petition)}  # fmt: skip


@pytest.fixture
def drafts(people, wishes):
    """A request of each kind, En Edición."""
    makers = {Kind.PERSONAL: people["owner"], Kind.INSTITUTIONAL: people["aiq"]}
    return {kind: requests.save_draft(wishes[kind], actor=makers[kind].actor) for kind in KINDS}
