"""F-05: the broker comes back empty; the sweeps find all work in the database (I15)."""

import time

import pytest

from backups.models import Backup
from backups.services import scheduling
from tests.backups import making
from tests.factories import make_documents
from tests.faults.night import NOTHING_WRONG, Figures

pytestmark = pytest.mark.long

TWO_MINUTES = 120


def test_f_05_what_the_broker_forgets_is_found_in_the_database(night, broker, bruno, ana, capsys):
    figures = Figures("F-05", 5)
    night.write_documents()
    make_documents(21, bruno, to=[ana], at=making.at_noon(making.date(2020, 1, 6)))
    night.workers.start()
    request = night.request()
    night.wait_for_finished_parts(request, 2)
    waiting = making.send_request(bruno)
    scheduling.schedule_requests()
    scheduling.run_now(waiting, actor=night.operator.actor)
    broker.flushdb()
    begun = time.monotonic()
    for each in (request, waiting):
        figures.judge(night.wait_for_generated(each))
        figures.runs += 1
    assert time.monotonic() - begun < TWO_MINUTES
    assert not Backup.objects.running().exists()
    assert figures.tell(capsys) == NOTHING_WRONG
