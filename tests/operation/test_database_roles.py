"""The three roles of docs/operacion.md: the very statements of the page, and what each role may not do afterwards."""

import re

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from quipux.history import chain
from quipux.history.models import Entry
from tests.factories import make_document
from tests.house import source

pytestmark = pytest.mark.django_db
PAGE = (source.ROOT / "docs" / "operacion.md").read_text(encoding="utf-8").partition("## Tres roles de la base")[2]
STATEMENTS = re.search(r"```sql\n(.*?)```", PAGE, re.S)[1]


@pytest.fixture
def roles(ana, bruno):
    """The page's statements, taken back with the test; some rows were written before."""
    make_document(ana, to=[bruno])
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS)


def as_role(role: str, *statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        for statement in statements:
            cursor.execute(statement)
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize("statement", [
    "UPDATE history_entry SET comment = 'otro'", "DELETE FROM history_entry", "UPDATE history_anchor SET digest = ''",
    "TRUNCATE history_entry", "ALTER TABLE history_entry DISABLE TRIGGER ALL", "DROP TABLE documents_copy",
    "CREATE TABLE mia (a int)", "DELETE FROM django_migrations", "UPDATE accesslog_accessentry SET network = ''"])  # fmt: skip
def test_the_role_of_the_application_changes_neither_the_tables_nor_what_is_only_added(roles, statement):
    with pytest.raises((ProgrammingError, DatabaseError), match=r"permission denied|must be owner"):
        as_role("quipux_app", statement)


def test_the_role_of_the_application_does_its_work(roles, ana, bruno):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE quipux_app")
        document = make_document(bruno, to=[ana])
        cursor.execute("RESET ROLE")
    copy = document.copies.get(holder=ana.appointment)
    assert Entry.objects.of(copy).exists()
    assert chain.verify_all()[1] == []


@pytest.mark.parametrize("statement", [
    "UPDATE documents_copy SET state = 'sent'", "INSERT INTO django_session VALUES ('a', 'b', now())",
    "SELECT password FROM accounts_user", "SELECT seed FROM accounts_secondfactor", "SELECT text FROM outbox_mail"])  # fmt: skip
def test_the_role_of_reports_writes_nothing_and_reads_no_secret(roles, statement):
    with pytest.raises(ProgrammingError, match="permission denied"):
        as_role("quipux_lectura", statement)


def test_the_role_of_reports_reads(roles):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE quipux_lectura")
        cursor.execute(
            "SELECT current_user, (SELECT count(*) FROM documents_document), (SELECT count(*) FROM history_entry)"
        )
        seen = cursor.fetchone()
        cursor.execute("RESET ROLE")
    assert seen == ("quipux_lectura", 1, Entry.objects.count())
