"""Ana's documents on paper, for a citizen and for another institution, and those who post them."""

import pytest

from documents.models import Copy, Document
from documents.services import request_sending, send_paper
from documents.services.sending import run_to_the_end
from institutions.models import Grant
from tests import factories
from tests.cast import servant


@pytest.fixture
def rosa(area):
    """Secretary of Ana's área."""
    return servant(factories.make_servant(area, "Rosa Lema", title="Secretaria", permissions=["print_dispatch"]))


@pytest.fixture
def gina(db):
    """A citizen without electronic signature."""
    return factories.make_user("Gina Lara", academic_title="Sra.")


@pytest.fixture
def printing(ana):
    """Maker of Ana's documents whose copies are in Por Imprimir."""
    Grant.objects.get_or_create(appointment=ana.appointment, permission="create_outgoing")

    def make(*, to=(), citizens=(), **fields) -> Document:
        document = factories.make_draft(ana, to=[*to, *citizens], type="oficio", **fields)
        Document.objects.filter(pk=document.pk).update(previewed_revision=document.revision)
        sending = request_sending(factories.original_of(document), actor=ana.actor, electronically=False)
        run_to_the_end(sending.pk)
        return Document.objects.get(pk=document.pk)

    return make


@pytest.fixture
def posted(printing, gina, rosa):
    """Maker of the copy for Gina, sent on paper by Rosa."""

    def make(*, guide="EC-001", carrier="Correos", **fields) -> Copy:
        copy = printing(citizens=[gina], **fields).copies.get(party__person=gina)
        return send_paper(copy, actor=rosa.actor, guide=guide, carrier=carrier)

    return make
