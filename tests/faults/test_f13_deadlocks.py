"""F-13: whoever loses a deadlock tries again, up to three times, and nobody sees anything of it."""

import threading
import uuid
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection, transaction

from documents.models import ActRun, Copy, Task
from documents.services import tasks
from documents.states import CopyState, TaskState
from quipux import clock, retrying
from quipux.history.models import Entry
from tests.factories import make_document

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 30  # seconds
SOON = "250ms"  # a session looks once, so long after it began to wait: the other one must have crossed by then


@pytest.fixture(autouse=True)
def _deadlocks_are_seen_soon():
    """The own connection looks for a deadlock first, so that it is the one that loses."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET deadlock_timeout = '{SOON}'")
    yield
    connection.close()


def waits(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE pid = %s AND NOT granted)", [pid])
        return cursor.fetchone()[0]


class Other:
    """A second session that takes the chain of a subject first and its row then: an act takes them the other way round."""

    def __init__(self, subject):
        self.pid, self._subject = own_pid(), subject
        self.ready, self.crossed, self.failed = threading.Event(), 0, None
        self.thread = threading.Thread(target=self._run)

    def _run(self):
        try:
            self._cross()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            self.failed = error
        finally:
            self.ready.set()
            connection.close()

    def _cross(self):
        with connection.cursor() as cursor:
            cursor.execute("SET deadlock_timeout = '10s'")
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [self._chain()])
            self.ready.set()
            limit = clock.database_now().timestamp() + PATIENCE
            while not waits(self.pid):
                assert clock.database_now().timestamp() < limit, "nobody crossed"
            type(self._subject).objects.select_for_update(of=("self",)).get(pk=self._subject.pk)
            self.crossed += 1

    def _chain(self):
        return ":".join(map(str, self._subject.history_subject()))


def own_pid() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


@contextmanager
def crossed_by(other: Other):
    other.thread.start()
    assert other.ready.wait(PATIENCE)
    yield
    other.thread.join(PATIENCE)
    assert other.failed is None


@pytest.fixture
def copy(ana, bruno) -> Copy:
    return make_document(ana, to=[bruno]).copies.get(holder=bruno.appointment)


def post_act(browser, copy):
    key = uuid.uuid4()
    answer = browser.post("/documentos/acciones/archivar/", {
        "copia": str(copy.uuid), "confirmar": "1", "clave": str(key), "comment": "Se archiva."})  # fmt: skip
    return answer, ActRun.objects.get(key=key)


def test_f_13_an_act_on_a_document_that_loses_a_deadlock_is_done_all_the_same(client, bruno, copy, caplog):
    browser = client(bruno)
    caplog.set_level("INFO", logger="quipux.retrying")
    other = Other(copy)
    with crossed_by(other):
        answer, run = post_act(browser, copy)
    assert (answer.status_code, other.crossed) == (302, 1)
    assert [item["done"] for item in run.results] == [True]
    assert Copy.objects.get(pk=copy.pk).state == CopyState.SHELVED
    assert Entry.objects.of(copy).filter(action="shelve").count() == 1
    assert [record.message for record in caplog.records] == ["conflict_retried"]


def test_f_13_a_page_that_loses_a_deadlock_is_asked_again_when_nothing_was_committed(client, ana, bruno, copy, caplog):
    task = tasks.assign(copy, ana.appointment, comment="Revise", due=clock.today(), actor=bruno.actor)
    browser = client(ana)
    caplog.set_level("INFO", logger="quipux.retrying")
    other = Other(task)
    with crossed_by(other):
        answer = browser.post(f"/tareas/{task.uuid}/finalizar/", {})
    assert (answer.status_code, other.crossed) == (302, 1)
    assert [record.message for record in caplog.records] == ["page_retried"]
    assert Task.objects.get().state == TaskState.FINISHED


def test_f_13_after_three_more_tries_the_error_is_told_and_a_lost_transaction_is_never_half_done():
    tries = []

    def lose():
        tries.append(1)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$")

    with pytest.raises(OperationalError):
        retrying.retried(lose)
    assert len(tries) == 4
    with pytest.raises(OperationalError), transaction.atomic():
        retrying.retried(lose)
    assert len(tries) == 5, "inside a transaction nothing is tried again: it is lost as a whole"


@pytest.mark.long
def test_f_13_a_thousand_acts_under_crossing_sessions_show_no_error(client, ana, bruno):
    browser, seen = client(bruno), []
    for number in range(1000):
        copy = make_document(ana, to=[bruno]).copies.get(holder=bruno.appointment)
        other = Other(copy)
        if number % 5:
            answer, run = post_act(browser, copy)
        else:
            with crossed_by(other):
                answer, run = post_act(browser, copy)
        seen += [answer.status_code] if answer.status_code != 302 or not run.results[0]["done"] else []
    assert seen == []
