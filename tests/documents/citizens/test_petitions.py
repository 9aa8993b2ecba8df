"""An ex-servant's petition for a copy of the own documents arrives at the window and serves the AIQ (issue 6, point 4)."""

import pytest
from django.urls import reverse

from backups import petitions
from backups.models import BackupRequest
from backups.states import PetitionMatch
from documents.states import CopyRole
from institutions import services as institutions
from institutions.models import Appointment
from quipux import clock
from quipux.errors import Invalid
from quipux.history.recorder import SYSTEM
from tests import factories
from tests.backups import making
from tests.backups.pages.reading import Page
from tests.cast import servant
from tests.documents.citizens.making import external

pytestmark = pytest.mark.django_db
SUBJECT = "Solicitud de copia de los documentos de mi gestión"


@pytest.fixture(autouse=True)
def _few_documents(settings):
    settings.QUIPUX_MINIMUM_DOCUMENTS = 1


@pytest.fixture
def gone(area, bruno):
    """Somebody who served here, has documents, and left."""
    person = servant(factories.make_servant(area, "Marco Vera", title="Asistente"))
    factories.make_document(person, to=[bruno])
    institutions.deactivate(person.appointment, last_day=clock.today(), actor=SYSTEM)
    return servant(Appointment.objects.with_names().get(pk=person.appointment.pk))


def received(document):
    return document.copies.exclude(role=CopyRole.ORIGINAL).get()


def test_the_petition_registered_at_the_window_is_attached_by_the_aiq_and_matches_its_cedula(gone, elsa, diego):
    petition = received(external(elsa, gone.user, to=[diego], subject=SUBJECT))
    request = making.send_for(diego, gone, petition)
    kept = BackupRequest.objects.get(pk=request.pk)
    assert (kept.petition, kept.petition_match) == (petition, PetitionMatch.MATCH)
    assert kept.petition.document.kind == "incoming"


def test_the_aiq_finds_it_first_by_its_e_number_in_the_picker(gone, elsa, diego, gina, client):
    foreign = received(external(elsa, gina.user, to=[diego]))
    own = received(external(elsa, gone.user, to=[diego], subject=SUBJECT))
    found = petitions.numbered_like(petitions.candidates(diego.actor), "-E", gone.appointment)
    assert list(found) == [own, foreign]
    page = Page(client(diego).get(reverse("backups:petition_picker"), {"numero": own.number}))
    assert own.number in page.text


def test_a_petition_of_somebody_else_needs_an_explanation(gone, elsa, diego, gina):
    petition = received(external(elsa, gina.user, to=[diego], subject=SUBJECT))
    with pytest.raises(Invalid):
        making.send_for(diego, gone, petition)
    request = making.send_for(diego, gone, petition, comment="Gina Salazar es la apoderada de Marco Vera.")
    assert request.petition_match == PetitionMatch.MISMATCH
