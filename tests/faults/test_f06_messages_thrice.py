"""F-06: every message is delivered three times, to no effect."""

from contextlib import closing

from backups.models import Backup, BackupFile, ManifestEntry, Omission
from quipux.history.models import Entry
from quipux.outbox.models import Mail
from tests.faults.night import Figures
from tests.faults.tripling import TRIPLED, Tripler


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


def test_f06_messages_delivered_three_times_leave_the_rows_of_one_run(night, broker, capsys):
    figures = Figures("F-06", 6)
    night.write_documents()
    once = night.workers.start()
    single = night.wait_for_generated(night.request())
    once.leave()
    broker.flushdb()
    with closing(Tripler(broker)) as tripler:
        worker = night.workers.start(queue=TRIPLED)
        tripled = night.wait_for_generated(night.request())
        night.workers.wait_until(lambda: not broker.llen("celery") and not broker.llen(TRIPLED), "the queues run dry")
        worker.leave()
        figures.runs = tripler.messages
    figures.judge(tripled)
    assert rows_of(tripled) == rows_of(single)
    assert figures.runs > 10
    figures.tell(capsys)
