"""One person, many confirmations at the same instant (safety §5: S-46, S-47; F-30)."""

import uuid
from functools import partial

import pytest

from backups.models import Backup, BackupRequest
from backups.services import requests
from backups.states import RequestState
from quipux.errors import Conflict
from quipux.history.models import Entry
from tests.backups import making
from tests.concurrency.parallel import at_once
from tests.factories import make_documents

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("broker")]


def confirm(person, key):
    return requests.send(making.wish(), actor=person.actor, declared=True, key=key)


def sent_entries(request) -> list[str]:
    return list(Entry.objects.of(request).filter(action__in=("sent", "approved")).values_list("action", flat=True))


def test_b_10_s_47_twenty_identical_confirmations_make_one_request_and_one_pair_of_events(ana, bruno):
    make_documents(21, ana, to=[bruno], at=making.at_noon(making.date(2020, 1, 6)))
    key = uuid.uuid4()
    answers = at_once(*[partial(confirm, ana, key)] * 20)
    assert {answer.pk for answer in answers} == {BackupRequest.objects.get().pk}
    assert sorted(sent_entries(answers[0])) == ["approved", "sent"]
    assert Backup.objects.count() == 1


def test_b_10_a_draft_confirmed_twenty_times_is_sent_once(ana, bruno):
    make_documents(21, ana, to=[bruno], at=making.at_noon(making.date(2020, 1, 6)))
    draft, key = making.make_request(ana), uuid.uuid4()
    send = partial(requests.send, making.wish(), actor=ana.actor, declared=True, key=key, draft=draft)
    answers = at_once(*[send] * 20)
    assert {answer.pk for answer in answers} == {draft.pk}
    assert sorted(sent_entries(draft)) == ["approved", "sent"]


def test_s_46_fifty_sendings_with_different_keys_leave_one_active_request(ana, bruno):
    make_documents(21, ana, to=[bruno], at=making.at_noon(making.date(2020, 1, 6)))
    answers = []
    for _ in range(2):  # as many connections at once are dear
        answers += at_once(*[partial(confirm, ana, uuid.uuid4()) for _ in range(25)])
    kept = BackupRequest.objects.get()
    assert kept.state == RequestState.APPROVED
    assert [answer for answer in answers if isinstance(answer, BackupRequest)] == [kept]
    refusals = [answer for answer in answers if not isinstance(answer, BackupRequest)]
    assert all(isinstance(refusal, Conflict) for refusal in refusals), refusals
    assert all(f"No. {kept.number}" in str(refusal) for refusal in refusals)
    assert sorted(sent_entries(kept)) == ["approved", "sent"]


def test_s_46_saving_and_sending_at_once_leave_one_open_request(ana, bruno):
    make_documents(21, ana, to=[bruno], at=making.at_noon(making.date(2020, 1, 6)))
    sends = [partial(confirm, ana, uuid.uuid4()) for _ in range(10)]
    saves = [partial(requests.save_draft, making.wish(), actor=ana.actor)] * 10
    answers = at_once(*sends, *saves)
    assert BackupRequest.objects.open_personal_of(ana.appointment).count() == 1
    refusals = [answer for answer in answers if not isinstance(answer, BackupRequest)]
    assert len(refusals) == 19
    assert all(isinstance(refusal, Conflict) for refusal in refusals), refusals
