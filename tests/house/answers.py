"""Asking one address once and looking at what the answer did."""

from dataclasses import dataclass

from django.db import connection, transaction

# None changes anything that people work on: the log of accesses is written by refusals and readings themselves,
# and pages of lists and documents are counted for their limits (safety S-25).
APART = ["django_session", "accesslog_accessentry", "limits_pageuse"]


@dataclass(frozen=True)
class Answer:
    """What came back; ``wrote`` is whether any row of any table, but sessions, the log of accesses and the
    counts of pages, was touched for it; ``cookies`` are the names of those it sets."""

    status: int
    headers: dict[str, str]
    body: bytes
    wrote: bool
    cookies: frozenset[str] = frozenset()


def ask(client, method: str, address: str, data: dict | None = None, **extra) -> Answer:
    """Ask once, inside a savepoint that is undone; ``extra`` is for the client."""
    with transaction.atomic():
        before = touched()
        response = client.get(address, **extra) if method == "GET" else client.post(address, data or {}, **extra)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        answer = Answer(
            response.status_code, dict(response.headers), body, touched() != before, frozenset(response.cookies)
        )
        transaction.set_rollback(True)
    return answer


def touched() -> int:
    """Rows that statements of this transaction inserted, changed or deleted until now.

    PostgreSQL counts them itself, undone ones and changes into the same value too: stricter than a checksum of
    all tables, and a tenth of its time.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(sum(pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
                       " + pg_stat_get_xact_tuples_deleted(oid)), 0) FROM pg_class"
                       " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> ALL(%s)",
                       [APART])  # fmt: skip
        return cursor.fetchone()[0]
