"""The end of the validity, the physical removal, and the sweep of what no row names (T21, T22)."""

import logging
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from backups import history
from backups.models import Backup, BackupFile, BackupPart, PartDownload
from backups.services import notices
from backups.states import BackupState
from backups.validity import validity_days
from quipux import clock
from quipux.alarms.runbooks import Runbook
from quipux.files import store as documents
from quipux.files.models import StoredFile
from quipux.files.parts import PartStore
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.runs import services as runs
from quipux.workflow import Entry, Move, perform

logger = logging.getLogger("quipux.backups")
LARGEST_CLOCK_DIFFERENCE = timedelta(minutes=5)
LARGEST_PURGE = 50
LARGEST_PURGE_SHARE = 0.20
SMALL_PURGE = 5  # backups; a young installation must be able to purge its first ones
GRACE_HOURS = 24
EXPIRE, PURGE = "expire", "purge"  # the jobs that need an operator's word after a stop
RENDERED = "documento_generado.pdf"  # made for the archive only (§4.3)


class ClockDoubtful(Exception):
    """The host's and the database's clocks differ: nothing may be deleted (backups §6.2)."""


def check_clocks() -> None:
    """Raise ClockDoubtful when the two clocks are more than five minutes apart."""
    if abs(datetime.now(UTC) - clock.database_now()) > LARGEST_CLOCK_DIFFERENCE:
        notices.alert(
            f"reloj-{clock.today()}",
            "relojes distintos",
            ["El reloj del equipo y el de la base difieren."],
            runbook=Runbook.CLOCK,
        )
        raise ClockDoubtful


def check_recent(job: str) -> None:
    """Raise `runs.TooLongSilent`, and tell the operators, when a job that deletes had stopped (backups §6.2)."""
    try:
        runs.check_recent(job)
    except runs.TooLongSilent:
        notices.alert(f"detenido-{job}-{clock.today()}", "un trabajo estuvo detenido más de 26 horas",
                      [f"El trabajo {job} no borrará nada hasta que un operador lo confirme."], runbook=Runbook.STOPPED)  # fmt: skip
        raise


def expire_due() -> int:
    """End every backup whose validity is over (T21). Returns how many."""
    check_clocks()
    check_recent(EXPIRE)
    due = Backup.objects.expired(clock.now()).values_list("pk", flat=True)
    return sum(_expire(pk) for pk in list(due))


@transaction.atomic
def _expire(pk):
    now = clock.now()
    backup = Backup.objects.expired(now).select_for_update(of=("self",)).select_related("request").filter(pk=pk).first()
    if backup is None:
        return False
    comment = history.expired_comment(validity_days(backup.request.kind))
    request, backup = perform(Move(backup.request, "expire"), Move(backup, "delete_with_request", {"instant": now}),
                              actor=SYSTEM, subject=backup.request, entries=[Entry(history.EXPIRED, comment=comment)])  # fmt: skip
    if _untouched_parts(backup):
        notices.expired_untouched(request, backup)
    return True


def _untouched_parts(backup):
    taken = PartDownload.objects.filter(part__backup=backup).values("part")
    return backup.parts.exclude(pk__in=taken).exists()


class PurgeTooLarge(Exception):
    """More than a run may remove: an operator has to look first (backups §6.2)."""


def purge_due(*, dry_run: bool = False) -> int:
    """Remove the files of backups deleted long enough ago (T22). Returns how many backups."""
    check_clocks()
    check_recent(PURGE)
    limit = clock.now() - timedelta(hours=settings.QUIPUX_PURGE_HOURS)
    due = Backup.objects.filter(state=BackupState.DELETED, purged_at=None, deleted_at__lte=limit)
    due = due.exclude(parts=None).distinct()
    stored = Backup.objects.filter(purged_at=None).exclude(parts=None).distinct().count()
    if due.count() > LARGEST_PURGE or due.count() > max(LARGEST_PURGE_SHARE * stored, SMALL_PURGE):
        notices.alert(
            f"purga-{clock.today()}",
            "demasiados respaldos por borrar",
            [f"Pendientes: {due.count()}"],
            runbook=Runbook.STOPPED,
        )
        raise PurgeTooLarge
    return due.count() if dry_run else sum(_purge(backup) for backup in due.select_related("request"))


def _purge(backup):
    """Bytes go first and the row says so last: a crash in between purges again, harmlessly."""
    store, files, size = PartStore(), 0, 0
    for part in backup.parts.all():
        for key, length in ((part.storage_key, part.bytes), (part.alternative_key, part.alternative_bytes)):
            if key:
                store.delete(key)
                files, size = files + 1, size + (length or 0)
    for built in _built_inputs(backup):
        if _remove_input(backup, built):
            files, size = files + 1, size + built.size
    return _note_purged(backup.pk, files, size)


def _built_inputs(backup):
    """What was made for this archive alone, so that a repair could repeat it: its ACTA and its rendered PDFs."""
    rendered = BackupFile.objects.filter(item__backup=backup, path=RENDERED).values("file")
    return list(StoredFile.objects.filter(Q(pk__in=rendered) | Q(pk=backup.acta_id)))


@transaction.atomic
def _remove_input(backup, built):
    """Whether its bytes went; the same content may belong to somebody else too, and then it stays."""
    BackupFile.objects.filter(item__backup=backup, path=RENDERED, file=built).delete()
    Backup.objects.filter(pk=backup.pk, acta=built).update(acta=None)
    return documents.remove(built)


@transaction.atomic
def _note_purged(pk, files, size):
    if not Backup.objects.filter(pk=pk, purged_at=None).update(purged_at=clock.now()):
        return False
    backup = Backup.objects.select_related("request").get(pk=pk)
    comment = history.purged_comment(files, size, validity_days(backup.request.kind))
    recorder.record(backup.request, history.PURGED, actor=SYSTEM, comment=comment)
    return True


def clean_storage(*, dry_run: bool = False) -> list[str]:
    """Delete stored parts and stagings that no row names, after a day of grace (I6).

    Returns:
        The keys found; the expected number is zero.
    """
    store, orphans = PartStore(), orphans_older_than(GRACE_HOURS)
    if not dry_run:
        for key in orphans:
            store.delete(key)
        for leftover in store.staging_older_than(GRACE_HOURS):
            leftover.remove()
    return orphans


def orphans_older_than(hours: int) -> list[str]:
    """Keys of stored parts that no row names, written more than so many hours ago."""
    limit = datetime.now(UTC) - timedelta(hours=hours)
    return [key for key, _, modified in PartStore().list_keys() if modified < limit and not _is_named(key)]


def _is_named(key):
    named = BackupPart.objects.filter(backup__purged_at=None)
    return named.filter(storage_key=key).exists() or named.filter(alternative_key=key).exists()
