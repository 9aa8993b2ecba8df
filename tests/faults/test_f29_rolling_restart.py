"""F-29: whoever is asked to end does so in peace: builds stop between two documents, requests are answered to their end."""

import hashlib
import random
import threading
import time

import pytest

from backups.models import BackupPart
from documents.models import Attachment
from quipux.history.models import Entry
from tests.documents.compose.making import kind, let_write
from tests.faults.night import NOTHING_WRONG, Figures, some_time
from tests.faults.rolling import House

pytestmark = pytest.mark.long
LONGEST = 60  # seconds


def test_f_29_twenty_builds_whose_worker_is_replaced_free_their_leases_at_once(night, capsys, settings):
    settings.QUIPUX_MAX_REQUESTS_30_DAYS = 1000
    figures, rng = Figures("rolling workers", 29), random.Random(29)
    night.write_documents()
    worker = night.workers.start(QUIPUX_LEASE_SECONDS="600")
    while figures.runs < 20:
        request = night.request()
        night.wait_for_finished_parts(request, rng.randint(0, 6))
        some_time(rng, 0.3)
        begun = time.monotonic()
        worker.leave()
        assert time.monotonic() - begun < LONGEST
        held = BackupPart.objects.filter(backup__request=request, lease_token__isnull=False, finished_at=None)
        figures.found["bad"] += [f"part {part.number} is still held" for part in held]
        worker = night.workers.start(QUIPUX_LEASE_SECONDS="600")
        figures.judge(night.wait_for_generated(request))
        assert Entry.objects.of(request).filter(action="started").count() == 1
        figures.runs += 1
    assert figures.tell(capsys) == NOTHING_WRONG


UPLOADS, RESTARTS = 50, 20
EACH = 150  # files of one person: how many may be attached in an hour is limited


@pytest.fixture
def house(transactional_db, tmp_path, ana, bruno):
    kind("memorando")
    let_write(ana, bruno)
    house = House(tmp_path)
    yield house
    house.end()


def attach_until(over, house, cookie, seed, figures, sent):
    """One person who attaches file after file; whatever is not answered well is noted."""
    rng = random.Random(seed)
    while not over.wait(0.5) and len(sent) < EACH:
        content = rng.randbytes(rng.randint(50_000, 700_000)).hex().encode()
        name = f"anexo-{seed}-{len(sent)}.txt"
        answers = house.upload(cookie, name, content)
        figures.found["bad"] += [f"{each.status}: {each.text[:200]}" for each in answers if each.status != 200]
        if len(answers) == 2 and answers[1].status == 200:
            sent[name] = hashlib.sha256(content).hexdigest()


def test_f_29_fifty_uploads_while_the_web_servers_are_replaced_twenty_times_fail_never(
    house, client, ana, bruno, capsys
):
    figures, over, sent = Figures("F-29", 29), threading.Event(), [{}, {}]
    people = [threading.Thread(target=attach_until, args=(
        over, house, client(person).cookies["quipux"].value, seed, figures, sent[seed]))
        for seed, person in enumerate((ana, bruno))]  # fmt: skip
    for person in people:
        person.start()
    try:
        while figures.runs < RESTARTS or (sum(map(len, sent)) < UPLOADS and not figures.found["bad"]):
            lasted = house.webs[figures.runs % 2].replace()
            figures.runs += 1
            figures.found["bad"] += [f"took {lasted:.0f} s to leave"] if lasted > 30 else []
    finally:
        over.set()
        for person in people:
            person.join(60)
    promised = {name: digest for each in sent for name, digest in each.items()}
    kept = list(Attachment.objects.values_list("name", "file__sha256"))
    figures.found["lost"] += [name for name in promised if (name, promised[name]) not in kept]
    figures.found["doubled"] += [name for name, _ in kept if [each for each, _ in kept].count(name) > 1]
    assert figures.tell(capsys) == NOTHING_WRONG
