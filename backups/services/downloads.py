"""Who takes which part: one row per transfer, one line of the Recorrido per person and part (T16)."""

import logging
from datetime import timedelta

from django.db import transaction

from backups import history
from backups.archive import naming
from backups.models import BackupPart, BackupRequest, PartCheck, PartDownload
from quipux import clock
from quipux.history import recorder
from quipux.history.models import Entry

logger = logging.getLogger("quipux.security")
MANY = 200  # starts of one part by one person in a day
QUIET = timedelta(minutes=15)  # parallel ranges and retries of one download are one entry


@transaction.atomic
def note_entry(part: BackupPart, *, actor) -> bool:
    """Write «Descarga de respaldo» unless this person started this part a short while ago.

    Parallel ranges wait for each other at the row of the part.

    Returns:
        Whether a line was written.
    """
    BackupPart.objects.select_for_update().get(pk=part.pk)
    request, user = part.backup.request, actor.user
    recent = Entry.objects.of(request).filter(action=history.DOWNLOADED, actor_id=user.pk,
                                              at__gt=clock.now() - QUIET, details__part=part.number)  # fmt: skip
    if recent.exists():
        return False
    comment = history.downloaded_comment(part.number, part.backup.parts_count)
    recorder.record(request, history.DOWNLOADED, actor=actor, comment=comment, details={"part": part.number})
    return True


def note_handed_over(part: BackupPart, *, actor, alternative: bool) -> None:
    """The proxy or the store sends the bytes: the start is known, what arrives is not."""
    PartDownload.objects.create(part=part, person=actor.user, alternative=alternative, started_at=clock.now(),
                                first_byte=0, is_observed=False)  # fmt: skip


def watch_starts(part: BackupPart, *, actor) -> None:
    """Downloads are never refused by number; so many of one part in a day are told to the security log (safety §2.3)."""
    today = PartDownload.objects.filter(part=part, person=actor.user, started_at__gte=clock.day_start(clock.today()))
    if today.count() == MANY + 1:
        logger.warning("part_many_starts", extra={"user": actor.user.pk, "part": part.pk})


def note_check(request: BackupRequest, sha256: str, *, actor) -> str:
    """«✓ Comprobada»: this person's copy has the digest of a part of ``request``.

    Returns:
        The file name that the digest belongs to; empty when it is none of the list.
    """
    parts = list(request.backup.parts.order_by("number"))
    for part in parts:
        if sha256 in filter(None, (part.sha256, part.alternative_sha256)):
            alternative = sha256 != part.sha256
            PartCheck.objects.update_or_create(part=part, person=actor.user, alternative=alternative,
                                               defaults={"checked_at": clock.now()})  # fmt: skip
            family = naming.independent_names if alternative else naming.part_names
            return family(request.archive_name, len(parts))[part.number - 1]
    return ""


class Observer:
    """Writes down each run of bytes that this server sends (see ``quipux.files.delivery.Observer``)."""

    def __init__(self, part: BackupPart, *, actor, alternative: bool):
        self.part, self.actor, self.alternative = part, actor, alternative
        self.row = None

    def started(self, first_byte: int, length: int) -> None:
        self.row = PartDownload.objects.create(part=self.part, person=self.actor.user, alternative=self.alternative,
                                               started_at=clock.now(), first_byte=first_byte)  # fmt: skip

    def finished(self, bytes_sent: int) -> None:
        if self.row is not None:
            PartDownload.objects.filter(pk=self.row.pk).update(ended_at=clock.now(), bytes_sent=bytes_sent)
            self.row = None
