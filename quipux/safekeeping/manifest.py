"""What a copy of the system holds, in its own words."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import connection

from quipux.safekeeping.errors import SafekeepingError

FORMAT = 1
DATABASE, FILES, MANIFEST = "base.dump.age", "archivos.jsonl.age", "manifiesto.json.age"
NAME = "%Y-%m-%dT%H%M%S%z"  # of the folder of a copy, by its instant
SHARED = "archivos"  # contents of all copies, each sealed once


@dataclass(frozen=True)
class Manifest:
    """Attributes:

    made_at: ISO instant of the snapshot.
    tables: rows of every table in it.
    dump_sha256, files_sha256: of the dump and of the list of contents, before sealing.
    contents, content_bytes: how much the rows name in the store.
    faults: contents that could not be kept, in words; a sound copy has none.
    """

    made_at: str
    version: str
    tables: dict[str, int]
    dump_sha256: str
    files_sha256: str
    contents: int
    content_bytes: int
    faults: list[str]
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Raises `SafekeepingError` when another release wrote it."""
        facts = json.loads(text)
        if facts.get("format") != FORMAT:
            raise SafekeepingError("La copia es de una versión que este programa no conoce.")
        return cls(**facts)


def shared_path(folder: Path, sha256: str) -> Path:
    """Where a content lies sealed, for all copies of ``folder``."""
    return folder / SHARED / sha256[:2] / sha256[2:4] / f"{sha256}.age"


def table_counts() -> dict[str, int]:
    """Rows of every table, as the current transaction sees them."""
    with connection.cursor() as cursor:
        counts = {}
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608 (the database's own names)
            counts[name] = cursor.fetchone()[0]
    return counts
