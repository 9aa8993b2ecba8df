"""One night seen from outside: requests that real workers build, the clock's bells, and what must hold at the end."""

import hashlib
import json
import random
import sys
import tempfile
import time
from collections import Counter
from datetime import date
from pathlib import Path

from django.db import transaction

from backups.models import Backup, BackupPart, BackupRequest
from backups.services import scheduling
from backups.states import BackupState, RequestState
from quipux import jobs
from quipux.files.parts import PartStore
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.backups import making
from tests.factories import make_documents
from tests.faults.workers import ROOT, Workers

DOCUMENTS = 30
ANNEX_BYTES = 200_000  # with parts of 1 MB, thirty documents make about eight parts
BELL_SECONDS = 2.0


class Night:
    """Requests of one person and the workers that build them."""

    def __init__(self, workers: Workers, person, other, operator):
        self.workers, self.person, self.other, self.operator = workers, person, other, operator
        self._rung = 0.0

    def write_documents(self, count: int = DOCUMENTS, size: int = ANNEX_BYTES) -> None:
        """Documents of the person, each with an annex that does not shrink."""
        annex = ("anexo.bin", random.Random(7).randbytes(size))
        make_documents(count, self.person, to=[self.other], at=making.at_noon(date(2020, 1, 6)), attachments=[annex])

    def request(self) -> BackupRequest:
        """An approved request that is to run now; the bell rings when its row is committed.

        All in one transaction: when the tests themselves run at night, a worker would take it in between.
        """
        with transaction.atomic():
            request = making.send_request(self.person)
            scheduling.schedule_requests()
            request = BackupRequest.objects.get(pk=request.pk)
            scheduling.run_now(request, actor=self.operator.actor)
        return request

    def ring(self) -> None:
        """What the scheduler does every minute, oftener."""
        if time.monotonic() - self._rung >= BELL_SECONDS:
            self._rung = time.monotonic()
            jobs.ring("backups.tasks.dispatch_due")
            jobs.ring("backups.tasks.sweep_leases")

    def wait_until(self, condition, what: str):
        """The first true answer of ``condition``, with the scheduler's bells ringing."""
        return self.workers.wait_until(condition, what, meanwhile=self.ring)

    def wait_for_generated(self, request: BackupRequest) -> Backup:
        done = Backup.objects.filter(request=request, state=BackupState.GENERATED)
        self.wait_until(done.exists, f"respaldo No. {request.number} generado")
        return done.select_related("request").get()

    def wait_for_finished_parts(self, request: BackupRequest, count: int) -> None:
        done = BackupPart.objects.filter(backup__request=request).exclude(finished_at=None)
        self.wait_until(lambda: done.count() >= count, f"{count} parts finished")


def some_time(rng: random.Random, most: float) -> None:
    """Let a random time pass: the fault must be able to strike anywhere."""
    time.sleep(rng.uniform(0, most))


# What must hold --------------------------------------------------------------------------------------


def faults_of(backup: Backup) -> dict[str, list[str]]:
    """What is lost, doubled or bad in a backup that should be generated (I1, I2, I5); nothing, if all is well."""
    request = BackupRequest.objects.get(pk=backup.request_id)
    found = {"lost": [], "doubled": [], "bad": []}
    if (request.state, backup.state) != (RequestState.FULFILLED, BackupState.GENERATED):
        found["lost"].append(f"states {request.state}, {backup.state}")
        return found
    actions = Counter(Entry.objects.of(request).values_list("action", flat=True))
    mails = Counter(Mail.objects.filter(key__contains=str(request.uuid)).values_list("key", flat=True))
    once = {"started": actions["started"], "generated": actions["generated"], **mails}
    wanted = {"started": 1, "generated": 1, f"generado-{request.uuid}": 1}
    for what in once.keys() | wanted.keys():
        if once.get(what, 0) != wanted.get(what, 0):
            kind = "lost" if once.get(what, 0) < wanted.get(what, 0) else "doubled"
            found[kind].append(f"{what}: {once.get(what, 0)}")
    found["bad"] += _bad_bytes(backup)
    return found


def _bad_bytes(backup):
    """Read the set as a person would: Info-ZIP joins and tests it, and our own verifier reads every part."""
    stored = PartStore()
    missing = [part.number for part in backup.parts.all() if not stored.exists(part.storage_key, part.bytes)]
    if missing:
        return [f"parts {missing} are not in the store"]
    with tempfile.TemporaryDirectory(prefix="quipux-fallas-") as folder:
        try:
            last = making.download(backup, Path(folder))
            making.run(sys.executable, "-m", "backups.archive", "verify", last, cwd=ROOT)
            root = making.join_and_extract(last, Path(folder) / "unido")
            making.run("sha256sum", "-c", "--quiet", "manifest-sha256.txt", cwd=root)
        except AssertionError as fault:
            return [str(fault)]
    return []


def half_written() -> list[str]:
    """Files in their final place whose bytes are not those of their name (I5): never any."""
    store, wrong = PartStore(), []
    for key, _, _ in store.list_keys():
        with store.open(key) as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != key.rpartition("/")[2]:
                wrong.append(key)
    return wrong


def hashes(backup: Backup) -> dict[int, tuple[str, str]]:
    """Number → digests of a part, in both of its forms."""
    return {part.number: (part.sha256, part.alternative_sha256) for part in backup.parts.all()}


NOTHING_WRONG = {"lost": [], "doubled": [], "bad": []}


class Figures:
    """The one line that a run of faults leaves (safety §10)."""

    def __init__(self, fault: str, seed: int):
        self.fault, self.seed, self.runs = fault, seed, 0
        self.found = {"lost": [], "doubled": [], "bad": []}
        self._begun = time.monotonic()

    def judge(self, backup: Backup) -> None:
        """Add what is wrong with a backup that should be generated."""
        for kind, faults in faults_of(backup).items():
            self.found[kind] += [f"No. {backup.request.number}: {fault}" for fault in faults]

    def tell(self, capsys) -> dict[str, list[str]]:
        """Print the line, and give what is wrong: a test asserts that it is `NOTHING_WRONG`."""
        counts = {kind: len(faults) for kind, faults in self.found.items()}
        seconds = round(time.monotonic() - self._begun, 1)
        line = {"id": self.fault, "seed": self.seed, "runs": self.runs, **counts, "seconds": seconds,
                "ok": not any(counts.values())}  # fmt: skip
        with capsys.disabled():
            print(json.dumps(line))
        return self.found
