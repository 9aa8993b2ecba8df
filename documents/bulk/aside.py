"""Indexes and foreign keys put aside for a large load, and put back whatever happens.

What must come back is a row of ``seed_bulk.owed`` in the transaction that takes it away, and it leaves that
table in the transaction that brings it back: an interruption at any point only leaves work to repeat.
"""

from django.db import connection, transaction

from documents.models import Copy, Document, Informed, IssuedNumber, Participation, Party, SearchRow, Task
from quipux.history.models import Entry

TABLES = [
    model._meta.db_table
    for model in (Document, Party, Copy, Participation, Informed, Task, IssuedNumber, SearchRow, Entry)
]
BUILD, ATTACH, VALIDATE = 1, 2, 3  # turns: those of one turn may be done at the same time
OWED = "CREATE TABLE seed_bulk.owed (id serial PRIMARY KEY, turn int NOT NULL, statement text NOT NULL)"
# Longest first, so that the last ones are short.
NEXT = """
    SELECT id, statement FROM seed_bulk.owed WHERE turn = %s ORDER BY statement LIKE '%% gin %%' DESC, id
    LIMIT 1 FOR UPDATE SKIP LOCKED
"""
_CONSTRAINTS = """
    SELECT conrelid::regclass::text, quote_ident(conname), contype, pg_get_constraintdef(oid), pg_get_indexdef(conindid)
    FROM pg_constraint WHERE conrelid = ANY(%s::regclass[]) AND contype IN ('f', 'u') ORDER BY contype, 1, 2
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY(%s::regclass[]) AND NOT indisprimary
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype = 'u') ORDER BY 1
"""
_MARKING = """
    SELECT tgrelid::regclass::text, quote_ident(tgname) FROM pg_trigger
    WHERE tgrelid = ANY(%s::regclass[]) AND tgname = 'search_mark_insert' AND tgenabled <> 'D'
"""


def put_aside() -> None:
    """Drop what slows a load down, all in the caller's transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks still to come cannot be altered
        for table, name, kind, definition, index in _read(cursor, _CONSTRAINTS):
            if kind == "u":
                _owe(cursor, BUILD, index)
                _owe(cursor, ATTACH, f"ALTER TABLE {table} ADD CONSTRAINT {name} UNIQUE USING INDEX {name}")
            else:
                _owe(cursor, ATTACH, f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition} NOT VALID")
                _owe(cursor, VALIDATE, f"ALTER TABLE {table} VALIDATE CONSTRAINT {name}")
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, definition in _read(cursor, _INDEXES):
            _owe(cursor, BUILD, definition)
            cursor.execute(f"DROP INDEX {name}")
        for table, name in _read(cursor, _MARKING):
            _owe(cursor, ATTACH, f"ALTER TABLE {table} ENABLE TRIGGER {name}")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")


def put_back(turn: int, tell) -> None:
    """Bring back what is owed of ``turn``, until nothing is; several connections may do so together."""
    while statement := _bring_next(turn):
        tell(statement)


def _bring_next(turn) -> str | None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(NEXT, [turn])
        found = cursor.fetchone()
        if found is None:
            return None
        cursor.execute(found[1])
        cursor.execute("DELETE FROM seed_bulk.owed WHERE id = %s", [found[0]])
    return found[1]


def _read(cursor, statement):
    cursor.execute(statement, [TABLES])
    return cursor.fetchall()


def _owe(cursor, turn, statement):
    cursor.execute("INSERT INTO seed_bulk.owed (turn, statement) VALUES (%s, %s)", [turn, statement])
