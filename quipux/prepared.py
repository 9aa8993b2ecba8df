"""Statements planned once per connection: those of a page cost more to plan than to answer (performance §2).

A connection that is shared by several clients between transactions (a pooler in that mode) knows no statement of
another's: the installation must connect to the server itself, or pool by session.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from weakref import WeakKeyDictionary

from psycopg2.extensions import AsIs

MOST = 60  # of one connection: each plan takes some memory of its server process
_known: WeakKeyDictionary = WeakKeyDictionary()  # connection of the driver → names it has


@dataclass(frozen=True)
class Statement:
    """One to be asked again.

    Attributes:
        name: of the text, values and all: another day, or another setting, is another statement.
        text: with numbered places for what is given later.
        places: how many.
    """

    name: str
    text: str
    places: int

    @classmethod
    def of(cls, connection, sql: str, parameters: Sequence, places: Sequence[int]) -> "Statement":
        """``sql`` with its ``parameters``, but for those at ``places``, which are given later in this order."""
        connection.ensure_connection()
        given = {place: AsIs(f"${order}{_type_of(parameters[place])}") for order, place in enumerate(places, start=1)}
        values = [given.get(place, value) for place, value in enumerate(parameters)]
        with connection.connection.cursor() as cursor:
            text = cursor.mogrify(sql, values).decode()
        return cls(f"qx_{hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()}", text, len(places))


def asking(connection, statement: Statement) -> str | None:
    """How to ask ``statement`` on this connection: a text with one placeholder for each place.

    Args:
        connection: Django's, connected or not.

    Returns:
        None where the connection has MOST statements already.
    """
    connection.ensure_connection()
    driver = connection.connection
    names = _known.setdefault(driver, set())
    if statement.name not in names:
        if len(names) >= MOST:
            return None
        # Beside Django's own cursors: it is no question of the page.
        with driver.cursor() as cursor:
            cursor.execute(f"PREPARE {statement.name} AS {statement.text}")
        names.add(statement.name)
    given = ", ".join(["%s"] * statement.places)
    return f"EXECUTE {statement.name} ({given})" if given else f"EXECUTE {statement.name}"


def _type_of(value) -> str:
    """What the server cannot tell by itself: an instant that is only printed; a number is what its column is."""
    return "::timestamptz" if isinstance(value, datetime) else ""
