"""The order of a load: staff and counters first, then blocks of documents that are whole or absent.

Which blocks are missing is a row each, so a load cut short goes on where it was. Until it ends the
schema ``seed_bulk`` stands beside the product's tables.
"""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction

from documents.bulk import aside, facts, finding, letters, staff, traces
from documents.bulk.plan import FEWEST_PEOPLE, PLACES, Plan
from documents.bulk.wording import BODIES, SUBJECTS
from documents.models import Copy, Document, DocumentType, Party
from institutions.models import Institution
from quipux.errors import Invalid

BLOCK = 50_000  # documents in one transaction
FEW = 10_000  # documents below which dropping and building indexes costs more than keeping them
CONNECTIONS = 2
STATEMENTS = (*letters.BLOCK, *facts.BLOCK, *traces.BLOCK, *finding.BLOCK)
LOAD = """
CREATE TABLE seed_bulk.load (documents bigint, people int, run int, values jsonb);
CREATE TABLE seed_bulk.block (first bigint PRIMARY KEY, next bigint NOT NULL);
"""
NEXT = "SELECT first, next FROM seed_bulk.block ORDER BY first LIMIT 1 FOR UPDATE SKIP LOCKED"
RESERVE = "SELECT setval(pg_get_serial_sequence(%s, 'id'), nextval(pg_get_serial_sequence(%s, 'id')) + %s)"
# Nobody waits for this connection, and what a crash of the machine loses is only a block that was not told.
SESSION = """
    SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0;
    SET synchronous_commit = off; SET work_mem = '128MB'; SET maintenance_work_mem = '512MB'; SET jit = off
"""


@dataclass(frozen=True)
class Told:
    """What a load did: ``seconds`` of documents, and of the indexes and keys that were put aside."""

    documents: int
    seconds: float
    restoring: float


def fill(*, documents: int, people: int, tell: Callable[[str], None] = lambda words: None,
         puts_aside: bool | None = None) -> Told:  # fmt: skip
    """Add invented documents to this database, or finish the load that was cut short.

    Args:
        tell: gets a sentence now and then.
        puts_aside: whether indexes and foreign keys go meanwhile; by itself, for a load that is large beside
            what is there already. Nobody else should work with the database then.

    Raises:
        Invalid: too few people for two institutions.
    """
    if people < FEWEST_PEOPLE or documents < 1:
        words = f"Pida al menos un documento y {FEWEST_PEOPLE} personas."
        raise Invalid(words, reason=words)
    begun = time.monotonic()
    with _session():
        if not _is_loading():
            _begin(Plan(documents, people, 1 + _runs()), tell)
        large = documents >= max(FEW, _known_documents()) if puts_aside is None else puts_aside
        if large and not _owes():
            _put_aside(tell)
        large = _owes()
        try:
            done = _all_blocks(CONNECTIONS if large else 1, tell)
        finally:
            filled = time.monotonic()
            _restore(tell) if large else None
        _end(tell)
    return Told(done, filled - begun, time.monotonic() - filled)


def repair(tell: Callable[[str], None] = lambda words: None) -> bool:
    """Bring back the indexes and keys that an interrupted load left aside. Returns whether any were missing."""
    with _session():
        if not (_is_loading() and _owes()):
            return False
        _restore(tell)
    return True


@contextmanager
def _session():
    with connection.cursor() as cursor:
        cursor.execute(SESSION)
    yield
    if connection.connection is not None and not connection.in_atomic_block:
        connection.close()  # its settings go with it


@transaction.atomic
def _begin(plan, tell):
    tell(f"Creando {plan.institutions} instituciones, {plan.areas} áreas y {plan.people} personas…")
    staff.engage(plan)
    values = _values(plan)
    with connection.cursor() as cursor:
        cursor.execute(traces.FUNCTION)
        cursor.execute(LOAD)
        cursor.execute(aside.OWED)
        cursor.execute(letters.ABROAD, values | {"from": 0, "to": plan.documents})
        for statement in letters.COUNTERS:
            cursor.execute(statement, values)
        cursor.execute("INSERT INTO seed_bulk.load VALUES (%s, %s, %s, %s)",
                       [plan.documents, plan.people, plan.run, json.dumps(values)])  # fmt: skip
        cursor.execute("INSERT INTO seed_bulk.block SELECT n, least(n + %s, %s) FROM generate_series(0, %s - 1, %s) AS n",
                       [BLOCK, plan.documents, plan.documents, BLOCK])  # fmt: skip


@transaction.atomic
def _put_aside(tell):
    tell("Apartando índices y claves…")
    aside.put_aside()


def _values(plan) -> dict:
    """The plan's own figures and where the identifiers of this load begin; each table gets them at once."""
    external = DocumentType.objects.get(slug="externo").pk
    return plan.values() | {
        "document": _reserve(Document, plan.documents), "copy": _reserve(Copy, plan.documents * PLACES),
        "party": _reserve(Party, plan.documents * PLACES), "external": external, "subjects": len(SUBJECTS),
        "bodies": len(BODIES), "operator": settings.QUIPUX_OPERATOR_NAME,
    }  # fmt: skip


def _reserve(model, count) -> int:
    with connection.cursor() as cursor:
        cursor.execute(RESERVE, [model._meta.db_table, model._meta.db_table, count])
        return cursor.fetchone()[0] - count


def _all_blocks(connections, tell) -> int:
    """Every missing block, shared among connections. Returns how many documents."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT values FROM seed_bulk.load")
        values = cursor.fetchone()[0]
    progress = _Progress(tell, values if isinstance(values, dict) else json.loads(values))
    _together(connections, progress.work)
    return progress.done


class _Progress:
    """Blocks done so far, told with the speed."""

    def __init__(self, tell, values):
        self.tell, self.values, self.done, self.begun = tell, values, 0, time.monotonic()

    def work(self):
        while count := _next_block(self.values):
            self.done += count
            speed = self.done / max(0.001, time.monotonic() - self.begun)
            self.tell(f"{self.done} documentos nuevos; {speed:.0f} por segundo.")


@transaction.atomic
def _next_block(values) -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT)
        block = cursor.fetchone()
        if block is None:
            return 0
        first, following = block
        for statement in STATEMENTS:
            cursor.execute(statement, values | {"from": first, "to": following})
        cursor.execute("DELETE FROM seed_bulk.block WHERE first = %s", [first])
        cursor.execute("DROP TABLE letter, held")
    return following - first


def _together(connections, work) -> None:
    """Run ``work`` in so many connections; in this one when it is the only one, so that a test's transaction holds it."""
    if connections == 1:
        work()
        return
    with ThreadPoolExecutor(connections) as pool:
        for future in [pool.submit(_apart, work) for _ in range(connections)]:
            future.result()


def _apart(work):
    try:
        with _session():
            work()
    finally:
        connection.close()


def _restore(tell) -> None:
    tell("Devolviendo índices y claves…")
    for turn, connections in ((aside.BUILD, CONNECTIONS), (aside.ATTACH, 1), (aside.VALIDATE, CONNECTIONS)):
        _together(connections, lambda turn=turn: aside.put_back(turn, lambda statement: tell(f"  {statement[:100]}")))


def _end(tell) -> None:
    """Statistics, and which pages everybody may see: without them an index is never enough for an answer."""
    tell("Actualizando las estadísticas…")
    act = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{act} {', '.join(aside.TABLES)}, institutions_appointment, accounts_user, documents_numbercounter"
        )
        cursor.execute("DROP SCHEMA seed_bulk CASCADE")


def _is_loading() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('seed_bulk.load') IS NOT NULL")
        return cursor.fetchone()[0]


def _owes() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM seed_bulk.owed)")
        return cursor.fetchone()[0]


def _runs() -> int:
    return Institution.objects.filter(sigla__regex=r"^PRB[0-9]+A$").count()


def _known_documents() -> int:
    """How many there are, as the planner believes."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = %s::regclass", [Document._meta.db_table]
        )
        return int(cursor.fetchone()[0])
