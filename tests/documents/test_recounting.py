"""Participation counted again: nothing to correct after ordinary work, and what was lost or altered comes back (safety §9)."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from documents.models import Participation
from documents.services import recounting, routing, tasks
from quipux import clock
from tests import factories
from tests.documents.window.making import sent

pytestmark = pytest.mark.django_db
NOTHING = {"missing": 0, "dated": 0}


@pytest.fixture
def office(ana, bruno, diego, elsa):
    """One fact of every kind; gives the document with the most of them."""
    document = factories.make_document(ana, to=[bruno], cc=[diego])
    copy = document.copies.get(holder=bruno.appointment)
    routing.inform(copy, ana.appointment, actor=bruno.actor)
    tasks.assign(copy, ana.appointment, comment="Revise", due=clock.today() + timedelta(days=3), actor=bruno.actor)
    sent(elsa, bruno)
    factories.make_draft(ana, to=[bruno])
    return document


def told(*options) -> dict:
    out = StringIO()
    call_command("recount", "--json", *options, stdout=out)
    return {name: count for name, count in json.loads(out.getvalue()).items() if name in NOTHING}


def facts() -> set:
    return set(Participation.objects.values_list("appointment", "document", "copy", "how", "document_date", "other"))


def test_after_ordinary_work_nothing_differs(office):
    assert told() == NOTHING


def test_a_week_of_nights_looks_at_every_document_once(office):
    seen = []
    for day in range(recounting.NIGHTS):
        with clock.frozen_at(clock.now() + timedelta(days=day)):
            seen.append(recounting.recount_tonight()["documents"])
    assert sum(seen) == recounting.recount()["documents"] == 3


def test_what_was_lost_and_what_was_altered_come_back_as_they_were_and_the_log_says_so(office, caplog):
    before = facts()
    lost = Participation.objects.filter(document=office, how__in=("received", "sent", "informed_to", "task_to"))
    count = lost.count()
    lost.delete()
    assert (
        Participation.objects.filter(document=office, how="copied").update(document_date=clock.now() + timedelta(9))
        == 1
    )
    wanted = {"missing": count, "dated": 1}
    assert told("--dry-run") == wanted
    assert facts() != before
    assert told() == wanted
    assert facts() == before
    assert {record.message for record in caplog.records if record.levelname == "ERROR"} == {"participation_drift"}
    assert told() == NOTHING
