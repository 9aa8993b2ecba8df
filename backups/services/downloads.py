"""Who takes which part: one row per transfer, one line of the Recorrido per person and part (T16)."""

from datetime import timedelta

from django.db import transaction

from backups import history
from backups.models import BackupPart, PartDownload
from quipux import clock
from quipux.history import recorder
from quipux.history.models import Entry

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
