"""F-08: the broker hands a message out again while its work still goes on: the token of the row stops the second worker."""

import re

import pytest

from backups.models import Backup
from backups.states import BackupState
from quipux.history.models import Entry
from tests.faults.night import NOTHING_WRONG, Figures, half_written

pytestmark = pytest.mark.long
DOCUMENTS = 70  # two files each, two seconds each file: longer than 260 seconds
WORK, PATIENCE = 260, 900  # seconds
AGAIN = re.compile(r'"bell": "\w+".*"reason": "held"')


def test_f_08_work_longer_than_the_visibility_timeout_is_done_by_one_worker_alone(night, capsys):
    figures = Figures("F-08", 8)
    night.write_documents(count=DOCUMENTS, size=20_000)
    # Real times: a lease far shorter than the work, renewed between documents; the broker forgets after 20 seconds.
    slow = {"DJANGO_SETTINGS_MODULE": "tests.faults.slow_settings", "QUIPUX_LEASE_SECONDS": "15", "QUIPUX_LOG_LEVEL": "INFO",
            "QUIPUX_PART_SIZE": "1000000000", "QUIPUX_BACKUP_ATTEMPTS": "3"}  # fmt: skip
    workers = [night.workers.start(**slow) for _ in range(2)]
    request = night.request()
    done = Backup.objects.filter(request=request, state=BackupState.GENERATED)
    night.workers.wait_until(done.exists, "the slow build", patience=PATIENCE)
    backup = done.select_related("request").get()
    log = "".join(worker.log.read_text() for worker in workers)
    again = len(AGAIN.findall(log))
    assert again >= 1, f"the broker never handed the work out again: {log}"
    lasted = (backup.parts.latest("finished_at").finished_at - backup.started_at).total_seconds()
    assert lasted > WORK
    figures.judge(backup)
    figures.found["bad"] += half_written()
    figures.found["doubled"] += ["a second attempt"] * backup.attempts
    assert Entry.objects.of(request).filter(action="generated").count() == 1
    figures.runs = 1 + again
    assert figures.tell(capsys) == NOTHING_WRONG
