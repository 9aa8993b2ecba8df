"""Citizens, and what a window registered of them."""

from dataclasses import dataclass

import pytest

from accounts.models import CitizenKind, CitizenProfile, User
from documents.models import Document
from institutions.actors import Citizen
from institutions.middleware import SESSION_KEY
from quipux import clock
from tests import factories
from tests.cast import BACKEND, CastClient
from tests.documents.citizens import making


@dataclass(frozen=True)
class Outsider:
    """A citizen of the cast."""

    user: User
    actor: Citizen

    def enter(self) -> CastClient:
        """A client signed in as this citizen."""
        client = CastClient()
        client.force_login(self.user, backend=BACKEND)
        session = client.session
        session[SESSION_KEY] = self.actor.context_id
        session.save()
        return client


def outsider(name: str, kind: str) -> Outsider:
    user = factories.make_user(name)
    return Outsider(user, Citizen(user, CitizenProfile.objects.create(person=user, kind=kind)))


@pytest.fixture
def gina(db) -> Outsider:
    """A citizen without electronic signature."""
    return outsider("Gina Salazar", CitizenKind.UNSIGNED)


@pytest.fixture
def hugo(db) -> Outsider:
    """A citizen with electronic signature."""
    return outsider("Hugo Benítez", CitizenKind.SIGNED)


@pytest.fixture
def external(elsa):
    """Maker of what the window registered and delivered: ``external(gina, to=[bruno], subject=…)``."""

    def make(somebody, *, to, at=None, **fields) -> Document:
        with clock.frozen_at(at or clock.now()):
            return making.external(elsa, somebody.user, to=to, **fields)

    return make


@pytest.fixture
def letter():
    """Maker of what an officer sent to a citizen on paper: ``letter(bruno, to=gina)``."""

    def make(author, *, to, **fields) -> Document:
        return making.letter_on_paper(author, to.user, **fields)

    return make
