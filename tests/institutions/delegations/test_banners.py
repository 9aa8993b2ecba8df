"""What stands above the pages of the AIQs and of both before a subrogación or an encargo ends (institutions §8)."""

from datetime import date, datetime

import pytest

from institutions.actors import actors_of
from institutions.models import Appointment, Grant
from quipux import clock
from tests import factories
from tests.cast import servant
from tests.institutions.delegations.conftest import at

pytestmark = pytest.mark.django_db
TRAY = "/bandejas/recibidos/"
SOON = "Terminan en menos de tres días: "


def bands(client, person, instant) -> str:
    """The text of the tray of a person at an instant."""
    with clock.frozen_at(instant):
        return client(person).get(TRAY).text


def test_the_aiqs_and_both_read_three_days_before_that_a_subrogacion_ends(delegation, client, ana, bruno, diego):
    said = f"{SOON}{bruno.appointment.title} de {bruno.appointment.area.name}, el 2026-06-05 17:00."
    assert said not in bands(client, diego, at(2, 16, 59))
    assert said in bands(client, diego, at(2, 17))
    assert said in bands(client, diego, at(5, 16, 59))
    assert said not in bands(client, diego, at(5, 17))
    for person in (ana, bruno):
        assert SOON not in bands(client, person, at(4))
    assert "Termina en menos de tres días." in bands(client, bruno, at(4))
    assert "Termina en menos de tres días." not in bands(client, bruno, at(2, 16))


def test_the_band_is_for_who_administers_the_whole_institution_and_for_no_other(delegation, client, elsa, carla, diego):
    scoped = Grant.objects.create(appointment=elsa.appointment, permission="administer")
    scoped.areas.add(elsa.appointment.area)
    Grant.objects.create(appointment=carla.appointment, permission="administer")
    for person in (elsa, carla):
        assert SOON not in bands(client, person, at(4))
    assert SOON in bands(client, diego, at(4))


def test_an_encargo_is_told_to_who_has_it_and_to_the_aiqs_on_its_last_days(client, diego, area):
    post = factories.make_servant(area, "Rosa Lema", title="Directora", kind=Appointment.Kind.CHARGE)
    Appointment.objects.filter(pk=post.pk).update(ends_on=date(2026, 6, 10))
    rosa, own = servant(post), "Su encargo termina el 2026-06-10."
    said = f"Directora de {area.name}, el 2026-06-10."
    for day, hour, expected in ((6, 23, False), (7, 0, True), (10, 23, True), (11, 0, False)):
        instant = datetime(2026, 6, day, hour, 30, tzinfo=clock.GUAYAQUIL)
        assert (said in bands(client, diego, instant)) is expected
        if day < 11:  # on the eleventh the case that its last day opened has ended it
            assert (own in bands(client, rosa, instant)) is expected


def test_more_than_three_are_counted(client, diego, area):
    for number in range(5):
        post = factories.make_servant(area, title=f"Directora {number}", kind=Appointment.Kind.CHARGE)
        Appointment.objects.filter(pk=post.pk).update(ends_on=date(2026, 6, 10))
    text = bands(client, diego, datetime(2026, 6, 9, 12, tzinfo=clock.GUAYAQUIL))
    assert f"Directora 2 de {area.name}, el 2026-06-10 y 2 más." in text
    assert "Directora 3" not in text


def test_it_costs_no_query(delegation, diego, ana, django_assert_num_queries):
    with clock.frozen_at(at(4)):
        actors_of(diego.user)
        with django_assert_num_queries(1):
            [actor] = actors_of(diego.user)
    assert actor.appointment.ending["delegations"][0]["title"]
    with clock.frozen_at(at(4)):
        assert actors_of(ana.user)[0].appointment.ending is None


def test_the_list_of_servants_says_who_acts_for_whom_while_it_lasts(delegation, client, ana, bruno, diego):
    name = ana.user.full_name
    for instant, expected in ((at(1, 7, 59), False), (at(1, 8), True), (at(5, 17), False)):
        with clock.frozen_at(instant):
            text = client(diego).get("/institucion/servidores/").text
        assert (f"Subrogado por {name}" in text, f"Subroga a {bruno.appointment.title}" in text) == (expected, expected)
