"""Backups of the ex servants of an institution that closed are asked for by the AIQ of its custodian (institutions §5.2)."""

import pytest

from backups.models import BackupRequest
from backups.subjects import subjects_of
from institutions import services as institutions
from institutions.standing import services as standing
from institutions.states import InstitutionState
from quipux import clock
from quipux.errors import NotFound
from quipux.history.recorder import SYSTEM
from tests import factories
from tests.backups import making
from tests.backups.pages import office
from tests.backups.pages.office import url
from tests.cast import servant

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(other_institution):
    """The AIQ of the institution that keeps what is left."""
    return servant(factories.make_servant(factories.make_area(other_institution), permissions=["administer"]))


def close(institution, keeper, sofia):
    for post in institution.appointments.exclude(state="inactive"):
        institutions.deactivate(post, last_day=clock.today(), actor=SYSTEM)
    standing.offer_custody(institution, keeper.appointment.institution, actor=sofia.actor)
    standing.accept_custody(institution, actor=keeper.actor)
    return standing.close(institution, reason="Decreto que suprime la institución.", actor=sofia.actor)


def test_the_aiq_of_the_custodian_asks_builds_and_downloads_and_nobody_did_before(
    client, luis, carla, keeper, institution, sofia
):
    office.papers_of(luis, carla, 4)
    petition = office.write_petition(luis, keeper)
    assert luis.appointment not in subjects_of(keeper.actor)
    with pytest.raises(NotFound):
        making.send_for(keeper, luis, petition)
    assert close(institution, keeper, sofia).state == InstitutionState.CLOSED
    assert luis.appointment in subjects_of(keeper.actor)
    making.build(making.send_for(keeper, luis, petition))
    request = BackupRequest.objects.get()
    mine = client(keeper)
    assert b"".join(mine.get(url("part", request, 1)).streaming_content)[:2] == b"PK"
    assert client(carla).get(url("detail", request)).status_code == 404


def test_who_administers_some_areas_of_the_custodian_keeps_nobody(luis, keeper, institution, sofia):
    close(institution, keeper, sofia)
    some = factories.make_servant(keeper.appointment.area, permissions=["administer"])
    some.grants.get(permission="administer").areas.add(keeper.appointment.area)
    assert luis.appointment not in subjects_of(servant(some).actor)
