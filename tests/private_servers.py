"""Pytest plugin: every run has its own PostgreSQL, Redis and storage folder, started if nobody gave them.

Loaded before pytest-django, which reads the settings while pytest itself is still starting.
"""

import os
from contextlib import ExitStack

from quipux.bootstrap.private import private_servers

_STACK = ExitStack()


def _prepare() -> None:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    if not worker and "DATABASE_URL" not in os.environ:
        os.environ.update(_STACK.enter_context(private_servers()))
    if worker:
        # Workers share the servers, never a Redis database or a storage folder.
        os.environ["REDIS_URL"] += f"?db={int(worker.removeprefix('gw')) + 1}"
        os.environ["STORAGE_URL"] += f"/{worker}"
    # Playwright keeps an event loop in the thread of the tests that use the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


_prepare()


def pytest_unconfigure() -> None:
    _STACK.close()
