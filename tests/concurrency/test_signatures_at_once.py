"""The same signed file posted by several at the same instant, and two different ones (documents §9.2, F-30)."""

from functools import partial

import pytest

from documents.models import Signature
from documents.signing.providers import DESKTOP
from documents.states import SendingStep, SignatureState
from quipux.errors import NotAllowedNow
from quipux.history.models import Entry
from tests import factories
from tests.concurrency.parallel import at_once
from tests.documents.signing import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("broker")]


@pytest.fixture
def signing(ana, bruno, settings):
    settings.QUIPUX_ACCEPT_TEST_CA = True
    return making.open_session(ana, [factories.make_unsigned(ana, to=[bruno])])


def test_the_same_file_posted_five_times_at_once_is_one_signature(ana, signing):
    content = making.signed_by(ana, signing.given())
    answers = at_once(*[partial(DESKTOP.receive, signing.request(), content)] * 5)
    assert [answer.state for answer in answers] == [SignatureState.VALID] * 5
    assert Signature.objects.count() == 1
    labels = [entry.label for entry in Entry.objects.of(signing.originals[0])]
    assert labels.count("Firma Digital") == 1
    assert signing.originals[0].document.sending.step == SendingStep.DELIVER


def test_of_two_files_posted_at_once_one_is_the_signature(ana, signing):
    given = signing.given()
    contents = [making.signed_by(ana, given) for _ in range(2)]
    answers = at_once(*[partial(DESKTOP.receive, signing.request(), content) for content in contents])
    refused = [answer for answer in answers if isinstance(answer, NotAllowedNow)]
    assert (len(refused), Signature.objects.count()) == (1, 1)
