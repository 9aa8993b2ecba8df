"""Statements planned once per connection: those of a page cost more to plan than to answer (performance §2).

A connection that is shared by several clients between transactions (a pooler in that mode) knows no statement of
another's: the installation must connect to the server itself, or pool by session.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from weakref import WeakKeyDictionary

from psycopg2.extensions import AsIs

MOST = 60  # of one connection: each plan takes some memory of its server process
_known: WeakKeyDictionary = WeakKeyDictionary()  # connection of the driver → names it has


def prepared(connection, sql: str, parameters: Sequence, places: Sequence[int]) -> str | None:
    """How to ask ``sql`` again on this connection: a statement with one placeholder for each of ``places``, in order.

    Args:
        connection: Django's, connected or not.
        sql: with placeholders.
        parameters: its values; those at ``places`` are given later.

    Returns:
        None where the connection has MOST statements already.
    """
    connection.ensure_connection()
    driver = connection.connection
    names = _known.setdefault(driver, set())
    name = f"qx_{hashlib.md5(sql.encode(), usedforsecurity=False).hexdigest()}"
    if name not in names:
        if len(names) >= MOST:
            return None
        numbered = {
            place: AsIs(f"${order}{_type_of(parameters[place])}") for order, place in enumerate(places, start=1)
        }
        values = [numbered.get(place, value) for place, value in enumerate(parameters)]
        # Beside Django's own cursors: it is no question of the page.
        with driver.cursor() as cursor:
            cursor.execute(f"PREPARE {name} AS {sql}", values)
        names.add(name)
    return f"EXECUTE {name} ({', '.join(['%s'] * len(places))})" if places else f"EXECUTE {name}"


def _type_of(value) -> str:
    """What the server cannot tell by itself: an instant that is only printed; a number is what its column is."""
    return "::timestamptz" if isinstance(value, datetime) else ""
