"""A PostgreSQL of one test alone, with the tables of the tests: to be killed, filled and damaged."""

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from quipux import servers


class OwnPostgres:
    """The server, and the way to it for this process and for its workers.

    Attributes:
        url: `DATABASE_URL` of the programs of the test.
    """

    def __init__(self, folder: Path, *, tablespace: Path | None = None):
        self.who = servers.server_user("postgres", "nobody")
        folder.chmod(0o711)
        self.run = servers.socket_folder(folder, self.who)
        programs = servers.system_postgres() or servers.wheel_postgres()
        self.server = servers.Postgres(programs, folder / "pg", self.run, who=self.who, durable=True)
        self.url = self.server.start()
        if tablespace:
            os.chown(tablespace, self.who.get("user", -1), self.who.get("group", -1))
            self.say("postgres", f"CREATE TABLESPACE pequeno LOCATION '{tablespace}'")
            self.say("postgres", f"ALTER DATABASE {servers.ROLE} SET TABLESPACE pequeno")
        self._take_over_tables()

    def say(self, database: str, *statements: str) -> None:
        """Let the server's owner say something to a database."""
        for statement in statements:
            self.call("psql", "-v", "ON_ERROR_STOP=1", "-q", "-d", database, "-c", statement)

    def call(self, program: str, *arguments: str) -> subprocess.CompletedProcess:
        """One of PostgreSQL's programs, on this server."""
        command = [str(self.server.programs / program), "-h", str(self.run), "-U", servers.ROLE, *arguments]
        return subprocess.run(command, cwd="/", capture_output=True, text=True, check=True)

    def _take_over_tables(self):
        place = connection.settings_dict
        host = place["HOST"] or urlsplit(os.environ["DATABASE_URL"]).path
        dump = [self.server.programs / "pg_dump", "-h", host, "-U", servers.ROLE, place["NAME"]]
        load = [
            self.server.programs / "psql",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            self.run,
            "-U",
            servers.ROLE,
            servers.ROLE,
        ]
        with subprocess.Popen(list(map(str, dump)), stdout=subprocess.PIPE) as dumping:
            subprocess.run(list(map(str, load)), stdin=dumping.stdout, stdout=subprocess.DEVNULL, check=True)
        assert dumping.returncode == 0

    def restart(self) -> None:
        """`pg_ctl stop -m immediate`, and the start after it, with the recovery that it needs."""
        self.server.process.send_signal(signal.SIGQUIT)
        self.server.process.wait(30)
        self.server.start()
        connection.close()

    def stop(self) -> None:
        self.server.stop()


@contextmanager
def own_postgres(**options) -> Iterator[OwnPostgres]:
    """A server that Django asks in this process until the end, and nobody afterwards."""
    place = connection.settings_dict
    kept = {name: place[name] for name in ("HOST", "NAME")}
    with tempfile.TemporaryDirectory(prefix="qx-pg-") as folder:
        own = OwnPostgres(Path(folder), **options)
        connection.close()
        place.update(HOST=str(own.run), NAME=servers.ROLE)
        try:
            yield own
        finally:
            connection.close()
            place.update(kept)
            own.stop()


def mounted(place: Path, size: str) -> None:
    """A small file system in memory; the test is skipped, by name, where nobody may mount one."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size},mode=755", "tmpfs", str(place)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"this machine mounts no tmpfs: {done.stderr.strip()}")
