"""F-06: every message is delivered three times, to no effect."""

from contextlib import closing

import pytest

from backups.models import Backup, BackupFile, ManifestEntry, Omission
from backups.states import BackupState
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.backups import making
from tests.faults.night import NOTHING_WRONG, Figures
from tests.faults.tripling import TRIPLED, Tripler
from tests.faults.workers import PART_SIZE

pytestmark = pytest.mark.long


def rows_of(backup: Backup) -> dict:
    """Everything a build leaves in the database, without what differs by number and hour."""
    return {
        "entries": list(Entry.objects.of(backup.request).order_by("sequence").values_list("action", "comment")),
        "mails": Mail.objects.filter(key__contains=str(backup.request.uuid)).count(),
        "items": list(backup.items.order_by("position").values_list("position", "document_id", "outcome")),
        "files": BackupFile.objects.filter(item__backup=backup).count(),
        "omissions": Omission.objects.filter(backup=backup).count(),
        "parts": list(backup.parts.order_by("number").values_list("number", "role", "first_position", "documents_done")),
        "digests": ManifestEntry.objects.filter(backup=backup).count(),
        "attempts": backup.attempts,
    }  # fmt: skip


def test_f_06_messages_delivered_three_times_leave_the_rows_of_one_run(night, broker, settings, capsys):
    settings.QUIPUX_PART_SIZE = PART_SIZE
    figures = Figures("F-06", 6)
    night.write_documents()
    single = making.build(night.request())
    broker.flushdb()
    with closing(Tripler(broker)) as tripler:
        # Nobody dies and nothing is lost here, so neither short leases nor the scheduler's bells are needed.
        worker = night.workers.start(queue=TRIPLED, QUIPUX_LEASE_SECONDS="60")
        request = night.request()
        done = Backup.objects.filter(request=request, state=BackupState.GENERATED)
        night.workers.wait_until(done.exists, "the tripled build")
        night.workers.wait_until(lambda: not broker.llen("celery") and not broker.llen(TRIPLED), "the queues run dry")
        worker.leave()
        figures.runs = tripler.messages
    tripled = done.select_related("request").get()
    figures.judge(tripled)
    assert rows_of(tripled) == rows_of(single)
    assert figures.runs > 10
    assert figures.tell(capsys) == NOTHING_WRONG
