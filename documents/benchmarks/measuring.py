"""Queries under the stopwatch: their time as this process waits for it, and how many they are."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import django

from quipux.errors import DomainError

ROUNDS = 10  # of each question in a repetition: a percentile needs many
BEFORE = 3  # not measured: the cache and the plans become warm


@dataclass
class Watch:
    """An ``execute_wrapper`` that adds up queries and their seconds."""

    seconds: float = 0.0
    queries: list[tuple] = field(default_factory=list)

    def __call__(self, execute, sql, params, many, context):
        begun = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.seconds += time.perf_counter() - begun
            self.queries.append((sql, params))


def main(arguments: list[str], questions: Callable[[], dict[str, Callable]]) -> None:
    """Fill the database when asked to, put every question many times and print the figures.

    Args:
        arguments: REPEAT, «plans» or «figures», and how many documents to make (0 for a database that has them).
        questions: gives each question by name, once there are documents.
    """
    repeat, shows, documents = int(arguments[0]), arguments[1], int(arguments[2])
    django.setup()
    made = fill(documents) if documents else {}
    asked = questions()
    figures = {name: measured(call, rounds=ROUNDS * repeat) for name, call in asked.items()}
    if shows == "plans":
        for name, call in asked.items():
            tell(f"== {name}")
            for plan in plans_of(call):
                tell(plan)
    print(json.dumps({"documents": documents, **made, "figures": figures}), flush=True)


def tell(words: str) -> None:
    print(json.dumps({"doing": words}), flush=True)


def fill(documents: int) -> dict:
    """Make the database and its documents; gives the seconds that took."""
    from django.core.management import call_command
    from django.db import connection

    from documents import bulk

    tell("Creando la base de datos…")
    call_command("migrate", verbosity=0)
    told = bulk.fill(documents=documents, people=max(40, min(20_000, documents // 500)), tell=tell)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM (ANALYZE)")  # as autovacuum leaves it
    connection.close()
    return {"filling": told.seconds + told.restoring}


def measured(call: Callable, *, rounds: int) -> dict:
    """The 95th percentile of the seconds that the queries of ``call`` take, and how many they are at most."""
    from django.db import connection

    from quipux.limits.models import PageUse

    seconds, queries = [], 0
    for turn in range(BEFORE + rounds):
        PageUse.objects.all().delete()  # one person asks here for what many ask, each below her limit (S-25)
        watch = Watch()
        with connection.execute_wrapper(watch):
            try:
                call()
            except DomainError:  # a search is stopped after seconds, as it may be while everything is on the disk
                if turn >= BEFORE:
                    raise
        if turn >= BEFORE:
            seconds.append(watch.seconds)
            queries = max(queries, len(watch.queries))
    ordered = sorted(seconds)
    return {"p95": ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], "median": ordered[len(ordered) // 2],
            "queries": queries}  # fmt: skip


def plans_of(call: Callable) -> list[str]:
    """Every query of ``call`` that reads, with the plan it was answered by."""
    from django.db import connection

    watch = Watch()
    with connection.execute_wrapper(watch):
        call()
    found = []
    with connection.cursor() as cursor:
        for sql, params in watch.queries:
            if sql.lstrip().upper().startswith(("SELECT", "EXECUTE")):
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {sql}", params)
                found.append("\n".join([sql[:400], *(line for (line,) in cursor.fetchall())]))
    return found
