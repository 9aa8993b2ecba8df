"""F-03: a web process dies after its COMMIT and before it rings: the row is there, and the sweep finds it."""

import os
import random
import signal

import pytest
from django.db import connection, connections, transaction

from quipux.outbox import services as outbox
from quipux.outbox.models import Mail, MailState

KILLS = 30


def write_and_die(name: str) -> None:
    """In a child: one committed event, and the end of the process in place of its bell."""
    with transaction.atomic():
        transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))  # first in line, before the bell
        outbox.queue_mail(key=name, to="ana@ejemplo.gob.ec", subject="Prueba", text=name)


def killed(name: str) -> bool:
    """Whether the child was killed, as it must be, and not ended by itself."""
    connections.close_all()  # a connection is nobody's after a fork
    child = os.fork()
    if child == 0:
        write_and_die(name)
        os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_f_03_what_was_committed_before_the_kill_is_sent_by_the_sweep(mailoutbox):
    names = [f"prueba-{number}" for number in random.Random(3).sample(range(1000), KILLS)]
    assert all(killed(name) for name in names)
    assert outbox.send_due() == KILLS
    assert sorted(mail.body for mail in mailoutbox) == sorted(names)
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.SENT}
    assert outbox.send_due() == 0
    assert connection.is_usable()
