"""The health pages: alive without anything, ready only with everything."""

import pytest
from django.core.files.storage import default_storage, storages
from django.db import connection

from quipux.web import health


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch):
    monkeypatch.setitem(health._last, "at", None)


def test_a_process_is_alive_without_database(pages, monkeypatch):
    monkeypatch.setattr(connection, "cursor", lambda: 1 / 0)
    assert pages.get("/salud/viva").json() == {"estado": "viva"}


@pytest.mark.django_db
def test_an_installation_is_ready_when_every_part_answers(pages):
    answer = pages.get("/salud/lista")
    assert answer.json() == {
        "estado": "lista",
        "partes": {"base de datos": "bien", "migraciones": "bien", "almacenamiento": "bien", "cola": "bien"},
    }
    assert answer.status_code == 200
    assert default_storage.listdir(health.PROBE_FOLDER)[1] == []


@pytest.mark.django_db
def test_a_broken_part_makes_it_not_ready_and_is_named_without_its_reason(pages, monkeypatch):
    def full(*args, **kwargs):
        raise OSError("/srv/secreto: disco lleno")

    monkeypatch.setattr(type(storages["default"]), "_save", full)
    answer = pages.get("/salud/lista")
    assert answer.status_code == 503
    assert answer.json()["partes"]["almacenamiento"] == "falla"
    assert answer.json()["partes"]["base de datos"] == "bien"
    assert "secreto" not in answer.content.decode()


@pytest.mark.django_db
def test_a_broker_that_does_not_answer_makes_it_not_ready(pages, monkeypatch):
    from celery import current_app

    monkeypatch.setattr(current_app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    answer = pages.get("/salud/lista")
    assert (answer.status_code, answer.json()["partes"]["cola"]) == (503, "falla")


@pytest.mark.django_db
def test_the_storage_is_not_written_at_every_question(pages, monkeypatch):
    asked = []
    monkeypatch.setitem(health.CHECKS, "almacenamiento", lambda: asked.append(1))
    for _ in range(5):
        pages.get("/salud/lista")
    assert asked == [1]
