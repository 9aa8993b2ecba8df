"""Anchors: one digest a day over the ends of all chains that grew, kept where this system cannot reach (safety §4).

Each entry names the one before it, so a change inside a chain shows. Who rewrites a whole chain, or cuts its end, is
shown by the anchor of that day; who rewrites the anchors too, by the copies that auditors received.
"""

import hashlib
import json
import os
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from quipux import clock
from quipux.alarms.runbooks import Runbook, named
from quipux.history import chain
from quipux.history.models import Anchor, Entry
from quipux.outbox.services import queue_mail

JOB = "verify_history"
SHARES = 7  # nights in which every chain is walked once
LONGEST = 31  # days that one run catches up
# The last entry of the day of each chain; ordered as bytes, whatever the collation of the database.
_ENDS = """
    SELECT DISTINCT ON (subject_kind COLLATE "C", subject_id) subject_kind, subject_id, sequence, hash
    FROM history_entry WHERE at >= %s AND at < %s
    ORDER BY subject_kind COLLATE "C", subject_id, sequence DESC
"""


def digest_of(day: date, previous: str) -> tuple[int, str]:
    """How many chains grew on ``day``, and the digest of their ends after ``previous``."""
    sha256, count = hashlib.sha256(previous.encode()), 0
    with connection.cursor() as cursor:
        cursor.execute(_ENDS, clock.day_range(day, day))
        while rows := cursor.fetchmany(2000):
            count += len(rows)
            for kind, subject, sequence, end in rows:
                sha256.update(f"{kind} {subject} {sequence} {end}\n".encode())
    return count, sha256.hexdigest()


def make_due() -> list[Anchor]:
    """Anchor every day that is over and has none, oldest first; each is mailed and written down outside."""
    made = []
    for _ in range(LONGEST):
        anchor = _make_next()
        if anchor is None:
            break
        made.append(anchor)
    return made


@transaction.atomic
def _make_next() -> Anchor | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('history anchor', 0))")
    last = Anchor.objects.order_by("-day").first()
    first = Entry.objects.order_by("at").values_list("at", flat=True).first()
    if first is None:
        return None
    day = last.day + timedelta(days=1) if last else clock.local(first).date()
    if day >= clock.today():
        return None
    previous = last.digest if last else ""
    subjects, digest = digest_of(day, previous)
    anchor = Anchor.objects.create(day=day, subjects=subjects, previous=previous, digest=digest, made_at=clock.now())
    _send_away(anchor)
    return anchor


def _send_away(anchor: Anchor) -> None:
    queue_mail(key=f"ancla-{anchor.day}", to=settings.QUIPUX_ANCHOR_EMAIL or "", subject=f"QUIPUX: ancla del {anchor.day}",
               text=f"Recorridos del {anchor.day}: {anchor.subjects}.\nHuella anterior: {anchor.previous or 'ninguna'}\n"
                    f"Huella: {anchor.digest}\n\nConserve este mensaje: prueba que nadie cambió después lo registrado.")  # fmt: skip
    if settings.QUIPUX_ANCHOR_STORAGE:
        _write_once(Path(settings.QUIPUX_ANCHOR_STORAGE) / f"{anchor.day}.json", anchor)


def _write_once(path: Path, anchor: Anchor) -> None:
    """A file that is there already is never opened for writing: a day has one anchor."""
    facts = {"day": str(anchor.day), "subjects": anchor.subjects, "previous": anchor.previous, "digest": anchor.digest}
    if path.exists() and json.loads(path.read_text()) == facts:
        return  # written by a run whose row was not committed
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    with os.fdopen(descriptor, "w") as file:
        json.dump(facts, file)
        file.flush()
        os.fsync(file.fileno())


def faults() -> list[str]:
    """Every anchor that the entries of its day, the anchor before or its copy outside do not give, in words."""
    found, previous = [], ""
    for anchor in Anchor.objects.order_by("day"):
        _, digest = digest_of(anchor.day, anchor.previous)
        if anchor.previous != previous:
            found.append(f"El ancla del {anchor.day} no continúa la anterior.")
        if digest != anchor.digest:
            found.append(f"Los Recorridos del {anchor.day} no corresponden a su ancla.")
        if _differs_outside(anchor):
            found.append(f"El ancla del {anchor.day} no es la que se escribió fuera.")
        previous = anchor.digest
    return found


def _differs_outside(anchor: Anchor) -> bool:
    if not settings.QUIPUX_ANCHOR_STORAGE:
        return False
    path = Path(settings.QUIPUX_ANCHOR_STORAGE) / f"{anchor.day}.json"
    return path.exists() and json.loads(path.read_text())["digest"] != anchor.digest


def verify_tonight() -> dict[str, int]:
    """One seventh of the chains and every anchor; what differs is told to the operators and the auditors."""
    entries, broken = chain.verify_share(clock.today().toordinal() % SHARES, SHARES)
    lines = [f"{one.subject_kind} {one.subject_id}, entrada {one.sequence}: {one.reason}." for one in broken] + faults()
    for address in {settings.QUIPUX_ALERT_EMAIL, settings.QUIPUX_ANCHOR_EMAIL} - {None} if lines else ():
        queue_mail(key=f"alerta-recorrido-{clock.today()}-{address}", to=address,
                   subject="QUIPUX alerta: el Recorrido no corresponde a sus huellas",
                   text="\n".join([*lines[:100], named(Runbook.HISTORY)]))  # fmt: skip
    return {"entries": entries, "anchors": Anchor.objects.count(), "faults": len(lines)}
