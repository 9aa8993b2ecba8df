"""A training tenant never meets production (institutions §12.8)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from documents import rendering
from documents.composing import sessions
from documents.models import ComposeSession, Document
from institutions.implantation.services import desk, going_live, retiring, tenants
from institutions.models import Appointment, Grant
from quipux import clock
from quipux.outbox.models import Mail
from tests import factories
from tests.cast import servant
from tests.institutions.implantation import making
from tests.pdf.samples import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupil(db):
    """Who works in a training tenant."""
    factories.document_type()
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


def test_a_tenant_is_given_up_ninety_days_after_operating_with_two_warnings(client, sofia):
    with clock.frozen_at(making.START):
        case = making.approved(sofia)
        case = tenants.create_production(case, actor=sofia.actor)
        making.fulfil(case)
        making.equip(case)
        desk.announce(actor=making.aiq_of(case))
        case = going_live.operate(going_live.ask_operation(case, actor=making.aiq_of(case)), actor=sofia.actor)
    found = []
    for days in (59, 60, 61, 83, 83, 89, 90, 91):
        with clock.frozen_at(making.START + timedelta(days=days)):
            found.append(dict(+retiring.retire_due()))
    assert found == [{}, {"warned": 1}, {}, {"warned": 1}, {}, {}, {"retired": 1}, {}]
    assert Mail.objects.filter(key__contains="-retire", to=making.AIQ["email"]).count() == 2
    assert not Appointment.objects.filter(institution=case.training).exclude(state="inactive").exists()
    assert making.aiq_of(making.fresh(case)).appointment.is_working  # in production


def test_s_86_a_tenant_neither_creates_nor_finds_citizens(client, pupil):
    Grant.objects.create(appointment=pupil.appointment, permission="create_citizens")
    entered = client(pupil)
    for address in ("/ciudadanos/registros/", reverse("documents:create_citizen")):
        assert entered.get(address).status_code == 403
    assert "Registros de ciudadanos" not in entered.get("/bandejas/recibidos/").text
