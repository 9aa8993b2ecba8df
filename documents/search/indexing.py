"""Keeping the index: marks are rows, the bell is rung after the commit, a sweep finds what no bell announced.

The database marks by itself what changes a document (triggers of the migration), so that no writer can
forget it. Only one indexer writes at a time: of two that read the same document the slower one could
keep the older text.
"""

from django.db import connection, transaction

from documents.models import Document, SearchMark
from documents.search import statements
from quipux import jobs

BATCH = 200  # documents in one transaction: about half a second
TURN = "SELECT pg_try_advisory_xact_lock(hashtextextended('search_index', 0))"
WAITED_TURN = "SELECT pg_advisory_xact_lock(hashtextextended('search_index', 0))"


def mark(document_id: int) -> None:
    """Ask for the rows of a document to be written again, and tell a worker once this transaction ends.

    Args:
        document_id: primary key. What changes rows of documents, parties and anexos is marked unasked.
    """
    SearchMark.objects.create(document_id=document_id)
    jobs.ring("documents.tasks.reindex_search")


def reindex_due() -> int:
    """Write the rows of everything marked, in batches. Returns how many documents.

    Safe in several copies: who finds the turn taken leaves the rest to the other, or to the next sweep.
    """
    done = 0
    while written := _next_batch():
        done += written
    return done


@transaction.atomic
def _next_batch():
    with connection.cursor() as cursor:
        cursor.execute(TURN)
        if not cursor.fetchone()[0]:
            return 0
    marks = dict(SearchMark.objects.order_by("pk").values_list("pk", "document_id")[:BATCH])
    ids = set(marks.values())
    write_rows(sorted(ids))
    SearchMark.objects.filter(pk__in=marks).delete()
    return len(ids)


def write_rows(ids: list[int]) -> None:
    """Write every row of the documents ``ids`` (primary keys) as they are now; the caller has the turn."""
    with connection.cursor() as cursor:
        for statement in statements.EACH:
            cursor.execute(statement, {"ids": ids})


def rebuild(tell=lambda last, done: None) -> int:
    """Write every row again, the oldest document first, without holding changes back. Returns how many documents.

    Args:
        tell: called after each batch with the last primary key and how many are done.
    """
    last, done = 0, 0
    while ids := list(Document.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(WAITED_TURN)
            write_rows(ids)
        last, done = ids[-1], done + len(ids)
        tell(last, done)
    return done
