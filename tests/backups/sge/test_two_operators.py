"""S-66: two operators press the same button: it is done once, and the second reads that it is done."""

import pytest

from backups.models import BackupRequest
from backups.services import operating
from quipux.errors import DomainError
from quipux.history.models import Entry
from tests.backups import making
from tests.backups.sge.test_operating import failed
from tests.concurrency.parallel import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def outcomes(act, request, *operators) -> list:
    fresh = [BackupRequest.objects.get(pk=request.pk) for _ in operators]
    return at_once(*[lambda one=one, by=by: act(one, actor=by.actor, reason="Motivo") for one, by in
                     zip(fresh, operators, strict=True)])  # fmt: skip


@pytest.mark.parametrize(("act", "prepare", "action"), [
    (operating.pause, making.approved, "paused"), (operating.retry, failed, "scheduled")])  # fmt: skip
def test_s_66_a_button_pressed_by_two_is_done_once_and_the_second_reads_it(
    ana, bruno, sofia, tomas, act, prepare, action
):
    request = prepare(ana, bruno)
    before = Entry.objects.of(request).filter(action=action).count()
    found = outcomes(act, request, sofia, tomas)
    assert all(one is None or isinstance(one, DomainError) for one in found)
    assert Entry.objects.of(request).filter(action=action).count() == before + 1
    assert [one.message for one in found if one] or act is operating.pause, "already done is no error"
