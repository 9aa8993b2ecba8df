"""What a test with real transactions leaves behind, and in which order tests come (`tests/emptying.py`, conftest)."""

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType

from accounts.models import User
from documents.models import Document
from institutions.models import Institution
from quipux.history.models import Entry
from tests import factories
from tests.conftest import comes_last
from tests.emptying import empty_every_table


@pytest.mark.django_db
def test_every_row_goes_append_only_ones_too_but_those_of_every_database(ana, bruno):
    factories.make_document(ana, to=[bruno])
    kept = ContentType.objects.count(), Permission.objects.count()
    assert Entry.objects.exists()
    empty_every_table()
    assert not any(model.objects.exists() for model in (Entry, Document, Institution, User))
    assert (ContentType.objects.count(), Permission.objects.count()) == kept
    assert min(kept) > 0


def test_tests_that_commit_or_drive_a_browser_come_after_all_others(request):
    order = [comes_last(item) for item in request.session.items]
    assert order == sorted(order)
