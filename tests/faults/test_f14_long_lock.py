"""F-14: a migration waits for a lock no longer than its limit, so that pages do not queue behind it."""

import threading

import pytest
from django.db import OperationalError, connection, transaction

from tests.concurrency.parallel import at_once


@pytest.mark.django_db(transaction=True)
def test_f_14_a_change_of_a_table_in_use_gives_up_and_pages_go_on(client, ana):
    held, over = threading.Event(), threading.Event()

    def somebody_reads():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM documents_copy")
            held.set()
            over.wait(60)

    def migrate():
        held.wait(60)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '300ms'")  # `QUIPUX_LOCK_TIMEOUT` is of every connection
                cursor.execute("ALTER TABLE documents_copy ADD COLUMN prueba integer")
        finally:
            over.set()

    _, refused = at_once(somebody_reads, migrate)
    assert isinstance(refused, OperationalError)
    assert refused.__cause__.pgcode == "55P03"
    assert client(ana).get("/bandejas/recibidos/").status_code == 200


@pytest.mark.django_db
def test_f_14_every_connection_has_the_limits_of_the_settings(settings):
    with connection.cursor() as cursor:
        for name, wanted in (("lock_timeout", settings.QUIPUX_LOCK_TIMEOUT),
                             ("idle_in_transaction_session_timeout", settings.QUIPUX_IDLE_TIMEOUT)):  # fmt: skip
            cursor.execute("SELECT setting::int / 1000 FROM pg_settings WHERE name = %s", [name])
            assert cursor.fetchone()[0] == wanted
