"""F-11, F-12: the database is away, or takes no more connections: a page that says so, never an error, and back alone."""

import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import OperationalError, connection

from quipux.outbox import services as outbox
from quipux.outbox.models import Mail
from tests.cast import CastClient
from tests.faults.between import Between

pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ("/bandejas/recibidos/", "/ingresar/", "/respaldos/mis-solicitudes/", "/buscar/?q=carta")


@pytest.fixture
def between():
    """Everything Django asks of the database goes through it."""
    real = connection.settings_dict["HOST"] or urlsplit(os.environ["DATABASE_URL"]).path
    with tempfile.TemporaryDirectory(prefix="qx-") as folder:
        standing = Between(Path(folder), Path(real))
        connection.close()
        connection.settings_dict["HOST"] = folder
        try:
            yield standing
        finally:
            connection.close()
            connection.settings_dict["HOST"] = real
            standing.cut()


def statuses(browser) -> list[int]:
    found = []
    for page in PAGES:
        answer = browser.get(page)
        found.append(answer.status_code)
        if answer.status_code == 503:
            assert answer.headers["Retry-After"] == "30"
            assert "<h1" in answer.content.decode()
        # Between two requests a server looks at its connection again (`CONN_HEALTH_CHECKS`).
        connection.close_if_unusable_or_obsolete()
    return found


def test_f_11_while_the_database_is_away_pages_say_so_and_work_waits(client, ana, between):
    browser = client(ana)
    browser.raise_request_exception = False
    assert 503 not in statuses(browser)
    outbox.queue_mail(key="prueba", to="ana@ejemplo.gob.ec", subject="Prueba", text="hola")
    between.cut()
    assert statuses(browser) == [503] * len(PAGES)
    assert CastClient().get("/salud/viva").status_code == 200
    with pytest.raises(OperationalError):
        outbox.send_due()
    connection.close()
    between.begin()
    assert 503 not in statuses(browser)
    assert outbox.send_due() == 1
    assert Mail.objects.get().state == "sent"


def test_f_12_without_connections_left_the_answer_is_503_and_it_recovers_alone(client, ana, between):
    browser = client(ana)
    browser.raise_request_exception = False
    browser.get(PAGES[0])
    connection.close()
    between.code = "53300"
    assert statuses(browser) == [503] * len(PAGES)
    between.code = ""
    assert 503 not in statuses(browser)


def test_a_connection_lost_between_two_requests_is_taken_up_unnoticed(client, ana, between):
    browser = client(ana)
    browser.raise_request_exception = False
    for _ in range(50):
        between.hang_up()
        connection.close_if_unusable_or_obsolete()
        assert browser.get(PAGES[0]).status_code == 200
