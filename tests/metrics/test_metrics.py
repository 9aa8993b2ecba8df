"""Metrics: of the requests of every process and of the work that stands, with nobody in them (safety §13)."""

import re
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from quipux import clock
from quipux.metrics import figures
from quipux.outbox.models import Mail
from quipux.outbox.services import queue_mail
from quipux.runs import services as runs
from tests.factories import make_document

pytestmark = pytest.mark.django_db


def samples(client) -> dict[tuple, float]:
    """(name, values of its labels) → number."""
    text = client.get("/salud/metricas").content.decode()
    found = [one for family in text_string_to_metric_families(text) for one in family.samples]
    return {(one.name, *(one.labels[label] for label in sorted(one.labels))): one.value for one in found}


def test_requests_are_counted_by_view_and_status_never_by_address(client, ana, bruno):
    document = make_document(ana, to=[bruno])
    copy = document.copies.filter(holder=bruno.appointment).get()
    entered = client(bruno)
    before = samples(entered).get(("quipux_requests_total", "GET", "200", "documents:document"), 0)
    entered.get(f"/documentos/{copy.uuid}/")
    entered.get("/no-existe/")
    after = samples(entered)
    assert after["quipux_requests_total", "GET", "200", "documents:document"] == before + 1
    assert after["quipux_requests_total", "GET", "404", "ninguna"] >= 1
    assert after["quipux_request_seconds_count", "documents:document"] >= 1
    text = entered.get("/salud/metricas").content.decode()
    assert str(copy.uuid) not in text
    assert document.number not in text
    assert "Salas" not in text
    labels = {value for key in after for value in key[1:]}
    assert not [value for value in labels if re.search(r"\d{10}|@", value)], "no cédula and no mail"


def test_the_work_that_stands_is_read_when_asked(client, ana):
    queue_mail(key="una-prueba", to="ana@ejemplo.gob.ec", subject="a", text="b")
    Mail.objects.filter(key="una-prueba").update(created_at=clock.now() - timedelta(minutes=7))
    runs.run("sweep_leases", lambda: 0)
    found = samples(client(ana))
    assert found["quipux_mails", "queued"] >= 1
    assert 420 <= found["quipux_mail_oldest_seconds",] < 500
    assert found["quipux_job_age_seconds", "sweep_leases"] < 60
    assert found["quipux_backups", "running"] == 0
    assert found["quipux_disk_bytes", "libres"] > 0


def test_a_figure_that_cannot_be_read_hides_no_other(client, ana, monkeypatch):
    broken = figures.Figure("rota", "Una cifra rota", "", lambda: {"": 1 / 0})
    monkeypatch.setattr(figures, "FIGURES", [broken, *figures.FIGURES])
    found = samples(client(ana))
    assert found["quipux_figure_failed", "rota"] == 1
    assert ("quipux_mails", "queued") in found
