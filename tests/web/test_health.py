"""The health pages: alive without anything, ready only with everything."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage, storages
from django.db import connection

from quipux import clock
from quipux.outbox.models import Mail
from quipux.runs.models import JobRun
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
def test_a_broker_that_does_not_answer_is_a_warning_and_people_go_on(pages, monkeypatch):
    from celery import current_app

    monkeypatch.setattr(current_app.conf, "broker_write_url", "redis://127.0.0.1:1/0")
    answer = pages.get("/salud/lista")
    assert (answer.status_code, answer.json()["estado"]) == (200, "lista")
    assert answer.json()["partes"]["cola"] == "advertencia"


@pytest.mark.django_db
def test_the_storage_is_not_written_at_every_question(pages, monkeypatch):
    asked = []
    monkeypatch.setitem(health.CHECKS, "almacenamiento", lambda: asked.append(1))
    for _ in range(5):
        pages.get("/salud/lista")
    assert asked == [1]


NIGHT_PARTS = ("reloj", "correos", "integridad", "antivirus", "copia de seguridad", "reservas", "noche")


def ends(name: str, ago: timedelta) -> None:
    JobRun.objects.update_or_create(name=name, defaults={"last_ended_at": clock.now() - ago})


@pytest.mark.django_db
def test_the_night_is_well_while_its_jobs_run(pages):
    ends("dispatch_due", timedelta(seconds=100))
    ends("check_integrity", timedelta(hours=25))
    answer = pages.get("/salud/noche")
    assert (answer.status_code, answer.json()) == (
        200,
        {"estado": "bien", "partes": dict.fromkeys(NIGHT_PARTS, "bien")},
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("job", "ago", "part"),
    [
        ("dispatch_due", timedelta(seconds=125), "reloj"),
        ("check_integrity", timedelta(hours=27), "integridad"),
        ("copy_system", timedelta(hours=27), "copia de seguridad"),
    ],
)
def test_a_job_that_stopped_is_named(pages, job, ago, part, settings):
    settings.QUIPUX_SYSTEM_BACKUP_FOLDER = "/mnt/copias"
    ends("copy_system", timedelta(hours=1))
    ends("dispatch_due", timedelta(seconds=1))
    ends("check_integrity", timedelta(hours=1))
    ends(job, ago)
    answer = pages.get("/salud/noche")
    assert answer.status_code == 503
    assert [name for name, state in answer.json()["partes"].items() if state == "falla"] == [part]


@pytest.mark.django_db
def test_a_mail_that_waits_too_long_is_seen(pages):
    now = clock.now()
    fields = {"to": "ana@ejemplo.gob.ec", "subject": "a", "text": "b", "next_attempt_at": now}
    Mail.objects.create(key="uno", created_at=now - timedelta(minutes=6), **fields)
    assert pages.get("/salud/noche").json()["partes"]["correos"] == "falla"


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["viva", "lista", "noche", "metricas"])
def test_s_74_health_and_metrics_do_not_exist_outside_the_house_but_for_who_has_the_token(pages, settings, page):
    def status(address, **headers):
        return pages.get(f"/salud/{page}", REMOTE_ADDR=address, headers=headers).status_code

    assert status("8.8.8.8") == 404
    assert status("8.8.8.8", Authorization="Bearer ") == 404
    assert status("10.1.2.3") in (200, 503)
    settings.QUIPUX_HEALTH_TOKEN = "ficha-de-pruebas-de-salud"
    assert status("8.8.8.8", Authorization="Bearer otra") == 404
    assert status("8.8.8.8", Authorization="Bearer ficha-de-pruebas-de-salud") in (200, 503)
