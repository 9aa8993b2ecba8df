"""pg_dump and pg_restore: found, told where the database is, and never given a secret on the command line."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import BinaryIO

from django.db import connection

from quipux import servers
from quipux.safekeeping.errors import SafekeepingError


def dump(snapshot: str) -> subprocess.Popen:
    """Start a dump of the database as ``snapshot`` sees it; what it says comes out of ``stdout``."""
    command = [str(_program("pg_dump")), "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment())


def dumper() -> Path:
    """The program that dumps this database. Raises `SafekeepingError` where none is installed."""
    return _program("pg_dump")


def require_success(process: subprocess.Popen) -> None:
    """Wait for the end. Raises `SafekeepingError` with the first line of what the program complained of."""
    complaint = process.stderr.read().decode(errors="replace").strip()
    if process.wait():
        raise SafekeepingError(
            f"No se pudo volcar la base: {complaint.splitlines()[0] if complaint else 'sin detalle'}"
        )


def restore(dumped: BinaryIO) -> None:
    """Fill the empty database from a dump: all of it or nothing. Raises `SafekeepingError`."""
    command = [str(_program("pg_restore")), "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error",
               f"--dbname={connection.settings_dict['NAME']}"]  # fmt: skip
    done = subprocess.run(command, stdin=dumped, capture_output=True, env=_environment(), text=True, errors="replace")
    if done.returncode:
        raise SafekeepingError(f"No se pudo restaurar la base: {(done.stderr.splitlines() or ['sin detalle'])[0]}")


def _environment() -> dict[str, str]:
    place = connection.settings_dict
    told = {"PGHOST": place["HOST"], "PGPORT": place["PORT"], "PGUSER": place["USER"], "PGPASSWORD": place["PASSWORD"],
            "PGDATABASE": place["NAME"]}  # fmt: skip
    return {**os.environ, **{name: str(value) for name, value in told.items() if value}}


def _program(name: str) -> Path:
    """The oldest program that knows this server: a newer one may write what the server does not understand."""
    connection.ensure_connection()
    server = connection.pg_version // 10_000
    fitting = {major: path for path in _candidates(name) if (major := _major(path)) and major >= server}
    if not fitting:
        raise SafekeepingError(f"No se encontró {name} de PostgreSQL {server}; instale postgresql-client-{server}.")
    return fitting[min(fitting)]


def _candidates(name: str) -> list[Path]:
    folders = [*Path("/usr/lib/postgresql").glob("*/bin"), servers.wheel_postgres()]
    found = [folder / name for folder in folders if folder and (folder / name).exists()]
    return [*found, *([Path(shutil.which(name))] if shutil.which(name) else [])]


def _major(program: Path) -> int:
    try:
        said = subprocess.run([str(program), "--version"], capture_output=True, text=True)
    except OSError:
        return 0
    words = said.stdout.split()
    return int(words[2].split(".")[0]) if said.returncode == 0 and len(words) > 2 else 0
