"""Many people who number at the same instant: consecutive, different, and never a gap (documents §7.5, §7.6)."""

from datetime import datetime
from functools import partial

import pytest
from django.db import OperationalError, connection, connections, transaction

from documents import numbering
from documents.models import Copy, IssuedNumber, NumberCounter
from documents.services import deliver, keep_official_pdf, number_and_freeze, register
from documents.services.sending import freezing
from documents.states import CopyState
from quipux import clock
from quipux.history.recorder import SYSTEM
from tests import factories
from tests.cast import servant
from tests.concurrency.parallel import at_once
from tests.documents.window import making as window

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 5, 20, 10, 30, tzinfo=clock.GUAYAQUIL)
AT_ONCE = 50


@pytest.fixture
def people(area):
    """Five of one área, who sign at the same time."""
    return [servant(factories.make_servant(area)) for _ in range(5)]


def sign(original, actor):
    with clock.frozen_at(AT):
        return number_and_freeze(original, actor=actor).number


def refusals(answers) -> list:
    return [answer for answer in answers if isinstance(answer, Exception)]


def consecutive(pattern: str, count: int = AT_ONCE) -> list[str]:
    return [pattern.format(value) for value in range(1, count + 1)]


def test_d_17_fifty_concurrent_signings_give_fifty_consecutive_numbers(people, carla):
    authors = [people[position % 5] for position in range(AT_ONCE)]
    originals = [factories.original_of(factories.make_draft(author, to=[carla], at=AT)) for author in authors]
    answers = at_once(*[partial(sign, original, author.actor)
                        for original, author in zip(originals, authors, strict=True)])  # fmt: skip
    assert refusals(answers) == []
    assert sorted(answers) == consecutive("MINEJ-DNP-2026-{:04d}-M")
    assert sorted(IssuedNumber.objects.values_list("text", flat=True)) == sorted(answers)
    assert numbering.verify().faults == []


def test_d_17_fifty_deliveries_to_one_other_institution_give_fifty_consecutive_numbers(ana, bruno, other_institution):
    factories.external_type()
    documents = factories.make_documents(AT_ONCE, ana, to=[bruno], at=AT)
    answers = at_once(*[partial(numbering.receiving_number, other_institution, document) for document in documents])
    assert refusals(answers) == []
    assert sorted(answers) == consecutive(f"SENAM-SENAM-{clock.today().year}-{{:04d}}-E")
    assert numbering.verify().faults == []


def test_d_17_fifty_documents_delivered_at_once_to_one_other_institution_bear_fifty_consecutive_numbers(ana, carla):
    factories.external_type()
    documents = [signed(ana, carla) for _ in range(AT_ONCE)]
    answers = at_once(*[partial(deliver, factories.original_of(document)) for document in documents])
    assert refusals(answers) == []
    hers = Copy.objects.filter(holder=carla.appointment, state=CopyState.IN_PROCESS)
    assert sorted(hers.values_list("number", flat=True)) == consecutive(f"SENAM-SENAM-{clock.today().year}-{{:04d}}-E")
    assert numbering.verify().faults == []


def signed(author, to):
    """A numbered document with its PDF, its copy still to be delivered."""
    original = number_and_freeze(
        factories.original_of(factories.make_draft(author, to=[to], at=AT)), actor=author.actor
    )
    keep_official_pdf(original.document, factories.TINY_PDF)
    return original.document


def test_d_17_fifty_registrations_at_several_windows_give_fifty_consecutive_numbers(elsa, ana):
    windows = [elsa] + [
        servant(factories.make_servant(elsa.appointment.area, permissions=["register_incoming"])) for _ in range(4)
    ]
    gina = window.citizen()
    papers = [window.paper(gina, ana, dated=AT.date()) for _ in range(AT_ONCE)]
    answers = at_once(
        *[partial(registered, paper, windows[position % 5].actor) for position, paper in enumerate(papers)]
    )
    assert refusals(answers) == []
    assert sorted(answers) == consecutive("MINEJ-VU-2026-{:04d}-E")
    assert sorted(IssuedNumber.objects.values_list("text", flat=True)) == sorted(answers)
    assert numbering.verify().faults == []


def registered(paper, actor):
    with clock.frozen_at(AT):
        return register(paper, actor=actor).number


def test_institutions_named_in_any_order_never_wait_for_each_other(ana, bruno):
    factories.external_type()
    offices = [factories.make_institution() for _ in range(3)]
    documents = factories.make_documents(24, ana, to=[bruno], at=AT)
    orders = [offices, offices[::-1], [offices[1], offices[2], offices[0]]]
    answers = at_once(*[partial(numbering.receiving_numbers, orders[position % 3], document)
                        for position, document in enumerate(documents)])  # fmt: skip
    assert refusals(answers) == []
    for office in offices:
        counter = NumberCounter.objects.get(area__institution=office)
        assert sorted(counter.issued.values_list("value", flat=True)) == list(range(1, 25))


def test_d_18_a_failure_before_the_commit_leaves_no_gap(people, carla, monkeypatch):
    broken, sound = (factories.make_draft(people[0], to=[carla], at=AT) for _ in range(2))
    seen = []

    def fail(document, *_):
        seen.append(IssuedNumber.objects.get(document=document).text)
        raise ConnectionError("the fault of this test")

    with monkeypatch.context() as patch:
        patch.setattr(freezing, "_freeze", fail)
        with pytest.raises(ConnectionError):
            sign(factories.original_of(broken), people[0].actor)
    assert seen == ["MINEJ-DNP-2026-0001-M"], "it had its number when it failed"
    assert factories.send(sound, at=AT).number == "MINEJ-DNP-2026-0001-M"
    assert factories.send(broken, at=AT).number == "MINEJ-DNP-2026-0002-M"
    assert numbering.verify().faults == []


def test_d_18_a_session_that_dies_returns_its_number_to_the_next(people, carla):
    dying, following = (factories.make_draft(people[0], to=[carla], at=AT) for _ in range(2))
    given = []

    def die():
        given.append(numbering.issue(dying, area=dying.area, type=dying.type, actor=SYSTEM, at=AT))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(OperationalError), transaction.atomic():
        die()
    connections.close_all()
    assert given == ["MINEJ-DNP-2026-0001-M"]
    assert factories.send(following, at=AT).number == "MINEJ-DNP-2026-0001-M"
    assert numbering.verify().faults == []


def test_d_18_while_half_of_them_fail_the_others_are_consecutive(people, carla):
    drafts = [factories.make_draft(people[0], to=[carla], at=AT) for _ in range(20)]

    def number(document, fails):
        with transaction.atomic():
            text = numbering.issue(document, area=document.area, type=document.type, actor=SYSTEM, at=AT)
            if fails:
                raise ConnectionError
            return text

    answers = at_once(*[partial(number, document, position % 2) for position, document in enumerate(drafts)])
    assert len(refusals(answers)) == 10
    assert sorted(set(answers) - set(refusals(answers))) == consecutive("MINEJ-DNP-2026-{:04d}-M", 10)
    assert numbering.verify().faults == []
