"""A damaged part is reported once, built again to the very same bytes, and its days of waiting are given back (T23)."""

import logging
import tempfile
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from backups import builder, heartbeat, history, integrity, leases
from backups.archive.errors import MemberError
from backups.last_part import last_part_of
from backups.models import Backup, BackupPart
from backups.services import notices
from backups.states import BackupState, PartRole
from backups.validity import last_day
from quipux import clock, jobs
from quipux.alarms.runbooks import Runbook
from quipux.files import store
from quipux.files.errors import StoreError
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.pdf import PdfError
from quipux.workflow import Entry, Move, perform

logger = logging.getLogger("quipux.backups")
NAMES = ("backup__acta", "backup__request__person", "backup__request__appointment", "backup__request__area",
         "backup__request__institution", "backup__request__petition")  # fmt: skip


@transaction.atomic
def report_damage(part: BackupPart, fault: str) -> bool:
    """Mark a part of a published backup as damaged, tell operators and recipients, and ring for its repair.

    One outage is told once, however many parts it touches.

    Args:
        fault: what was found, in words.

    Returns:
        Whether it was news.

    Raises:
        StoreError: the store itself does not answer, so that no part is to blame.
    """
    integrity.check_store()
    backup = _locked(part.backup_id)
    if backup.state != BackupState.GENERATED:
        return False
    is_first, now = not backup.parts.damaged().exists(), clock.now()
    if not BackupPart.objects.filter(pk=part.pk, damaged_at=None).update(damaged_at=now, repair_tries=0, lost_at=None):
        return False
    logger.error("part_damaged", extra={"part": part.pk, "backup": backup.pk, "reason": fault})
    if is_first:
        notices.alert(f"integridad-{part.pk}-{now:%Y%m%d%H%M%S%f}", f"daño en el respaldo No. {backup.request.number}",
                      [f"Solicitud No. {backup.request.number}, parte {part.number} de {backup.parts_count}: {fault}."],
                      runbook=Runbook.PART)  # fmt: skip
        notices.in_repair(backup.request, since=now)
    jobs.ring("backups.tasks.repair_part", part.pk)
    return True


def ring_damaged() -> int:
    """Ring for every damaged part that nobody repairs: a bell may have been lost, a worker killed."""
    waiting = BackupPart.objects.in_repair().filter(backup__state=BackupState.GENERATED).unleased()
    keys = list(waiting.values_list("pk", flat=True))
    for pk in keys:
        jobs.ring("backups.tasks.repair_part", pk)
    return len(keys)


def repair_part(part_id: int) -> bool:
    """Make a damaged part whole again if nobody else is at it.

    Returns:
        Whether this call did it. A store that does not answer leaves it for later; a part that cannot be built
        again is given up after some tries, and the operators are told.
    """
    token = None if heartbeat.is_asked_to_stop() else leases.take_repair(part_id)
    if token is None:
        logger.info("bell_without_effect", extra={"bell": "repair_part", "part": part_id, "reason": "whole or held"})
        return False
    part = BackupPart.objects.select_related(*NAMES).get(pk=part_id)
    try:
        with heartbeat.at_work_on(part_id):
            return _repair(part, token)
    except leases.LeaseLost:
        logger.info("lease_lost", extra={"part": part_id})
    except (StoreError, OSError, PdfError) as error:
        logger.warning("repair_postponed", extra={"part": part_id, "reason": str(error)})
    finally:
        leases.free_part(part_id, token)
    return False


def _repair(part, token):
    def hold(*progress):
        leases.renew_repair(part.pk, token)
        heartbeat.beat(*progress)

    border = builder.Border(hold)
    check = partial(integrity.fault_in, part, hold=lambda: border(0, 0))
    if check():  # else somebody put the file back
        try:
            _rebuild(part, hold)
        except (MemberError, builder.OtherBytes) as error:
            if not store.is_alive():
                raise builder.StoreLost("El almacenamiento de documentos no responde.") from error
            return _note_failure(part, token, error)
        if fault := check():
            raise StoreError(fault)
    _finish(part, token)
    return True


def _rebuild(part, hold):
    if part.role == PartRole.DOCUMENTS:
        builder.rebuild_part(part, hold)
        return
    with tempfile.TemporaryDirectory(prefix="quipux-indice-") as folder:
        last_part_of(part.backup, part, folder, hold=hold).write()


@transaction.atomic
def _finish(part, token):
    """«Respaldo reparado»; when no other part is damaged the outage ends, and its days are given back."""
    backup = _locked(part.backup_id)
    leases.renew_repair(part.pk, token)
    since, now = BackupPart.objects.values_list("damaged_at", flat=True).get(pk=part.pk), clock.now()
    BackupPart.objects.filter(pk=part.pk).update(damaged_at=None, lost_at=None, repair_tries=0, checked_at=now)
    others = backup.parts.damaged()
    if others.exists():
        others.filter(damaged_at__gt=since).update(damaged_at=since)  # one outage, since its first damage
        comment = history.repaired_comment(part.number, backup.parts_count)
        recorder.record(backup.request, history.REPAIRED, actor=SYSTEM, comment=comment)
        return
    end = backup.expires_at + timedelta(days=days_touched(since, now))
    comment = history.repaired_comment(part.number, backup.parts_count, last_day(end))
    [backup] = perform(Move(backup, "extend", {"expires_at": end}), actor=SYSTEM, subject=backup.request,
                       entries=[Entry(history.REPAIRED, comment=comment)])  # fmt: skip
    notices.repaired(backup.request, backup, since=since)


def days_touched(since, until) -> int:
    """Calendar days in Guayaquil that the interval touches, both ends included."""
    return (clock.local(until).date() - clock.local(since).date()).days + 1


@transaction.atomic
def _note_failure(part, token, error):
    """Count a repair that could not give the same bytes; after the last try the part is given up."""
    backup = _locked(part.backup_id)
    leases.renew_repair(part.pk, token)
    row = BackupPart.objects.filter(pk=part.pk)
    row.update(repair_tries=F("repair_tries") + 1)
    logger.error("repair_failed", extra={"part": part.pk, "reason": f"{type(error).__name__}: {error}"})
    if row.get().repair_tries < settings.QUIPUX_DOCUMENT_TRIES:
        jobs.ring("backups.tasks.repair_part", part.pk)
        return False
    row.update(lost_at=Coalesce("lost_at", clock.now()))
    since = row.get().damaged_at
    notices.alert(f"perdida-{part.pk}-{since:%Y%m%d%H%M%S%f}", f"el respaldo No. {backup.request.number} no se puede reparar",
                  [f"Solicitud No. {backup.request.number}, parte {part.number} de {backup.parts_count}."],
                  runbook=Runbook.PART)  # fmt: skip
    notices.lost(backup.request, since=since)
    return False


def _locked(pk):
    return Backup.objects.select_for_update(of=("self",)).select_related("request").get(pk=pk)
