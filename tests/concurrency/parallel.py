"""The same call in many threads at the same instant, each with its own connection."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def at_once(*calls: Callable) -> list:
    """Run ``calls`` together; gives what each returned, or the exception it raised, in their order."""
    barrier = threading.Barrier(len(calls))

    def run(call):
        connection.ensure_connection()
        barrier.wait(60)
        try:
            return call()
        except Exception as error:  # noqa: BLE001 - the caller judges each outcome
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result() for future in [pool.submit(run, call) for call in calls]]
