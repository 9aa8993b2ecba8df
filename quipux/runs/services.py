"""Running a periodic job: one row that remembers it, one line of the log, and a rehearsal that changes nothing."""

import logging
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from quipux import clock
from quipux.runs.models import JobRun

logger = logging.getLogger("quipux.runs")
LONGEST_SILENCE = timedelta(hours=26)  # of a daily job, before an operator has to confirm it (backups §6.2)


class TooLongSilent(Exception):
    """The job had stopped for longer than a day: what it deletes needs an operator's word first."""


def run(name: str, work: Callable, *, dry_run: bool = False, rehearse: Callable | None = None):
    """Do a job once and remember how it ended; safe in two copies when ``work`` is.

    Args:
        name: of the job, as in ``JobRun``.
        work: gives a number, a list, a dict of counts, or an object with ``counts``.
        dry_run: do it and take everything back, so that the counts are true and nothing changes.
        rehearse: what to do instead in a dry run, for work that touches more than the database.

    Returns:
        What ``work`` gave.

    Raises:
        Exception: whatever ended ``work``; the row counts a failure.
    """
    if dry_run:
        return rehearse() if rehearse else _taken_back(work)
    begun = time.monotonic()
    JobRun.objects.get_or_create(name=name)
    JobRun.objects.filter(name=name).update(last_started_at=clock.now())
    try:
        result = work()
    except Exception as error:
        _note_failure(name, begun, error)
        raise
    _note_end(name, begun, counts_of(result))
    return result


def _taken_back(work):
    with transaction.atomic():
        result = work()
        transaction.set_rollback(True)
    return result


def counts_of(result) -> dict[str, int]:
    """What a job did, as numbers by name."""
    if result is None or isinstance(result, dict):
        return result or {}
    if isinstance(result, int):
        return {"count": int(result)}
    return result.counts if hasattr(result, "counts") else {"count": len(result)}


def _note_end(name, begun, counts):
    JobRun.objects.filter(name=name).update(last_ended_at=clock.now(), result=counts, runs=F("runs") + 1)
    # What runs every few seconds speaks only when it did something.
    level = logging.INFO if any(counts.values()) else logging.DEBUG
    logger.log(level, "job_done", extra={"job": name, "seconds": _since(begun), **counts})


def _note_failure(name, begun, error):
    JobRun.objects.filter(name=name).update(last_failed_at=clock.now(), failures=F("failures") + 1)
    logger.error("job_failed", extra={"job": name, "seconds": _since(begun), "reason": type(error).__name__})


def _since(begun):
    return round(time.monotonic() - begun, 3)


def check_recent(name: str) -> None:
    """Refuse when the job last ended over 26 hours ago and no operator has confirmed it since (backups §6.2).

    Raises:
        TooLongSilent: `confirm` it first. A job that never ran has nothing to explain.
    """
    row, oldest = JobRun.objects.filter(name=name).first(), clock.now() - LONGEST_SILENCE
    if row is None or row.last_ended_at is None or row.last_ended_at >= oldest:
        return
    if row.confirmed_at is None or row.confirmed_at < oldest:
        raise TooLongSilent(name)


def confirm(name: str, *, by: str) -> None:
    """An operator's word that a job which had stopped may go on."""
    JobRun.objects.get_or_create(name=name)
    JobRun.objects.filter(name=name).update(confirmed_at=clock.now(), confirmed_by=by)
    logger.warning("job_confirmed", extra={"job": name})
