"""Drafts ready to be sent, and the worker's part done in the same process."""

import pytest

from documents.models import Document, Sending
from documents.services import sending as services
from institutions.models import Grant
from tests import factories


@pytest.fixture
def ready():
    """Maker of drafts whose preview was seen: ``ready(ana, to=[bruno])`` gives the original."""

    def make(author, *, to, **fields):
        Grant.objects.get_or_create(appointment=author.appointment, permission="create_outgoing")
        document = factories.make_draft(author, to=to, **fields)
        Document.objects.filter(pk=document.pk).update(previewed_revision=document.revision)
        return factories.original_of(document)

    return make


@pytest.fixture
def work():
    """What the worker does with a sending; gives it as it is afterwards."""

    def do(sending: Sending) -> Sending:
        services.run_to_the_end(sending.pk)
        return Sending.objects.select_related("document").get(pk=sending.pk)

    return do
