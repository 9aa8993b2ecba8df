"""F-32: a hundred people at work while the night builds: pages come first, and nobody waits much longer for a tray."""

import http.client
import json
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median, quantiles

import psutil
import pytest
from django.conf import settings
from django.db import connection

from backups.models import BackupPart
from quipux.benchmarks.web_server import serving
from quipux.celery import NICENESS
from tests import factories
from tests.cast import servant

PEOPLE, TRAY = 100, "/bandejas/recibidos/"
SPAN = 40  # seconds of each measurement
THINKS = (4.0, 8.0)  # seconds that a person looks at a page
ROUNDS = 3
RISE = 1.25


@pytest.mark.django_db(transaction=True)
def test_f_32_who_works_in_the_background_gives_way_to_who_serves_pages(workers):
    worker = workers.start()
    parent = psutil.Process(worker.process.pid)
    pool = workers.wait_until(
        lambda: [one for one in parent.children() if one.nice() == NICENESS], "a pool that gives way"
    )
    assert parent.nice() == psutil.Process().nice()  # who hands out the work stays awake
    assert len(pool) >= 1


@pytest.fixture
def people(transactional_db, area, client) -> list[str]:
    """Session keys of a hundred servants."""
    posts = (factories.make_appointment(factories.make_user(), area) for _ in range(PEOPLE))
    return [client(servant(post)).cookies[settings.SESSION_COOKIE_NAME].value for post in posts]


def look(port: int, key: str, until: float, rng: random.Random) -> list[float]:
    """Seconds of each tray that one person opens, and how the answers ended."""
    taken = []
    time.sleep(rng.uniform(0, THINKS[1]))
    while time.monotonic() < until:
        browser = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        begun = time.perf_counter()
        browser.request("GET", TRAY, headers={"Host": "localhost", "Cookie": f"{settings.SESSION_COOKIE_NAME}={key}"})
        answer = browser.getresponse()
        answer.read()
        taken.append(time.perf_counter() - begun)
        assert answer.status == 200
        browser.close()
        time.sleep(rng.uniform(*THINKS))
    return taken


def p95(port: int, people: list[str]) -> float:
    """Of all trays that the hundred open in one span."""
    until = time.monotonic() + SPAN
    with ThreadPoolExecutor(len(people)) as pool:
        rows = [pool.submit(look, port, key, until, random.Random(at)) for at, key in enumerate(people)]
    found = [seconds for row in rows for seconds in row.result()]
    return quantiles(found, n=20)[-1]


@pytest.mark.long
def test_f_32_the_tray_of_a_hundred_people_hardly_notices_that_the_night_builds(people, night, workers, capsys):
    """By turns, quiet and while a worker builds; the median of the rounds. On a machine that does nothing else."""
    night.write_documents(400, 400_000)
    address, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    quiet, busy, begun = [], [], time.monotonic()
    with serving(DATABASE_URL=f"{address}/{connection.settings_dict['NAME']}", QUIPUX_LOG_LEVEL="ERROR") as port:
        p95(port, people)  # what is loaded and planned only once
        for _ in range(ROUNDS):
            quiet.append(p95(port, people))
            worker = workers.start(QUIPUX_LEASE_SECONDS="60")
            request = night.request()
            night.wait_for_finished_parts(request, 1)
            busy.append(p95(port, people))
            parts = BackupPart.objects.filter(backup__request=request)
            assert parts.exclude(finished_at=None).count() > 1  # it was built meanwhile
            night.wait_for_generated(request)
            worker.leave()
    rise = median(busy) / median(quiet)
    with capsys.disabled():
        print(json.dumps({"id": "F-32", "people": PEOPLE, "quiet_p95": round(median(quiet), 3), "busy_p95": round(median(busy), 3),
                          "rise": round(rise, 2), "seconds": round(time.monotonic() - begun), "ok": rise < RISE}))  # fmt: skip
    assert rise < RISE
