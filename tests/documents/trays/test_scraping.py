"""A program that reads what people look through is stopped, and noticed (safety §2.3, S-25)."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings

from documents import alarms
from institutions.models import Grant
from quipux import clock
from quipux.accesslog.models import AccessEntry, Event
from quipux.limits import pages, services
from quipux.limits.models import PageUse
from quipux.notices.models import Notice
from quipux.outbox.models import Mail
from tests import factories
from tests.backups.pages.reading import Page

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 21, 12, 3, tzinfo=clock.GUAYAQUIL)
TRAY = "/bandejas/recibidos/?lectura=no&texto=informe"


def opened(person, act, times, period):
    """The person opened so many pages already."""
    services.count_page(act, person.user.pk, period=period)
    PageUse.objects.filter(act=act).update(count=times)


def test_s_25_the_page_after_three_hundred_in_ten_minutes_is_429_and_keeps_the_filters(client, ana, bruno):
    anas = client(ana)
    with clock.frozen_at(NOON):
        opened(ana, "list_page", pages.LISTS - 1, pages.LISTS_PERIOD)
        assert anas.get(TRAY).status_code == 200
        for address in (TRAY, "/bandejas/enviados/", "/documentos/destinatarios/", "/buscar/avanzada/"):
            assert anas.get(address).status_code == 429, address
        refused = anas.get(TRAY)
        assert client(bruno).get(TRAY).status_code == 200
    page = Page(refused)
    assert "Abrió más de 300 páginas de listas en 10 minutos. Podrá seguir a las 12:10." in page.text
    assert page.links()["Volver a cargar esta página"] == TRAY
    assert refused["Retry-After"] == "420"
    assert AccessEntry.objects.filter(user=ana.user, event=Event.DENIED, object_kind="list_page").count() == 1
    with clock.frozen_at(NOON + timedelta(minutes=7)):
        assert anas.get(TRAY).status_code == 200


def test_s_25_the_search_after_sixty_in_a_minute_is_429_and_its_empty_form_is_not(client, ana):
    anas = client(ana)
    with clock.frozen_at(NOON):
        opened(ana, "search", pages.SEARCHES, pages.SEARCHES_PERIOD)
        refused = anas.get("/buscar/?q=informe")
        assert (refused.status_code, refused["Retry-After"]) == (429, "60")
        assert "Hizo más de 60 búsquedas en un minuto." in Page(refused).text
        assert anas.get("/buscar/avanzada/").status_code == 200


def test_s_25_five_thousand_documents_in_a_day_are_told_once_and_none_is_refused(client, ana, bruno, diego, carla):
    auditor = factories.make_servant(diego.appointment.area, "Tania Ruiz", permissions=["audit_institution"])
    Grant.objects.create(appointment=diego.appointment, permission="audit_institution")
    letter = factories.make_document(carla, to=[ana])
    copy, anas = factories.copy_of(letter, ana), client(ana)
    with clock.frozen_at(NOON), override_settings(QUIPUX_ALERT_EMAIL="alertas@ejemplo.gob.ec"):
        opened(ana, alarms.PAGES, alarms.MANY - 2, alarms.DAY)
        for _ in range(3):
            assert anas.get(f"/documentos/{copy.uuid}/").status_code == 200
    told = Notice.objects.filter(key__startswith="abiertos-")
    assert {notice.user_id for notice in told} == {diego.user.pk, auditor.person_id}
    assert told.count() == 2
    assert told[0].text == "Una persona de la institución abrió 5000 documentos en un día. Ana Torres, Especialista."
    mails = Mail.objects.filter(subject__contains="uchos documentos abiertos")
    assert {mail.to for mail in mails} == {
        "alertas@ejemplo.gob.ec", diego.appointment.notice_address, auditor.notice_address}  # fmt: skip
    assert not any("Torres" in mail.text + mail.html for mail in mails)


def test_s_25_counting_waits_for_no_disk_and_old_windows_are_forgotten(ana):
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'limits_pageuse'")
        assert cursor.fetchone() == ("u",)
    with clock.frozen_at(NOON):
        opened(ana, "list_page", 5, pages.LISTS_PERIOD)
    with clock.frozen_at(NOON + services.KEPT + timedelta(hours=1)):
        assert services.forget() == 1
