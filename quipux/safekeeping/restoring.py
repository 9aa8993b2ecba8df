"""Restoring a copy of the system into an empty place, and looking whether all of it came back (safety §11)."""

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pyrage
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from quipux.files import store
from quipux.files.backends import backend
from quipux.files.parts import PartStore
from quipux.safekeeping import checks, programs, sealing
from quipux.safekeeping.contents import Content, contents_of
from quipux.safekeeping.errors import Misused, SafekeepingError
from quipux.safekeeping.manifest import DATABASE, FILES, MANIFEST, Manifest, shared_path, table_counts

ALIASES = ("default", "backups")


@dataclass
class Restored:
    """What came back: how many of each thing were looked at, and every fault in words."""

    made_at: str
    counts: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def read_manifest(copy: Path, key: pyrage.x25519.Identity) -> Manifest:
    """What the copy says of itself. Raises `SafekeepingError`."""
    text = io.BytesIO()
    sealing.unseal(copy / MANIFEST, text, key=key)
    return Manifest.from_json(text.getvalue())


def restore(copy: Path, key: pyrage.x25519.Identity, *, tell: Callable[[str], None] = lambda words: None) -> Restored:
    """Fill the configured database and store, both empty, from ``copy``; then check everything.

    Args:
        copy: folder of one copy; the contents lie beside it.
        key: the private key.
        tell: told in Spanish what begins.

    Raises:
        SafekeepingError: something is there already, another key, altered or missing files, or a newer release.
    """
    manifest = read_manifest(copy, key)
    require_empty()
    restored = Restored(manifest.made_at)
    tell("Base de datos")
    _restore_database(copy, key, manifest)
    tell("Archivos")
    restored.faults += _restore_contents(copy, key, manifest)
    tell("Comprobaciones")
    _compare(manifest, restored)
    for name, count, faults in checks.run():
        restored.counts[name] = count
        restored.faults += faults
    return restored


def require_empty() -> None:
    """Nothing is ever written over. Raises `Misused`."""
    with connection.cursor() as cursor:
        if connection.introspection.table_names(cursor):
            raise Misused("La base de DATABASE_URL no está vacía: restaure en una base nueva.")
    for alias in ALIASES:
        if next(iter(backend(alias).list_keys()), None) is not None:
            raise Misused("El almacenamiento de STORAGE_URL no está vacío: restaure en uno nuevo.")


def _restore_database(copy, key, manifest):
    with sealing.opened(copy / DATABASE, key=key, sha256=manifest.dump_sha256) as dumped:
        programs.restore(dumped)
    executor = MigrationExecutor(connection)
    if set(executor.loader.applied_migrations) - set(executor.loader.disk_migrations):
        raise SafekeepingError("La copia es de una versión más nueva de Quipux: instale esa versión y repita.")


def _restore_contents(copy, key, manifest) -> list[str]:
    faults, done = [], set()
    with sealing.opened(copy / FILES, key=key, sha256=manifest.files_sha256) as listed:
        for content in contents_of(listed):
            try:
                _restore_one(copy.parent, key, content)
            except SafekeepingError as error:
                faults.append(f"{content.alias} {content.key}: {error}")
            done.add(content.alias)
    if "default" in done:
        store.mark_alive()
    return faults


def _restore_one(folder, key, content: Content):
    """By the same way every part is written: staged, durable, then its name."""
    with PartStore(content.alias).stage(content.sha256) as staged:
        sealing.unseal(shared_path(folder, content.sha256), staged.file, key=key)
        staged.file.seek(0)
        passed = sealing.Counted(staged.file)
        while passed.read(sealing.CHUNK):
            pass
        if (passed.sha256, passed.size) != (content.sha256, content.size):
            raise SafekeepingError("los bytes de la copia no son los que nombra")
        staged.commit(content.key, size=content.size, sha256=content.sha256)


def _compare(manifest, restored):
    """Row by row of each table; the migrations of a newer release come after."""
    counts = table_counts()
    restored.counts |= {"tablas": len(counts), "filas": sum(counts.values()), "contenidos": manifest.contents}
    restored.faults += [f"{name}: {counts.get(name, 0)} filas y no {count}"
                        for name, count in manifest.tables.items() if counts.get(name) != count]  # fmt: skip
    restored.faults += [f"en la copia original: {fault}" for fault in manifest.faults]
    call_command("migrate", verbosity=0, interactive=False)
