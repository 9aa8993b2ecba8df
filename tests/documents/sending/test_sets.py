"""Many moves and many entries at once are what one by one would be (design §4, safety §4)."""

import pytest

from documents import history
from documents.models import Document
from documents.services import number_and_freeze
from documents.states import CopyRole, CopyState
from quipux.errors import Forbidden, NotAllowedNow
from quipux.history import chain, recorder
from quipux.history.models import Entry
from quipux.history.recorder import SYSTEM, Line
from quipux.workflow import Entry as Said
from quipux.workflow import Move, Step, perform_many
from tests import factories


@pytest.fixture
def copies(ana, area):
    """Five undelivered copies of one document."""
    document = factories.make_draft(ana, to=[factories.make_servant(area) for _ in range(5)])
    number_and_freeze(factories.original_of(document), actor=ana.actor)
    document = Document.objects.get(pk=document.pk)
    return list(document.copies.exclude(role=CopyRole.ORIGINAL).order_by("-pk"))


def to_print(copies):
    return [Step(Move(copy, "put_to_print"), [Said(history.DELIVER)]) for copy in copies]


def test_a_set_moves_whole_with_its_own_entry_for_each(copies):
    moved = perform_many(to_print(copies), actor=SYSTEM)
    assert [copy.pk for copy in moved] == [copy.pk for copy in copies]
    for copy in copies:
        copy.refresh_from_db()
        assert copy.state == CopyState.TO_PRINT
        entry = Entry.objects.of(copy).first()
        assert (entry.sequence, entry.state, entry.action) == (2, "Por Imprimir", history.DELIVER)
    assert chain.verify_all()[1] == []


def test_one_that_is_refused_holds_back_the_others(copies, ana):
    perform_many(to_print(copies[:1]), actor=SYSTEM)
    with pytest.raises(NotAllowedNow):
        perform_many(to_print(copies), actor=SYSTEM)
    with pytest.raises(Forbidden):
        perform_many(to_print(copies[1:]), actor=ana.actor)
    assert [type(copy).objects.get(pk=copy.pk).state for copy in copies[1:]] == [CopyState.UNSENT_ELECTRONIC] * 4
    assert Entry.objects.filter(action=history.DELIVER).count() == 1


def test_several_entries_of_one_subject_follow_each_other(copies):
    lines = [Line(copy, history.COMMENT, SYSTEM, comment=str(number)) for number in range(3) for copy in copies]
    recorder.record_many(lines)
    comments = Entry.objects.of(copies[0]).filter(action=history.COMMENT).values_list("comment", "sequence")
    assert list(comments) == [("2", 4), ("1", 3), ("0", 2)]
    assert chain.verify_all()[1] == []


def test_recording_costs_the_same_for_five_subjects_as_for_one(copies, django_assert_num_queries):
    for some in (copies[:1], copies):
        with django_assert_num_queries(4):  # the locks, the ends, the clock, the entries
            recorder.record_many([Line(copy, history.COMMENT, SYSTEM) for copy in some])
