"""The nightly reading of everything that must still be there (backups §6.1, check_integrity; safety §9)."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import F

from backups import integrity
from backups.models import Backup, BackupPart
from backups.querysets import ClockTimestamp
from backups.services import notices, repairing
from quipux import clock, jobs
from quipux.alarms.runbooks import Runbook
from quipux.files import checking
from quipux.files.errors import StoreError

NIGHTS = 30  # in which every stored file is read once
NAMED_IN_ALERT = 20


@dataclass
class Findings:
    """What was read, and what of it is not as it was, in words."""

    parts: int = 0
    files: int = 0
    damaged: list[str] = field(default_factory=list)
    bad_files: list[str] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return {
            "parts": self.parts,
            "damaged": len(self.damaged),
            "files": self.files,
            "bad_files": len(self.bad_files),
        }


def check_integrity(*, everything: bool = False, dry_run: bool = False) -> Findings:
    """Hash every part of every available backup, and a share of the stored files.

    A damaged part is reported and repaired; a damaged stored file can only be told of.

    Args:
        everything: all stored files, not only tonight's share.
        dry_run: look, and change nothing.

    Raises:
        StoreError: the store does not answer: nothing was judged damaged, and the operators are told.
    """
    found = Findings()
    try:
        _check_parts(found, clock.database_now(), dry_run)
        integrity.check_store()
        _check_files(found, everything, dry_run)
    except StoreError:
        if not dry_run:
            notices.alert(f"almacenamiento-{clock.today()}", "el almacenamiento no responde",
                          ["La comprobación de integridad no pudo leer el almacenamiento."], runbook=Runbook.STORE)  # fmt: skip
        raise
    return found


def live_parts():
    """The parts that people may download now, those never read or read longest ago first."""
    live = Backup.objects.available(clock.now())
    rows = BackupPart.objects.filter(backup__in=live).exclude(finished_at=None)
    return rows.select_related("backup__request").order_by(F("checked_at").asc(nulls_first=True), "pk")


def _check_parts(found, begun: datetime, dry_run):
    for part in list(live_parts()):
        if BackupPart.objects.filter(pk=part.pk, checked_at__gte=begun).exists():
            continue  # another copy of this job has just read it
        fault = integrity.fault_in(part)
        found.parts += 1
        if fault:
            found.damaged.append(f"Solicitud No. {part.backup.request.number}, parte {part.number}: {fault}.")
        if not dry_run:
            _note(part, fault)


def _note(part, fault):
    BackupPart.objects.filter(pk=part.pk).update(checked_at=ClockTimestamp())
    if fault:
        repairing.report_damage(part, fault)
    if part.damaged_at:  # given up or sound again: another night, another try
        jobs.ring("backups.tasks.repair_part", part.pk)


def _check_files(found, everything, dry_run):
    share = None if everything else (clock.today().toordinal() % NIGHTS, NIGHTS)
    tally = checking.Tally()
    for sha256, reason in checking.faults_of_store(share=share, tally=tally):
        found.bad_files.append(f"{sha256}: {reason}.")
    found.files = tally.files
    if found.bad_files and not dry_run:
        notices.alert(f"archivos-{clock.today()}", "archivos guardados con daño",
                      [f"Archivos con daño: {len(found.bad_files)}.", *found.bad_files[:NAMED_IN_ALERT]],
                      runbook=Runbook.PART)  # fmt: skip
