"""The process behind `bench numbering`: fills an empty database and numbers its drafts.

    python -m documents.benchmarks.numbering_run SCALE REPEAT

Prints what it does as JSON lines; the last one holds the figures.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable

import django

CONNECTIONS = 8
# Processes, as the web server has: threads of one process would wait for each other, not for the counter.
FORK = multiprocessing.get_context("fork")


def main(scale: str, repeat: str) -> None:
    """Run at a scale of `numbering.SCALES`, each way `repeat` times, in turns."""
    django.setup()
    from django.core.management import call_command

    from documents.benchmarks.numbering import SCALES
    from documents.benchmarks.numbering_office import Office

    _tell(doing="Creando la base de datos…")
    call_command("migrate", verbosity=0)
    wanted, office = SCALES[scale], Office()
    told = {"bare": [], "issue": [], "sign": [], "refused": 0}
    for turn in range(int(repeat)):
        _tell(doing=f"Ronda {turn + 1} de {repeat}: {wanted.numbers} números con {CONNECTIONS} conexiones…")
        for way, calls in (("bare", [office.bare] * wanted.numbers), ("issue", office.issues(wanted.numbers)),
                           ("sign", office.signings(wanted.signings))):  # fmt: skip
            speed, refused = at_once(calls)
            told[way].append(speed)
            told["refused"] += refused
    print(json.dumps(told | office.verdict()), flush=True)


def _tell(**values):
    print(json.dumps(values), flush=True)


def at_once(calls: list[Callable]) -> tuple[float, int]:
    """Share the calls among processes, each with its connection open before; calls per second, and how many failed."""
    from django.db import connections

    connections.close_all()  # a connection must not be shared with a child
    ready, refused = FORK.Barrier(CONNECTIONS + 1), FORK.Value("i", 0)
    workers = [FORK.Process(target=_work, args=(calls[start::CONNECTIONS], ready, refused))
               for start in range(CONNECTIONS)]  # fmt: skip
    for worker in workers:
        worker.start()
    ready.wait()
    begun = time.perf_counter()
    for worker in workers:
        worker.join()
    return len(calls) / (time.perf_counter() - begun), refused.value


def _work(calls, ready, refused):
    from django.db import Error, connection

    connection.ensure_connection()
    ready.wait()
    for call in calls:
        try:
            call()
        except Error as error:
            print(error, file=sys.stderr)
            with refused.get_lock():
                refused.value += 1


if __name__ == "__main__":
    main(*sys.argv[1:])
