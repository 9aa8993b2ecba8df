"""The process behind `bench request`: fills an empty database, starts a worker, watches one backup.

    python -m backups.benchmarks.request_run SCALE SEED

Prints what it does as JSON lines; the last one holds the figures.
"""

import json
import random
import signal
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import django

from quipux.servers import die_with_parent

POLL = 0.5  # seconds between two looks at the page's numbers
PATIENCE = 1800  # seconds until a build counts as stuck


def main(scale: str, seed: str) -> None:
    """Run at a scale of `request.SCALES`."""
    django.setup()
    from django.core.management import call_command

    from backups.benchmarks import request_office
    from backups.benchmarks.request import SCALES

    _tell(doing="Creando la base de datos…")
    call_command("migrate", verbosity=0)
    wanted = SCALES[scale]
    _tell(doing=f"Guardando {wanted.documents} documentos…")
    request = request_office.make_request(wanted, random.Random(seed))
    _tell(doing="Generando el respaldo con dos procesos…")
    print(json.dumps(_watch(request)), flush=True)


def _tell(**values):
    print(json.dumps(values), flush=True)


def _watch(request) -> dict:
    """Build with a real worker; what was seen of it from outside."""
    seen, worker = Seen(request), start_worker()
    try:
        while not seen.is_over():
            if worker.poll() is not None or seen.seconds > PATIENCE:
                raise SystemExit("El trabajador terminó o se quedó sin avanzar.")
            seen.look(worker.pid)
            time.sleep(POLL)  # between two looks, as the page does; nothing is awaited by it
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait()
    return seen.figures()


def start_worker(processes: int = 2):
    """`celery worker` with so many processes, which dies with this one."""
    command = [sys.executable, "-m", "celery", "-A", "quipux", "worker", "--pool", "prefork", "--concurrency",
               str(processes), "--without-gossip", "--without-mingle", "--without-heartbeat"]  # fmt: skip
    worker = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=sys.stderr,
                              preexec_fn=die_with_parent())  # fmt: skip
    from quipux import jobs

    jobs.ring("backups.tasks.dispatch_due")
    return worker


class Seen:
    """One backup as its page tells of it."""

    def __init__(self, request):
        self.request, self.started = request, time.monotonic()
        self.memory, self.told, self.false, self.last = 0, 0, 0, (0, 0)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def is_over(self) -> bool:
        self.request.refresh_from_db()
        return self.request.state == "fulfilled"

    def look(self, worker: int) -> None:
        """Note the memory of the worker's processes, and whether the progress is one that can be believed."""
        from backups.progress import facts_of

        self.memory = max([self.memory, *map(peak_memory, children(worker))])
        facts = facts_of(type(self.request).objects.select_related("backup").get(pk=self.request.pk))
        if facts.backup_state != "running" or not facts.bytes_total:
            return
        now = (facts.documents_done, facts.bytes_done)
        self.told += now != self.last
        fits = facts.documents_done <= facts.documents_total and facts.bytes_done <= facts.bytes_total
        self.false += not fits or now < self.last
        self.last = now

    def figures(self) -> dict:
        from backups.integrity import fault_of
        from backups.models import Backup

        backup = Backup.objects.select_related("request").get(request=self.request)
        documents = [part.finished_at for part in backup.parts.of_documents()]
        packed = max(documents, default=backup.finished_at)
        return {
            "documents": backup.documents_packed, "bytes": backup.bytes_total, "parts": backup.parts_count,
            "seconds": _seconds(backup.started_at, backup.finished_at), "memory": self.memory,
            "steps": {"freeze": _seconds(backup.started_at, backup.frozen_at),
                      "documents": _seconds(backup.frozen_at, packed),
                      "close_and_verify": _seconds(packed, backup.finished_at)},
            "progress_told": self.told, "progress_false": self.false, "verified": int(fault_of(backup) is None),
        }  # fmt: skip


def _seconds(start: datetime, end: datetime) -> float:
    return (end - start).total_seconds()


def children(pid: int) -> list[int]:
    """Processes that `pid` started, itself left out."""
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def peak_memory(pid: int) -> int:
    """Bytes that a process held in memory at most, by the kernel; 0 once it is gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    words = next((line.split() for line in status.splitlines() if line.startswith("VmHWM:")), ("", "0"))
    return int(words[1]) * 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
