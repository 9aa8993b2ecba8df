"""The doorbell: it never fails nor delays the act that rings it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction

from quipux import jobs
from quipux.outbox.models import Mail
from quipux.outbox.services import queue_mail

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = """
import django; django.setup()
from django.db import transaction
from quipux import jobs
for _ in range(3):
    jobs.ring("backups.tasks.dispatch_due")
print("answered", flush=True)
jobs.rung()
"""


@pytest.mark.django_db(transaction=True)
def test_f_04_with_the_broker_down_the_act_goes_on_and_the_bell_is_left_alone_for_a_while():
    environment = os.environ | {
        "CELERY_BROKER_URL": "redis://127.0.0.1:1/0",
        "DJANGO_SETTINGS_MODULE": "quipux.settings",
    }
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, capture_output=True, text=True,
                          check=True)  # fmt: skip
    assert done.stdout == "answered\n"
    assert done.stderr.count("bell_lost") == 1, done.stderr


@transaction.atomic
def queue_and_fail():
    queue_mail(key="prueba", to="ana@ejemplo.gob.ec", subject="Prueba", text="Texto")
    raise RuntimeError


@pytest.mark.django_db(transaction=True)
def test_a_ring_of_a_transaction_that_fails_is_not_sent(monkeypatch):
    sent = []
    monkeypatch.setattr(jobs, "_send", lambda *call: sent.append(call))
    with pytest.raises(RuntimeError):
        queue_and_fail()
    jobs.rung()
    assert (sent, Mail.objects.count()) == ([], 0)
    queue_mail(key="prueba", to="ana@ejemplo.gob.ec", subject="Prueba", text="Texto")
    jobs.rung()
    assert [call[0] for call in sent] == ["quipux.outbox.tasks.send_due"]
