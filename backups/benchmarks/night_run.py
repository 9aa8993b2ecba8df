"""The process behind `bench night`: fills an empty database, measures the pace, builds a night and looks at it.

    python -m backups.benchmarks.night_run REQUESTS DOCUMENTS WARMING SEED

Prints what it does as JSON lines; the last one holds the figures.
"""

import json
import signal
import sys
import time
from datetime import timedelta

import django

from backups.benchmarks.request_run import start_worker

BELL_SECONDS = 5.0  # the scheduler rings every minute; a scaled night has shorter minutes
POLL = 0.5
COLD = 2  # backups built before anything is measured: processes and their PDF children start slowly
STUCK = 900  # seconds without any backup finished


def main(requests: str, documents: str, warming: str, seed: str) -> None:
    """Run a night of so many requests, of so many documents on average, after ``warming`` others."""
    django.setup()
    from django.core.management import call_command

    from backups import pace, schedule
    from backups.benchmarks.night_office import Office
    from quipux import clock

    _tell(doing="Creando la base de datos…")
    call_command("migrate", verbosity=0)
    office = Office(int(seed))
    worker = start_worker()
    try:
        _tell(doing="Calentando los procesos…")
        _build(office.approve(COLD, float(documents), hours_ago=72), worker)
        _tell(doing=f"Generando {warming} respaldos para medir el ritmo…")
        since = clock.now()
        _build(office.approve(int(warming), float(documents), hours_ago=48), worker)
        _tell(doing=f"Escribiendo los documentos de {requests} solicitudes…")
        night = office.approve(int(requests), float(documents), hours_ago=24)
        speed = pace.measured(since=since)
        loads = [schedule.Load(1, one.preflight_documents, one.preflight_bytes) for one in night]
        forecast = speed.seconds(sum(loads, schedule.NOTHING))
        _tell(doing=f"Generando la noche; se prevén {forecast:.0f} s…")
        seconds = _build(night, worker)
    finally:
        worker.send_signal(signal.SIGTERM)
        worker.wait()
    _tell(doing="Comprobando cada respaldo…")
    told = {"forecast": forecast, "factor": speed.factor, "seconds": seconds, **_figures(night)}
    print(json.dumps(told), flush=True)


def _tell(**values):
    print(json.dumps(values), flush=True)


def _build(requests, worker) -> float:
    """Seconds from the first claim to the last publication."""
    from backups.models import Backup
    from quipux import jobs

    left = Backup.objects.filter(request__in=requests).exclude(state="generated")
    rung, moved, count = 0.0, time.monotonic(), len(requests)
    while now_left := left.count():
        if now_left < count:
            count, moved = now_left, time.monotonic()
        if worker.poll() is not None or time.monotonic() - moved > STUCK:
            raise SystemExit(f"Quedaron {now_left} respaldos sin generar.")
        if time.monotonic() - rung > BELL_SECONDS:
            rung = time.monotonic()
            jobs.ring("backups.tasks.dispatch_due")
            jobs.ring("backups.tasks.sweep_leases")
        time.sleep(POLL)  # between two looks; nothing is awaited by it
    starts, ends = zip(
        *Backup.objects.filter(request__in=requests).values_list("started_at", "finished_at"), strict=True
    )
    return (max(ends) - min(starts)).total_seconds()


def _figures(requests) -> dict:
    from backups.integrity import fault_of
    from backups.models import Backup

    rows = list(Backup.objects.filter(request__in=requests).select_related("request").order_by("started_at"))
    lost = [row.request.number for row in rows if row.state != "generated" or row.documents_omitted or fault_of(row)]
    return {
        "requests": len(requests), "documents": sum(row.documents_packed for row in rows),
        "bytes": sum(row.bytes_total for row in rows), "lost": len(lost) + len(requests) - len(rows),
        "starved": starved([(row.request.institution_id, row.request.preflight_bytes) for row in rows]),
        "longest_wait": _longest_wait(rows),
    }  # fmt: skip


def starved(begun: list[tuple[int, int]], share: float = 0.3) -> int:
    """Institutions that had nothing begun when one that had more than ``share`` of the night's bytes began again.

    Args:
        begun: institution and bytes of every build, in the order in which they began.
    """
    total, served, unlucky = sum(size for _, size in begun), {}, set()
    everybody = {institution for institution, _ in begun}
    for institution, size in begun:
        if served.get(institution, 0) > share * total:
            unlucky |= everybody - served.keys()
        served[institution] = served.get(institution, 0) + size
    return len(unlucky)


def _longest_wait(rows) -> float:
    first = min(row.started_at for row in rows)
    return max(((row.started_at - first) for row in rows), default=timedelta()).total_seconds()


if __name__ == "__main__":
    main(*sys.argv[1:])
