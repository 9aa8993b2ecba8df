"""How the AIQ sees his people get in (accounts-portal §9.5)."""

import pytest

from institutions.people.accesses import coarse
from quipux import clock
from quipux.accesslog.models import AccessEntry, Event
from tests import factories

pytestmark = pytest.mark.django_db


def noted(person, event, context="", network="203.0.113.77", **more):
    return AccessEntry.objects.create(at=clock.now(), event=event, user=person.user, context=context, network=network,
                                      device="Firefox en Linux", **more)  # fmt: skip


def test_the_aiq_sees_the_accesses_of_his_people_here_without_the_whole_address(client, ana, diego, carla):
    there = factories.make_appointment(ana.user, carla.appointment.area, title="Asesora")
    noted(ana, Event.LOGIN)
    noted(ana, Event.EXPORT, str(ana.appointment.uuid))
    noted(ana, Event.DOWNLOAD, str(there.uuid))
    noted(carla, Event.SECOND_FACTOR)
    page = client(diego).get(f"/institucion/servidores/{ana.appointment.uuid}/accesos/")
    events = [row[1] for row in page.context["rows"]]
    assert events == ["Exportación", "Ingreso"]  # neither what she does elsewhere nor what others do
    assert {row[3] for row in page.context["rows"]} == {"203.0.0.0/16"}
    assert "203.0.113.77" not in page.content.decode()


def test_an_address_is_shown_by_its_beginning_or_not_at_all():
    assert [coarse(one) for one in ("198.51.100.7", "2001:db8:1:2::9", "2001:db8:1:2::/64", "", "otra")] == [
        "198.51.0.0/16", "2001:db8::/32", "2001:db8::/32", "", ""]  # fmt: skip
