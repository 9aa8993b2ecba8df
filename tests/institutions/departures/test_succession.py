"""Who goes on after somebody left, at which hour it ends, and what a death means (institutions §11.3, §11.4)."""

from datetime import datetime, time, timedelta

import pytest

from accounts.models import CredentialState, User
from documents.models import Copy
from institutions.departures import cases, ending, succession
from institutions.departures.checklist import Checklist
from institutions.models import Appointment, DepartureReason, Grant
from quipux import clock
from quipux.errors import Invalid
from tests import factories
from tests.institutions.departures.conftest import open_case

pytestmark = pytest.mark.django_db
REASON = "Terminó su contrato."


def test_the_named_successor_becomes_jefe_and_receives_what_only_the_post_held(client, ana, bruno, carla, diego):
    Grant.objects.create(appointment=bruno.appointment, permission="receive_citizen_documents")
    case = open_case(diego, bruno)
    with pytest.raises(Invalid):
        succession.name(case, carla.appointment, actor=diego.actor)
    posted = client(diego).post(f"{case.get_absolute_url()}acto/reemplazo/", {"reemplazo": ana.appointment.uuid})
    assert posted.status_code == 302
    case.refresh_from_db()
    assert "DV-08" not in {line.item.code for line in Checklist(case).lines if line.is_missing}
    ending.deactivate(case, reason=REASON, actor=diego.actor)
    post = Appointment.objects.get(pk=ana.appointment.pk)
    assert post.profile == Appointment.Profile.CHIEF
    assert post.terms.first().profile == Appointment.Profile.CHIEF
    assert Grant.objects.filter(appointment=post, permission="receive_citizen_documents").count() == 1


def test_access_ends_at_the_hour_that_was_set(ana, bruno, diego):
    case = open_case(diego, ana, ends_hour=time(13, 30))
    end = datetime.combine(case.last_day, time(13, 30), tzinfo=clock.GUAYAQUIL)
    with clock.frozen_at(end - timedelta(seconds=1)):
        assert ending.end_due() == 0
        assert Appointment.objects.get(pk=ana.appointment.pk).is_working
    with clock.frozen_at(end):
        assert not Appointment.objects.get(pk=ana.appointment.pk).is_working
    with pytest.raises(Invalid):
        open_case(diego, bruno, days=0, ends_hour=time(0, 0))


def test_what_has_no_destination_of_its_own_goes_to_the_one_of_the_case(ana, bruno, elsa, diego, area):
    other = factories.make_servant(area, "Luisa Mora")
    received = factories.make_document(elsa, to=[ana])
    case = open_case(diego, ana)
    case = cases.decide(case, actor=diego.actor, destinations={}, default=other)
    assert Checklist(case).is_ready
    ending.deactivate(case, reason=REASON, actor=diego.actor)
    assert Copy.objects.get(document=received, role="to").holder == other


def test_a_death_closes_the_credential_with_the_last_post_only(ana, bruno, diego, area):
    second = factories.make_appointment(ana.user, area, title="Secretaria")
    for post in (ana.appointment, second):
        assert User.objects.get(pk=ana.user.pk).credential != CredentialState.CLOSED
        wish = cases.Wish(DepartureReason.DEATH, clock.today() + timedelta(days=1), destination=bruno.appointment)
        [case] = cases.open_cases([post], wish, actor=diego.actor)
        ending.deactivate(case, reason="Consta la partida de defunción.", actor=diego.actor)
    person = User.objects.get(pk=ana.user.pk)
    assert (person.credential, person.is_active) == (CredentialState.CLOSED, False)
