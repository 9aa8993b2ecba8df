"""What is refused of a subrogación, and with which words (institutions §8, I-25, I-26)."""

from datetime import timedelta

import pytest

from documents.models import Copy
from documents.trays.counting import counters
from institutions.delegations import services
from institutions.models import Appointment, Delegation
from quipux import clock
from quipux.errors import Invalid, NotFound
from tests import factories
from tests.cast import servant
from tests.institutions.delegations.conftest import at, delegate, deputy_of

pytestmark = pytest.mark.django_db
TAKEN = "El puesto ya tiene una subrogación en esas fechas."
PAGE = "/institucion/subrogaciones/"


@pytest.fixture
def other_chief(institution):
    area = factories.make_area(institution, "Dirección Financiera", sigla="DFI")
    return servant(factories.make_servant(area, "Pablo Ruiz", title="Director", profile=Appointment.Profile.CHIEF))


def test_i_25_a_second_one_overlapping_one_minute_is_refused_and_one_that_touches_is_not(
    delegation, diego, bruno, area
):
    other = servant(factories.make_servant(area, "Rosa Lema"))
    with pytest.raises(Invalid, match=TAKEN):
        delegate(diego, bruno, other, at(5, 16, 59), at(9))
    delegate(diego, bruno, other, at(5, 17), at(9))
    assert Delegation.objects.count() == 2


def test_i_25_the_database_refuses_what_no_service_asked(delegation, ana, bruno):
    with pytest.raises(services.IntegrityError, match="delegation_one_at_a_time"):
        Delegation.objects.create(titular=bruno.appointment, acting=ana.appointment, starts_at=at(5), ends_at=at(6),
                                  stops_at=at(6), act_number="B", act_date=at(5).date(), created_at=at(5))  # fmt: skip


def test_i_25_a_person_for_herself_of_another_area_and_of_another_institution(diego, ana, bruno, carla, elsa):
    again = servant(factories.make_appointment(bruno.user, bruno.appointment.area, title="Especialista"))
    with pytest.raises(Invalid, match=r"Una persona no puede subrogarse a sí misma."):
        delegate(diego, bruno, again)
    with pytest.raises(Invalid, match=r"El subrogante debe pertenecer a la misma área o ser Jefe."):
        delegate(diego, bruno, elsa)
    with pytest.raises(NotFound):
        delegate(diego, bruno, carla)
    with pytest.raises(Invalid, match="Solo se subroga el puesto de un Jefe"):
        delegate(diego, ana, bruno)
    assert not Delegation.objects.exists()


def test_the_whole_institution_may_be_allowed_by_the_installation(diego, bruno, elsa, settings):
    settings.QUIPUX_DELEGATION_INSTITUTION_WIDE = True
    assert delegate(diego, bruno, elsa).acting == elsa.appointment


def test_nobody_subrogates_while_being_subrogated(delegation, diego, bruno, other_chief):
    with pytest.raises(Invalid, match=r"El subrogante está a su vez subrogado en esas fechas."):
        delegate(diego, other_chief, bruno, at(4), at(6))
    delegate(diego, other_chief, bruno, at(6), at(7))


@pytest.mark.parametrize(("start", "end"), [(at(1) - timedelta(days=40), at(3)), (at(3), at(3)),
                                            (at(1), at(1) + timedelta(days=366))])  # fmt: skip
def test_the_dates_are_to_come_in_order_and_within_a_year(diego, bruno, ana, start, end):
    with pytest.raises(Invalid, match="Revise las fechas: "):
        delegate(diego, bruno, ana, start, end)


def test_d_63_i_26_s_81_without_leave_no_confidential_document_in_tray_counter_or_page(
    delegation, ana, bruno, diego, client
):
    with clock.frozen_at(at(2)):
        secret = factories.copy_of(factories.make_document(diego, to=[bruno], confidential=True), bruno)
        factories.make_document(diego, to=[bruno])
        actor = deputy_of(ana, bruno)
        assert counters(actor, clock.today())["recibidos"] == 1
        assert secret not in Copy.objects.visible_to(actor, at_least=1)
        browser = client(ana)
        browser.post("/contexto/", {"context": str(bruno.appointment.uuid)})
        assert browser.get(f"/documentos/{secret.uuid}/").status_code == 404
        services.include_confidential(delegation, True, actor=factories.actor_of(bruno))
        actor = deputy_of(ana, bruno)
        assert counters(actor, clock.today())["recibidos"] == 2
        assert secret in Copy.objects.visible_to(actor, at_least=6)


def test_a_confidential_draft_that_the_deputy_registered_there_stays_open_to_her(delegation, ana, bruno):
    with clock.frozen_at(at(2)):
        from documents.states import Confidentiality
        from tests.institutions.delegations.test_by_the_clock import draft_of

        original = draft_of(deputy_of(ana, bruno), [ana], confidentiality=Confidentiality.CONFIDENTIAL)
        assert original in Copy.objects.visible_to(deputy_of(ana, bruno), at_least=7)


def test_i_26_the_aiq_cannot_open_the_confidential_ones_and_the_titular_can(delegation, diego, bruno, client):
    address = f"{PAGE}{delegation.uuid}/confidenciales/"
    with clock.frozen_at(at(2)):
        assert client(diego).post(address, {"incluir": "1"}).status_code == 403
        assert client(bruno).post(address, {"incluir": "1"}).status_code == 302
    delegation.refresh_from_db()
    assert delegation.include_confidential


def test_the_form_registers_one_and_tells_what_is_wrong_beside_the_field(client, diego, ana, bruno):
    page = client(diego).get(f"{PAGE}nueva/?subrogado={bruno.appointment.uuid}")
    assert "Ana Torres – Especialista" in page.content.decode()
    day = clock.today() + timedelta(days=3)
    typed = {"acting": str(ana.appointment.uuid), "starts_on": day.isoformat(), "starts_hour": "08:00",
             "ends_on": day.isoformat(), "ends_hour": "07:00", "act_number": "A-3", "act_date": day.isoformat()}  # fmt: skip
    refused = client(diego).post(page.request["PATH_INFO"] + f"?subrogado={bruno.appointment.uuid}", typed)
    assert refused.status_code == 422
    assert "Revise las fechas: el fin debe ser posterior al inicio." in refused.content.decode()
    done = client(diego).post(
        f"{PAGE}nueva/?subrogado={bruno.appointment.uuid}", typed | {"ends_hour": "17:30"}, follow=True
    )
    assert "Programada" in client(diego).get(PAGE).content.decode()
    row = Delegation.objects.get()
    assert done.request["PATH_INFO"] == row.get_absolute_url()
    assert clock.local(row.ends_at).strftime("%H:%M") == "17:30"
