"""The same call in many threads at the same instant, each with its own connection."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def at_once(*calls: Callable) -> list:
    """Run ``calls`` together; gives what each returned, or the exception it raised, in their order.

    Raises what hindered a thread from connecting.
    """
    barrier = threading.Barrier(len(calls))
    hindered = []

    def run(call):
        try:
            connection.ensure_connection()
        except Exception as error:
            hindered.append(error)
            barrier.abort()
            raise
        barrier.wait(60)
        try:
            return call()
        except Exception as error:  # noqa: BLE001 - the caller judges each outcome
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        futures = [pool.submit(run, call) for call in calls]
    if hindered:
        raise hindered[0]
    return [future.result() for future in futures]
