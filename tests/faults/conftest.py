"""What the tests of faults share: real workers over committed rows, and a broker that begins empty."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from tests.faults.night import Night
from tests.faults.workers import Workers


@pytest.fixture
def broker() -> Iterator[redis.Redis]:
    """The broker of this run, with nothing in it."""
    with redis.Redis.from_url(os.environ["REDIS_URL"]) as client:
        client.flushdb()
        yield client
        client.flushdb()


@pytest.fixture
def workers(transactional_db, broker) -> Iterator[Workers]:
    """Starter of real workers; all of them end with the test, before the tables are emptied."""
    with tempfile.TemporaryDirectory(prefix="quipux-workers-") as folder:
        started = Workers(Path(folder))
        try:
            yield started
        finally:
            started.end()


@pytest.fixture
def night(workers, ana, bruno, sofia) -> Night:
    """Ana's requests, built by real workers."""
    return Night(workers, ana, bruno, sofia)
