"""From the day of the case nobody addresses a document to who leaves (institutions §11.2, I-32)."""

import pytest

from documents import services as documents
from documents import targets
from documents.composing import people
from documents.models import Document
from documents.services import request_sending
from institutions.models import Appointment, Grant
from quipux import clock
from quipux.errors import Invalid
from tests import factories
from tests.institutions.departures.conftest import open_case

pytestmark = pytest.mark.django_db
SENTENCE = r"Ana Torres se encuentra en proceso de desvinculación\. Dirija el documento a Bruno Salas\."


def test_i_32_she_is_offered_nowhere_and_a_draft_to_her_is_refused_with_the_other_destination(ana, bruno, elsa, diego):
    Grant.objects.create(appointment=elsa.appointment, permission="create_outgoing")
    draft = factories.make_draft(elsa, to=[ana])
    Document.objects.filter(pk=draft.pk).update(previewed_revision=draft.revision)
    received = factories.copy_of(factories.make_document(elsa, to=[bruno]), bruno)
    assert ana.appointment in people.active_servants(elsa.actor)
    open_case(diego, ana, closed_on=clock.today(), destination=bruno.appointment)
    assert ana.appointment not in people.active_servants(elsa.actor)
    assert ana.appointment not in targets.targets_of(bruno.actor, [received])
    assert ana.appointment not in targets.colleagues(bruno.actor)
    leaving = Appointment.objects.with_names().get(pk=ana.appointment.pk)
    for act in (documents.reassign, documents.inform):
        with pytest.raises(Invalid, match=SENTENCE):
            act(received, leaving, actor=bruno.actor)
    with pytest.raises(Invalid, match=SENTENCE):
        request_sending(factories.original_of(draft), actor=elsa.actor, electronically=False)


def test_until_that_day_she_gets_documents_as_everybody(ana, bruno, elsa, diego):
    open_case(diego, ana)
    factories.make_document(elsa, to=[ana])
    assert ana.appointment in targets.colleagues(bruno.actor)
