"""A training tenant never meets production (institutions §12.8)."""

import pytest

from documents import rendering
from documents.composing import sessions
from documents.models import ComposeSession, Document
from tests import factories
from tests.cast import servant
from tests.pdf.samples import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupil(db):
    """Who works in a training tenant."""
    area = factories.make_area(factories.make_institution(sigla="MINEJC", training=True))
    return servant(factories.make_servant(area, "Pablo Rea", permissions=["create_outgoing"]))


def test_i_48_training_offers_nobody_of_production_and_what_it_issues_has_no_validity(client, pupil, carla):
    entered = client(pupil)
    session = sessions.keep(sessions.Slip.of(pupil.actor), {"asunto": "Ejercicio"}, actor=pupil.actor).session
    address = f"/documentos/destinatarios/?sesion={session.uuid}"
    assert "Pablo Rea" in entered.get(f"{address}&texto=Pablo").text
    assert carla.user.full_name not in entered.get(f"{address}&texto=Mena").text
    posted = entered.post(address, {"sesion": session.uuid, "elegir": f"para:s:{carla.appointment.uuid}"})
    assert posted.status_code == 404
    assert ComposeSession.objects.get(uuid=session.uuid).payload["para"] == []
    mate = servant(factories.make_servant(pupil.appointment.area))
    issued = factories.make_document(pupil, to=[mate])
    words = text_of(rendering.official_pdf(Document.objects.get(pk=issued.pk)))
    assert "SIN VALIDEZ" in words
    assert issued.number not in client.get(f"/verificar/{issued.verification_code}/").text
