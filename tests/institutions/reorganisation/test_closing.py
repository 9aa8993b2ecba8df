"""The states of an institution, and its closing (institutions §5.2, §10.4)."""

import pytest

from accounts.models import CitizenProfile
from institutions import services as institutions
from institutions.models import Area, Institution
from institutions.standing import services
from institutions.states import InstitutionState
from quipux import clock
from quipux.errors import Forbidden, Invalid, NotAllowedNow, NotFound
from quipux.history.recorder import SYSTEM
from quipux.outbox.models import Mail
from tests import factories
from tests.cast import servant

pytestmark = pytest.mark.django_db
REASON = "Decreto que suprime la institución."


@pytest.fixture
def keeper(other_institution):
    """The AIQ of the institution that will keep what is left."""
    return servant(factories.make_servant(factories.make_area(other_institution), permissions=["administer"]))


def test_i_14_closing_is_refused_naming_what_lacks(ana, carla, institution, other_institution, keeper, sofia):
    factories.make_draft(ana, to=[carla])
    for lacking in ("puestos activos: 1", "documentos pendientes: 1", "falta la institución custodia"):
        with pytest.raises(NotAllowedNow, match=lacking):
            services.close(institution, reason=REASON, actor=sofia.actor)
    services.offer_custody(institution, other_institution, actor=sofia.actor)
    with pytest.raises(NotAllowedNow, match="falta que la institución custodia acepte"):
        services.close(institution, reason=REASON, actor=sofia.actor)
    with pytest.raises(Forbidden):
        services.accept_custody(institution, actor=carla.actor)
    services.accept_custody(institution, actor=keeper.actor)
    assert services.lacking(Institution.objects.get(pk=institution.pk)) == ["puestos activos: 1",
                                                                           "documentos pendientes: 1"]  # fmt: skip
    assert Institution.objects.get(pk=institution.pk).state == InstitutionState.ACTIVE


def test_a_closed_institution_keeps_its_number_verifiable_and_nothing_moves_it_again(
    client, ana, carla, institution, other_institution, keeper, sofia
):
    issued = factories.make_document(ana, to=[carla])
    institutions.deactivate(ana.appointment, last_day=clock.today(), actor=SYSTEM)
    services.offer_custody(institution, other_institution, actor=sofia.actor)
    services.accept_custody(institution, actor=keeper.actor)
    closed = services.close(institution, reason=REASON, actor=sofia.actor)
    assert (closed.state, closed.custodian) == (InstitutionState.CLOSED, other_institution)
    assert not Area.objects.filter(institution=institution, parent=None, is_active=True).exists()
    assert issued.number in client.get(f"/verificar/{issued.verification_code}/").text
    for move in (services.close, services.suspend, services.reinstate):
        with pytest.raises(NotAllowedNow):
            move(closed, reason=REASON, actor=sofia.actor)


def test_a_suspended_institution_is_entered_by_nobody_and_works_again_afterwards(
    client, ana, diego, institution, sofia
):
    with pytest.raises(Invalid):
        services.suspend(institution, reason="", actor=sofia.actor)
    with pytest.raises(Forbidden):
        services.suspend(institution, reason=REASON, actor=diego.actor)
    services.suspend(institution, reason=REASON, actor=sofia.actor)
    assert Mail.objects.filter(to=diego.appointment.notice_address, subject=services.SUBJECT).count() == 1
    assert client(ana).get("/bandejas/recibidos/").status_code == 302
    services.reinstate(Institution.objects.get(pk=institution.pk), reason=REASON, actor=sofia.actor)
    assert client(ana).get("/bandejas/recibidos/").status_code == 200


@pytest.mark.parametrize("also", ["nothing", "another_post", "citizen"])
def test_the_people_of_a_suspended_institution_read_why_they_cannot_work_in_it(
    client, ana, institution, other_institution, sofia, also
):
    if also == "another_post":
        factories.make_appointment(ana.user, other_institution.areas.get(parent=None))
    elif also == "citizen":
        CitizenProfile.objects.create(person=ana.user, city="Quito")
    said = f"{institution.name} está suspendida. Mientras dure, sus puestos en ella no se pueden usar"
    entered = client(ana)
    assert said not in entered.get("/bandejas/recibidos/").text
    services.suspend(institution, reason=REASON, actor=sofia.actor)
    page = entered.get("/", follow=True)
    landing = {
        "nothing": "/sin-puesto/",
        "another_post": "/bandejas/recibidos/",
        "citizen": "/bandejas/ciudadano/recibidos/",
    }
    assert page.redirect_chain[-1][0] == landing[also]
    assert page.text.count(said) == 1
    services.reinstate(Institution.objects.get(pk=institution.pk), reason=REASON, actor=sofia.actor)
    assert said not in entered.get("/", follow=True).text


def test_a_custody_is_offered_to_another_active_institution_of_the_same_environment(institution, keeper, sofia):
    tenant = factories.make_institution(training=True)
    for nobody in (institution, tenant):
        with pytest.raises(Invalid):
            services.offer_custody(institution, nobody, actor=sofia.actor)
    with pytest.raises(NotFound):
        services.accept_custody(institution, actor=keeper.actor)
