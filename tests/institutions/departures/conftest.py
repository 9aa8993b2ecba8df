"""A case of Ana, with work of every kind waiting for somebody (institutions §16, I-28)."""

from datetime import timedelta

import pytest

from documents.services import tasks
from institutions.departures import cases
from institutions.models import DepartureReason
from quipux import clock
from tests import factories
from tests.factories import actor_of


def open_case(aiq, person, *, days=5, **fields):
    """A case whose last day is so many days from today."""
    values = {"reason": DepartureReason.RESIGNATION, "last_day": clock.today() + timedelta(days=days)}
    [case] = cases.open_cases([person.appointment], cases.Wish(**values | fields), actor=actor_of(aiq))
    return case


def task_for(person, by, other):
    """A task of ``by`` for ``person`` on something ``by`` received from ``other``."""
    copy = factories.copy_of(factories.make_document(other, to=[by]), by)
    return tasks.assign(copy, person.appointment, actor=by.actor, comment="Prepare la respuesta.",
                        due=clock.today() + timedelta(days=30))  # fmt: skip


@pytest.fixture
def work(ana, bruno, elsa):
    """5 En Trámite, 2 drafts, 1 open and 1 finished task of Ana (I-28)."""
    for number in range(5):
        factories.make_document(elsa, to=[ana], subject=f"Asunto reservado {number}")
    for _ in range(2):
        factories.make_draft(ana, to=[bruno])
    task_for(ana, bruno, elsa)
    return tasks.finish(task_for(ana, bruno, elsa), actor=ana.actor)
