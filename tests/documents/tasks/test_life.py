"""Tareas from giving them to their end (documents §4.2, §13.9, D-43, D-44)."""

from datetime import date, datetime, timedelta

import pytest

from documents.models import ConfidentialGrant, Copy, Participation, Task
from documents.services import answer, reassign, shelve, tasks, unshelve
from documents.states import CopyState, How, TaskState
from documents.trays import membership
from institutions.models import Grant, SharedTray
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.history.models import Entry
from quipux.notices.models import Notice
from quipux.outbox.models import Mail
from tests import factories
from tests.cast import servant

AT = datetime(2026, 5, 4, 10, 0, tzinfo=clock.GUAYAQUIL)
THE_20TH = date(2026, 5, 20)


@pytest.fixture(autouse=True)
def _early_may():
    with clock.frozen_at(AT):
        yield


@pytest.fixture
def luisa(area):
    return servant(factories.make_servant(area, "Luisa Mora", title="Asistente"))


@pytest.fixture
def copy(bruno, elsa):
    """A document of the reception desk that Bruno holds."""
    return factories.copy_of(factories.make_document(elsa, to=[bruno], at=AT), bruno)


@pytest.fixture
def task(copy, ana, bruno):
    return give(copy, bruno, ana)


def give(copy, giver, receiver, due=THE_20TH, **fields):
    return tasks.assign(copy, receiver.appointment, actor=giver.actor, comment="Prepare el informe", due=due, **fields)


def again(row):
    return type(row).objects.get(pk=row.pk)


def labels(subject):
    return [entry.label for entry in Entry.objects.of(subject)]


def test_d_44_the_life_of_a_task(client, ana, bruno, luisa, copy):
    assert copy in membership.received(bruno.actor)
    task = give(copy, bruno, ana)
    assert again(copy).holder == bruno.appointment
    assert copy not in membership.received(bruno.actor)
    assert list(membership.tasks_sent(bruno.actor)) == list(membership.tasks_received(ana.actor)) == [task]
    with pytest.raises(Invalid, match="no puede terminar después de su tarea, que vence el 2026-05-20"):
        give(copy, ana, luisa, due=THE_20TH + timedelta(days=1))
    below = give(copy, ana, luisa, due=THE_20TH)
    assert below.parent == task
    tasks.advance(task, 50, actor=ana.actor)
    assert again(task).progress == 50
    tasks.advance(task, 100, actor=ana.actor)
    assert (again(task).state, again(task).progress) == (TaskState.FINISHED, 100)
    assert again(below).state == TaskState.CANCELLED
    assert not again(copy).out_on_task
    tasks.reopen(task, actor=bruno.actor)
    assert (again(task).progress, again(copy).out_on_task) == (0, True)
    below = give(copy, ana, luisa)
    tasks.cancel(task, actor=bruno.actor)
    assert {again(task).state, again(below).state} == {TaskState.CANCELLED}
    assert not again(copy).out_on_task
    page = client(bruno).get("/bandejas/recibidos/").content.decode()
    assert str(copy.uuid) in page
    assert "Recibido de Tarea" in page


def test_both_histories_both_facts_a_notice_and_a_mail_tell_of_a_task(ana, bruno, copy):
    task = give(copy, bruno, ana)
    assert labels(task) == labels(copy)[:1] == ["Asignar tarea"]
    entry = Entry.objects.of(copy).first()
    assert entry.details == {"task": str(task.uuid), "due": "2026-05-20"}
    facts = Participation.objects.filter(copy=copy, how__in=[How.TASK_TO, How.TASK_BY]).values_list(
        "appointment", "how"
    )
    assert set(facts) == {(ana.appointment.pk, How.TASK_TO), (bruno.appointment.pk, How.TASK_BY)}
    notice = Notice.objects.get(user=ana.user, text__startswith="Tarea asignada")
    assert notice.url == f"/tareas/{task.uuid}/"
    mail = Mail.objects.get(to=ana.user.email, subject__contains="Tarea asignada")
    assert "Fecha Máxima: 2026-05-20" in mail.text
    tasks.finish(task, actor=ana.actor, comment="Hecho")
    assert labels(copy)[0] == labels(task)[0] == "Finalizar tarea"
    assert Notice.objects.filter(user=bruno.user, text__startswith="Tarea finalizada").exists()


def test_who_may_be_given_a_task_and_when(ana, bruno, carla, diego, luisa, copy):
    with pytest.raises(Forbidden):
        give(copy, luisa, ana)
    for person, sentence in ((bruno, "Elija a otra persona"), (carla, "no es un servidor activo"),
                             (diego, "no pertenece a las áreas")):  # fmt: skip
        with pytest.raises(Invalid, match=sentence):
            give(copy, bruno, person)
    with pytest.raises(Invalid, match="anterior a hoy"):
        give(copy, bruno, ana, due=AT.date() - timedelta(days=1))
    with pytest.raises(Invalid, match="Escriba en Comentario"):
        tasks.assign(copy, ana.appointment, actor=bruno.actor, comment=" ", due=THE_20TH)
    give(copy, bruno, ana)
    with pytest.raises(Invalid, match="ya tiene una tarea pendiente"):
        give(copy, bruno, ana)
    with pytest.raises(Invalid, match="tiene el documento"):
        give(copy, ana, bruno)


def test_only_its_people_move_a_task(ana, bruno, luisa, task):
    for verb, person in ((tasks.finish, bruno), (tasks.finish, luisa), (tasks.cancel, ana), (tasks.cancel, luisa)):
        with pytest.raises(Forbidden):
            verb(task, actor=person.actor)
    with pytest.raises(Forbidden):
        tasks.advance(task, 10, actor=bruno.actor)
    with pytest.raises(Forbidden):
        tasks.move_due(task, THE_20TH, actor=ana.actor)
    with pytest.raises(Forbidden):
        tasks.comment(task, "Hola", actor=luisa.actor)
    with pytest.raises(Invalid, match="de diez en diez"):
        tasks.advance(task, 15, actor=ana.actor)
    tasks.cancel(task, actor=bruno.actor)
    mails = Mail.objects.count()
    with pytest.raises(NotAllowedNow):
        tasks.finish(task, actor=ana.actor)
    assert Mail.objects.count() == mails


def test_the_date_moves_between_today_the_task_above_and_the_subtasks(ana, bruno, luisa, copy, task):
    below = give(copy, ana, luisa, due=THE_20TH - timedelta(days=2))
    with pytest.raises(Invalid, match="Hay una subtarea que vence el 2026-05-18"):
        tasks.move_due(task, THE_20TH - timedelta(days=3), actor=bruno.actor)
    tasks.move_due(task, THE_20TH + timedelta(days=5), actor=bruno.actor, comment="Más tiempo")
    assert again(task).due == date(2026, 5, 25)
    assert Entry.objects.of(task).first().comment == "2026-05-20 → 2026-05-25. Más tiempo"
    with pytest.raises(Invalid, match="después de su tarea"):
        tasks.move_due(below, date(2026, 5, 26), actor=ana.actor)


def test_d_43_archiving_cancels_tasks_and_restoring_does_not_revive_them(ana, bruno, luisa, copy):
    given = [give(copy, bruno, ana), give(copy, bruno, luisa)]
    shelve(copy, actor=bruno.actor)
    assert {again(task).state for task in given} == {TaskState.CANCELLED}
    assert Entry.objects.of(given[0]).first().comment == "El documento se archivó."
    for person in (ana, luisa):
        assert Mail.objects.filter(to=person.user.email, subject__contains="Tarea cancelada").count() == 1
    with pytest.raises(NotAllowedNow, match="el documento está en estado Archivado"):
        tasks.reopen(given[0], actor=bruno.actor)
    unshelve(copy, actor=bruno.actor)
    assert not Task.objects.filter(state=TaskState.PENDING).exists()
    assert (again(copy).state, again(copy).out_on_task) == (CopyState.IN_PROCESS, False)


def test_a_shelving_that_is_refused_cancels_nothing(ana, bruno, luisa, task, copy):
    with pytest.raises(Forbidden):
        shelve(copy, actor=luisa.actor)
    assert again(task).state == TaskState.PENDING


def test_with_the_document_its_tasks_pass_to_the_new_holder(ana, bruno, luisa, copy, task):
    reassign(copy, luisa.appointment, actor=bruno.actor, comment="Siga usted")
    assert again(task).assigned_by == luisa.appointment
    assert again(copy).out_on_task
    assert labels(task)[0] == "Cambio de propietario de tarea"
    tasks.cancel(task, actor=luisa.actor)
    assert not again(copy).out_on_task


def test_reassigning_to_who_has_the_task_ends_it(ana, bruno, copy, task):
    reassign(copy, ana.appointment, actor=bruno.actor)
    assert again(task).state == TaskState.CANCELLED
    assert not again(copy).out_on_task


def test_a_member_of_the_shared_tray_takes_the_document_before_giving_a_task(ana, bruno, luisa, copy):
    SharedTray.objects.create(chief=bruno.appointment, member=ana.appointment, since=AT)
    task = give(copy, ana, luisa)
    assert again(copy).holder == task.assigned_by == ana.appointment
    assert "Documento tomado por Ana Torres" in Entry.objects.of(copy).values_list("comment", flat=True)


def test_finishing_may_hand_the_drafted_answer_to_the_assigner(ana, bruno, copy, task):
    Grant.objects.create(appointment=ana.appointment, permission="create_outgoing")
    factories.document_type("oficio")
    factories.document_type("memorando")
    draft = answer(copy, servant(ana.appointment).actor)
    tasks.finish(task, actor=ana.actor, hand_in=True)
    assert again(draft).holder == bruno.appointment
    assert again(draft).state == CopyState.DRAFT


# Confidential -----------------------------------------------------------------------------------------


@pytest.fixture
def secret(ana, bruno, elsa):
    document = factories.make_document(elsa, to=[bruno], at=AT, subject="Canario reservado", confidential=True)
    return factories.copy_of(document, bruno)


def test_d_52_a_task_on_a_confidential_document_needs_leave_which_ends_with_it(client, ana, bruno, secret):
    with pytest.raises(Invalid, match="es Confidencial"):
        give(secret, bruno, ana)
    assert not Task.objects.exists()
    task = give(secret, bruno, ana, authorised=True)
    assert Copy.objects.with_level(ana.actor).get(pk=secret.pk).level == 5
    assert client(ana).get(f"/documentos/{secret.uuid}/").status_code == 200
    tasks.finish(task, actor=ana.actor, comment="Canario del comentario")
    assert ConfidentialGrant.objects.filter(copy=secret, revoked_at__isnull=False).count() == 1
    assert client(ana).get(f"/documentos/{secret.uuid}/").status_code == 404
    page = client(ana).get(f"/tareas/{task.uuid}/").content.decode()
    assert "Documento confidencial" in page
    assert "Canario" not in page
    assert "Prepare el informe" not in page
    tasks.reopen(task, actor=bruno.actor)
    assert client(ana).get(f"/documentos/{secret.uuid}/").status_code == 200
