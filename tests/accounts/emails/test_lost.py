"""«Correo perdido»: the AIQ for his own people, the mesa for everybody else (accounts-portal §8.5)."""

from datetime import timedelta

import pytest

from accounts import email_changes, lost_emails
from accounts.models import CitizenProfile, EmailChange, Role, SecurityCase
from institutions.people import lost_email
from institutions.services import deactivate
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid
from quipux.history.recorder import SYSTEM
from tests import factories
from tests.accounts.emails.test_own import NEW, link_to
from tests.accounts.entering.making import letters_to
from tests.accounts.roles.test_roles import staff
from tests.cast import servant

SEEN = "Se presentó con su cédula."
PAGE = "/institucion/servidores/{}/correo-perdido/"


@pytest.fixture
def long_ago():
    """Posts given now are older than thirty days when the test acts."""
    return clock.now() + timedelta(days=31)


@pytest.fixture
def second_aiq(diego):
    """Another AIQ of Diego's institution."""
    return servant(factories.make_servant(diego.appointment.area, "Rita Paz", permissions=["administer"]))


def post(client, person, **data):
    return client.post(PAGE.format(person.appointment.uuid), {"correo": NEW, "evidencia": SEEN} | data)


def principal(person) -> str:
    person.user.refresh_from_db()
    return person.user.verified_email


def test_the_new_address_is_in_force_a_day_after_the_person_confirmed_it(client, ana, diego, long_ago):
    old = principal(ana)
    with clock.frozen_at(long_ago):
        assert post(client(diego), ana, clave="x").status_code == 302
        path = link_to(NEW, "confirmar")
        assert "desde el" in client.post(path).content.decode()
    with clock.frozen_at(long_ago + timedelta(hours=23)):
        assert lost_emails.apply_due()["applied"] == 0
        assert principal(ana) == old
    with clock.frozen_at(long_ago + timedelta(hours=24)):
        assert lost_emails.apply_due() == {"applied": 1, "expired": 0}
        assert principal(ana) == NEW
        told = [message.subject for message in letters_to(old)]
    assert told == ["QUIPUX: Su correo fue cambiado"] * 3  # asked, confirmed, in force


def test_a_second_administrator_does_away_with_the_day_but_who_asked_does_not(client, ana, diego, second_aiq, long_ago):
    with clock.frozen_at(long_ago):
        change = lost_email.ask(ana.appointment, NEW, evidence=SEEN, actor=diego.actor)
        with pytest.raises(Forbidden, match="segundo administrador"):
            lost_email.approve(ana.appointment, change, actor=diego.actor)
        assert client(second_aiq).post(PAGE.format(ana.appointment.uuid), {"aprobar": "1"}).status_code == 302
        assert principal(ana) != NEW  # the person has still to confirm
        assert "Desde ahora" in client.post(link_to(NEW, "confirmar")).content.decode()
        assert principal(ana) == NEW


def test_who_still_reads_the_old_mailbox_stops_it(client, ana, diego, long_ago):
    old = principal(ana)
    with clock.frozen_at(long_ago):
        lost_email.ask(ana.appointment, NEW, evidence=SEEN, actor=diego.actor)
        client.post(link_to(NEW, "confirmar"))
        client.post(link_to(old, "no-fui-yo"))
    with clock.frozen_at(long_ago + timedelta(days=2)):
        assert lost_emails.apply_due() == {"applied": 0, "expired": 0}
    assert principal(ana) == old
    assert SecurityCase.objects.filter(person=ana.user).exists()


def test_a_56_s_79_a_new_post_is_no_way_into_the_account_of_an_ex_servant(client, carla, diego, area):
    deactivate(carla.appointment, last_day=clock.today(), actor=SYSTEM)
    taken = servant(factories.make_servant(area, "Otra Persona"))
    type(taken.appointment).objects.filter(pk=taken.appointment.pk).update(person=carla.user)
    taken.appointment.refresh_from_db()
    answer = post(client(diego), taken)
    assert (answer.status_code, "mesa de servicio" in answer.content.decode()) == (403, True)
    assert not EmailChange.objects.exists()


def test_a_56_s_79_who_serves_in_two_institutions_is_for_the_mesa(client, carla, diego, area, long_ago):
    here = factories.make_appointment(carla.user, area, title="Asesora")
    with clock.frozen_at(long_ago):
        answer = client(diego).get(PAGE.format(here.uuid))
    assert (answer.status_code, "otra institución" in answer.content.decode()) == (403, True)


@pytest.mark.parametrize("kind", ["citizen", "operator", "herself", "back_again"])
def test_others_whom_an_institution_does_not_decide_on(kind, ana, diego, long_ago):
    target = diego if kind == "herself" else ana
    with clock.frozen_at(long_ago):
        if kind == "citizen":
            CitizenProfile.objects.create(person=ana.user)
        if kind == "operator":
            type(ana.user).objects.filter(pk=ana.user.pk).update(is_staff=True)
        if kind == "back_again":  # the post is old, having it is not
            from institutions.people import services

            deactivate(ana.appointment, last_day=clock.today(), actor=SYSTEM)
            services.reactivate(type(ana.appointment).objects.get(pk=ana.appointment.pk), actor=diego.actor)
        with pytest.raises(Forbidden):
            lost_email.ask(target.appointment, NEW, evidence=SEEN, actor=diego.actor)


def test_an_address_of_somebody_else_and_no_evidence_are_refused(ana, bruno, diego, long_ago):
    with clock.frozen_at(long_ago):
        with pytest.raises(Conflict, match="pertenece a otra persona"):
            lost_email.ask(ana.appointment, principal(bruno), evidence=SEEN, actor=diego.actor)
        with pytest.raises(Invalid, match="verificó"):
            lost_email.ask(ana.appointment, NEW, evidence=" ", actor=diego.actor)


def test_the_mesa_does_it_for_everybody_but_itself_and_closes_the_cases(client, carla, ana):
    desk, other = staff("Tomás Vera", Role.DESK), staff("Inés Puma", Role.DESK)
    page = f"/admin/personas/{carla.user.uuid}/correo-perdido/"
    old = principal(carla)
    assert client(desk).post(page, {"correo": NEW, "evidencia": SEEN}).status_code == 302
    assert SEEN in client(other).get(page).content.decode()
    assert client(other).post(page, {"aprobar": "1"}).status_code == 302
    client.post(link_to(NEW, "confirmar"))
    assert principal(carla) == NEW
    own = client(desk).post(
        f"/admin/personas/{desk.user.uuid}/correo-perdido/", {"correo": "t@ejemplo.org", "evidencia": SEEN}
    )
    assert (own.status_code, lost_emails.OWN in own.content.decode()) == (422, True)
    client.post(link_to(old, "no-fui-yo"))
    case = SecurityCase.objects.get()
    cases = "/admin/personas/seguridad/"
    assert "Carla Mena" in client(desk).get(cases).content.decode()
    assert client(desk).post(cases, {"caso": str(case.uuid), "conclusion": ""}).status_code == 422
    assert client(desk).post(cases, {"caso": str(case.uuid), "conclusion": "Era ella."}).status_code == 302
    assert "Era ella." in client(desk).get(cases).content.decode()
    assert email_changes.close_case(case, conclusion="Otra", by=desk.actor).conclusion == "Era ella."
