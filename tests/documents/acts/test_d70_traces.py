"""Every act leaves its trace, which nobody takes away (D-70, safety §4)."""

from uuid import uuid4

import pgtrigger
import pytest
from django.db import InternalError, connection, transaction

from documents import services
from documents.acts import ACTS, running
from institutions.models import SharedTray
from quipux import clock
from quipux.history.chain import verify_all
from quipux.history.models import Entry
from tests import factories
from tests.cast import servant

pytestmark = pytest.mark.django_db


@pytest.fixture
def luisa(area):
    return servant(factories.make_servant(area, "Luisa Mora", title="Asistente"))


def received(person, sender):
    return factories.copy_of(factories.make_document(sender, to=[person]), person)


def shelved(person, sender):
    return services.shelve(received(person, sender), actor=person.actor)


def draft(person, other):
    return factories.original_of(factories.make_draft(person, to=[other]))


def deleted(person, other):
    return services.delete_draft(draft(person, other), actor=person.actor)


def informed(person, sender, other):
    copy = received(other, sender)
    services.inform(copy, person.appointment, actor=other.actor)
    return copy


def passed_on(person, sender, other):
    return services.reassign(received(person, sender), other.appointment, actor=person.actor)


def shared(person, chief, sender):
    SharedTray.objects.create(chief=chief.appointment, member=person.appointment, since=clock.now())
    return received(chief, sender)


@pytest.mark.parametrize(("slug", "action", "make"), [
    ("reasignar", "reassign", lambda ana, bruno, luisa, carla: received(ana, bruno)),
    ("informar", "inform", lambda ana, bruno, luisa, carla: received(ana, bruno)),
    ("archivar", "shelve", lambda ana, bruno, luisa, carla: received(ana, bruno)),
    ("restaurar", "unshelve", lambda ana, bruno, luisa, carla: shelved(ana, bruno)),
    ("comentar", "comment", lambda ana, bruno, luisa, carla: received(ana, bruno)),
    ("recuperar", "recover", lambda ana, bruno, luisa, carla: passed_on(ana, bruno, luisa)),
    ("tomar", "reassign", lambda ana, bruno, luisa, carla: shared(ana, bruno, carla)),
    ("eliminar-informado", "remove_informed", lambda ana, bruno, luisa, carla: informed(ana, bruno, luisa)),
    ("eliminar", "delete", lambda ana, bruno, luisa, carla: draft(ana, bruno)),
    ("restaurar", "restore", lambda ana, bruno, luisa, carla: deleted(ana, bruno)),
    ("eliminar-definitivo", "purge", lambda ana, bruno, luisa, carla: deleted(ana, bruno)),
])  # fmt: skip
def test_d_70_an_act_leaves_who_when_from_to_and_why(ana, bruno, luisa, carla, slug, action, make):
    copy = make(ana, bruno, luisa, carla)
    data = {"comment": "Motivo del acto", "target": luisa.appointment, "targets": [luisa.appointment], "deadline": None}
    run = running.run(ACTS[slug], [copy.uuid], actor=ana.actor, data=data, key=uuid4())
    assert run.results[0]["done"], run.results
    entry = Entry.objects.of(copy).first()
    assert (entry.action, entry.actor_name, entry.actor_position, entry.actor_area) == (
        action, "Ana Torres", "Especialista", ana.appointment.area.name)  # fmt: skip
    assert entry.at is not None
    assert entry.comment in ("Motivo del acto", "Documento tomado por Ana Torres")
    if action in ("reassign", "inform", "comment"):
        assert entry.target["name"]
    assert verify_all()[1] == []


@pytest.mark.parametrize("sql", [
    "UPDATE history_entry SET comment = 'otro'",
    "DELETE FROM history_entry",
    "TRUNCATE history_entry",
])  # fmt: skip
def test_d_70_s_65_postgresql_refuses_to_change_a_recorrido(ana, bruno, sql):
    copy = received(ana, bruno)
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert Entry.objects.of(copy).exists()


def test_d_70_a_row_altered_by_the_owner_of_the_database_is_named(ana, bruno):
    copy = received(ana, bruno)
    entry = Entry.objects.of(copy).first()
    with pgtrigger.ignore("history.Entry:append_only"):
        Entry.objects.filter(pk=entry.pk).update(actor_name="Otra Persona")
    [fault] = verify_all()[1]
    assert (fault.subject_id, fault.sequence) == (str(copy.uuid), entry.sequence)
