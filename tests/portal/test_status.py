"""«Estado del servicio»: what the last samples found, without personal data (accounts-portal §11)."""

from datetime import timedelta

import pytest

from quipux import clock
from quipux.portal import status
from quipux.portal.models import ServiceSample
from quipux.web import health
from tests.backups.pages.reading import Page

pytestmark = pytest.mark.django_db


def text(client) -> str:
    return Page(client.get("/estado/")).text


def test_every_part_is_told_with_a_word_and_a_failing_one_too(client, monkeypatch):
    def broken():
        raise health.UnhealthyError("no answer")

    monkeypatch.setitem(health.NIGHT_CHECKS, "correos", broken)
    monkeypatch.setattr(status, "_figures", [lambda: "", lambda: "Una cifra."])
    status.sample()
    status.sample()
    [sample] = ServiceSample.objects.all()
    assert sample.parts["Documentos"] is True
    page = text(client)
    assert "Correo Con problemas" in page
    assert "Documentos Funciona" in page
    assert "100,00 % de las comprobaciones" in page
    assert "Una cifra." in page


def test_old_samples_are_told_as_such_and_forgotten_after_thirty_days(client):
    now = clock.now()
    for minutes, is_up in ((5, True), (6, False), (60 * 24 * 31, False)):
        ServiceSample.objects.create(at=now - timedelta(minutes=minutes), parts={"Documentos": is_up}, is_up=is_up)
    page = text(client)
    assert "Desde entonces no hay datos." in page
    assert "Documentos Sin comprobar" in page
    assert "50,00 %" in page
    assert status.sample() == {"forgotten": 1}


def test_without_any_sample_the_page_says_so(client):
    assert "Todavía no hay comprobaciones." in text(client)
    assert "No hay mantenimientos ni alertas en este momento." in text(client)
