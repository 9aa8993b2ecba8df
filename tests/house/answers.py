"""Asking one address once and looking at what the answer did."""

from dataclasses import dataclass
from functools import cache

from django.db import connection, transaction

SESSIONS = "django_session"


@dataclass(frozen=True)
class Answer:
    """What came back; ``seal`` is the checksum of the database right after."""

    status: int
    headers: dict[str, str]
    body: bytes
    seal: str


def ask(client, method: str, address: str, data: dict | None = None) -> Answer:
    """Ask once, inside a savepoint that is undone."""
    with transaction.atomic():
        response = client.get(address) if method == "GET" else client.post(address, data or {})
        body = b"".join(response.streaming_content) if response.streaming else response.content
        answer = Answer(response.status_code, dict(response.headers), body, checksum())
        transaction.set_rollback(True)
    return answer


def checksum() -> str:
    """A digest of every row of every table, the sessions apart."""
    with connection.cursor() as cursor:
        cursor.execute(_checksum_sql())
        return cursor.fetchone()[0]


@cache
def _checksum_sql() -> str:
    tables = sorted(set(connection.introspection.table_names()) - {SESSIONS})
    digests = " UNION ALL ".join(f"SELECT '{name}', md5(string_agg(t::text, '' ORDER BY t::text)) FROM \"{name}\" t"
                                 for name in tables)  # fmt: skip
    return f"SELECT md5(string_agg(d::text, '' ORDER BY d::text)) FROM ({digests}) d"
