"""Making a copy of the system (safety §11): one snapshot, then the bytes its rows name."""

import io
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from django.conf import settings
from django.db import connection, transaction

from quipux import clock
from quipux.files.backends import backend
from quipux.files.errors import StoreError
from quipux.files.store import StoredBytesMissing, sync_folder
from quipux.safekeeping import elsewhere, programs, sealing
from quipux.safekeeping.contents import Content, contents_of, named
from quipux.safekeeping.errors import Misused, SafekeepingError
from quipux.safekeeping.manifest import DATABASE, FILES, MANIFEST, NAME, SHARED, Manifest, shared_path, table_counts
from quipux.safekeeping.retention import Keep, kept
from quipux.web.version import version

UNFINISHED = ".en-curso-"
NAMED_FAULTS = 1000
BUSY = "Ya hay una copia de seguridad en curso."


@dataclass
class Made:
    """What one run did.

    ``sealed``: contents that no earlier copy had; ``removed``: old copies that went; ``sent``: files that the bucket got.
    """

    path: Path
    manifest: Manifest
    sealed: int
    removed: int
    sent: int

    @property
    def counts(self) -> dict[str, int]:
        return {"contents": self.manifest.contents, "sealed": self.sealed, "faults": len(self.manifest.faults),
                "removed": self.removed, "sent": self.sent}  # fmt: skip


def folder() -> Path:
    """Where the copies lie. Raises `Misused` when nobody said where."""
    if not settings.QUIPUX_SYSTEM_BACKUP_FOLDER:
        raise Misused("Falta QUIPUX_SYSTEM_BACKUP_FOLDER, la carpeta de las copias de seguridad.")
    return Path(settings.QUIPUX_SYSTEM_BACKUP_FOLDER)


def copies(place: Path) -> dict[datetime, Path]:
    """The finished copies by their instant."""
    if not place.is_dir():
        return {}
    return {datetime.strptime(path.name, NAME): path for path in place.iterdir() if (path / MANIFEST).exists()}


def make_copy() -> Made:
    """Copy the whole system, sealed; an unfinished copy has a name that nobody takes for a copy.

    Raises:
        SafekeepingError: no place, no key, another run at work, the database could not be dumped, or the copy is made
            and whole but did not get to the bucket.
    """
    place = folder()
    sealing.recipient()  # asked before anything is written
    with _alone(), TemporaryFile(prefix="quipux-copia-") as listed:
        at = clock.now()
        staged, final = place / f"{UNFINISHED}{at:{NAME}}", place / f"{at:{NAME}}"
        if final.exists():  # of this same second
            raise SafekeepingError(BUSY)
        staged.mkdir(mode=0o700, parents=True)
        try:
            facts = _snapshot(staged, listed)
            sealed, faults = _seal_contents(place, listed, at)
            manifest = Manifest(made_at=at.isoformat(), version=version(), faults=faults, **facts)
            sealing.seal(io.BytesIO(manifest.to_json()), staged / MANIFEST)
            staged.rename(final)
            sync_folder(place)
        finally:
            shutil.rmtree(staged, ignore_errors=True)
        removed = _forget_old(place)
        return Made(final, manifest, sealed, removed, elsewhere.send(place) if elsewhere.is_on() else 0)


@dataclass
class Rehearsed:
    """What a run would do. ``bytes``: of the contents that no copy has yet, before sealing."""

    contents: int
    sealed: int
    bytes: int
    removed: int

    @property
    def counts(self) -> dict[str, int]:
        return asdict(self)


def rehearse() -> Rehearsed:
    """Count what `make_copy` would do, from the rows and the folder alone; nothing is written.

    Raises:
        SafekeepingError: no place or no key.
    """
    place = folder()
    sealing.recipient()
    found = copies(place)
    gone = set(found) - kept({*found, clock.now()}, Keep(*settings.QUIPUX_SYSTEM_BACKUP_KEEP))
    would = Rehearsed(0, 0, 0, len(gone))
    for content in named():
        is_new = not shared_path(place, content.sha256).exists()
        would.contents, would.sealed = would.contents + 1, would.sealed + is_new
        would.bytes += content.size * is_new
    return would


@contextmanager
def _alone() -> Iterator[None]:
    """One run at a time: what one removes, the other may be about to name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('system copy', 0))")
        if not cursor.fetchone()[0]:
            raise SafekeepingError(BUSY)
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended('system copy', 0))")


def _snapshot(staged: Path, listed: BinaryIO) -> dict:
    """The dump, the rows of each table and the contents they name, all of one instant."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # Nothing is asked while the dump is written, which may take hours.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        dumped = _dump(cursor.fetchone()[0], staged / DATABASE)
        tables, count, size = table_counts(), 0, 0
        for content in named():
            listed.write(json.dumps(content).encode() + b"\n")
            count, size = count + 1, size + content.size
    listed.seek(0)
    digest = sealing.seal(listed, staged / FILES).sha256
    return {
        "tables": tables,
        "dump_sha256": dumped.sha256,
        "files_sha256": digest,
        "contents": count,
        "content_bytes": size,
    }


def _dump(snapshot: str, path: Path) -> sealing.Counted:
    with programs.dump(snapshot) as process:
        dumped = sealing.seal(process.stdout, path)
        programs.require_success(process)
    return dumped


def _seal_contents(place: Path, listed: BinaryIO, at: datetime) -> tuple[int, list[str]]:
    """Seal what no copy has yet: how many, and which cannot be kept and why.

    Every content is marked with the instant of the newest copy that names it, for `_forget_old`.
    """
    sealed, faults = 0, []
    for content in contents_of(listed):
        path = shared_path(place, content.sha256)
        is_new = not path.exists()
        fault = _seal_one(path, content) if is_new else ""
        if fault:
            faults.append(f"{content.alias} {content.key}: {fault}")
        else:
            os.utime(path, (at.timestamp(), at.timestamp()))
            sealed += is_new
    return sealed, faults[:NAMED_FAULTS]


def _seal_one(path: Path, content: Content) -> str:
    try:
        with backend(content.alias).open(content.key) as source:
            passed = sealing.seal(source, path, accept=lambda counted: counted.sha256 == content.sha256)
    except StoredBytesMissing:
        return "no está en el almacenamiento"
    except StoreError as error:
        return f"el almacenamiento no responde ({error})"
    return "" if passed.sha256 == content.sha256 else "su contenido cambió"


# Old copies -------------------------------------------------------------------------------------------


def _forget_old(place: Path) -> int:
    """Remove the copies that no day, week or month keeps, then the contents that only they named."""
    found = copies(place)
    kept_now = kept(found, Keep(*settings.QUIPUX_SYSTEM_BACKUP_KEEP))
    for at in set(found) - kept_now:
        shutil.rmtree(found[at])
    # A content bears the instant of the newest copy that names it: an older one is named by none that is left.
    oldest = min(kept_now).timestamp()
    for path in (place / SHARED).rglob("*.age"):
        if path.stat().st_mtime < oldest:
            path.unlink()
    return len(found) - len(kept_now)
