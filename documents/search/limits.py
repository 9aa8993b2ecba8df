"""How long a search may think (documents §13, performance §2)."""

from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg2.errors import QueryCanceled

from quipux.errors import DomainError

SECONDS = 3
LIMIT = "SELECT set_config('statement_timeout', %s, true)"
ROOM = "SET LOCAL work_mem = '32MB'"  # the documents of somebody who has very many are compared in memory


class TooSlow(DomainError):
    """The database was stopped: the question was too wide."""

    status = 503

    def __init__(self):
        super().__init__(
            f"La búsqueda tardó más de {SECONDS} segundos y se detuvo. Añada un número, una fecha o más palabras."
        )


@contextmanager
def in_time(seconds: float = SECONDS):
    """Each query inside may last so many seconds; afterwards the connection's own limit holds again.

    Raises:
        TooSlow: one of them was stopped.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            [usual] = cursor.fetchone()
            cursor.execute(LIMIT, [f"{int(seconds * 1000)}ms"])
            cursor.execute(ROOM)
            yield
            cursor.execute(LIMIT, [usual])
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow from error
        raise
