"""The part of the launcher that needs Django: schema, people and documents of the demonstration."""

import logging
from contextlib import contextmanager
from pathlib import Path

from quipux.bootstrap.environment import say


def prepare_django(log: Path) -> None:
    """Loads the project and sends its log to a file: the terminal is for sentences."""
    import django

    from quipux.memory import collect_seldom

    django.setup()
    collect_seldom()
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(log.open("a"))


def migrate() -> None:
    """Brings the database up to date; does nothing, quickly, when it is."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Preparando la base de datos")
        with connection.cursor() as cursor:
            # A page's limits are too short for building tables and indexes.
            cursor.execute("set statement_timeout = 0; set lock_timeout = '60s'")
        call_command("migrate", interactive=False, verbosity=0)


def fill_once(documents: int, mark: Path) -> None:
    """Fills an empty office with people and documents; `mark` exists while that is unfinished."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import connection

    if get_user_model().objects.exists():
        return
    say(f"Llenando la oficina de demostración con {documents} documentos")
    mark.touch()
    # The disk is waited for once, below, and not a thousand times: a cut filling is begun again anyway.
    with _every_connection(connection, "-c synchronous_commit=off"):
        call_command("fill_demo", documents=documents)
    with connection.cursor() as cursor:
        cursor.execute("select txid_current()")  # a commit that waits takes all the former ones with it
    mark.unlink()


@contextmanager
def _every_connection(connection, way: str):
    """Whoever of this process connects meanwhile, in any thread, connects that way."""
    options = connection.settings_dict["OPTIONS"]
    usual = options.get("options", "")
    connection.close()
    options["options"] = f"{usual} {way}".strip()
    try:
        yield
    finally:
        options["options"] = usual
        connection.close()


def confirm_jobs() -> None:
    """A demonstration sleeps for days and is started by hand: that is the operator's word (backups §6.2)."""
    from backups.services.expiring import EXPIRE, PURGE
    from quipux.runs.services import confirm

    for job in (EXPIRE, PURGE):
        confirm(job, by="arranque de la demostración")


def finish(data: Path) -> str:
    """The table of demo logins and where their certificates are; leaves no database connection behind."""
    from django.db import connections

    from quipux.demo import certificates, logins

    table = f"{logins.table()}\n\n{certificates.write(data / 'certificados')}"
    connections.close_all()
    return table
