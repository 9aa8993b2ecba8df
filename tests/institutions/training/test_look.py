"""The pages of a deployment of one ambiente, and those that offer a catalogue, in a real browser (institutions §6.5, §12.8)."""

from datetime import timedelta

import pytest

from accounts.models import CatalogueEntry, CatalogueKind
from institutions.models import Appointment
from quipux import clock
from tests import factories
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OTHER = "https://capacitacion.gestiondocumental.ejemplo.gob.ec"


@pytest.fixture
def look(client, page, live_server):
    """Opens each path as somebody and says what is wrong with it."""

    def at(paths, person=None):
        if person is not None:
            cookie = client(person).cookies["quipux"].value
            page.context.add_cookies([{"name": "quipux", "value": cookie, "url": live_server.url}])
        found = []
        for path in paths:
            assert page.goto(f"{live_server.url}{path}").status == 200, path
            found += [(path, fault) for fault in unsound(page)]
        return found

    return at


def test_axe_finds_nothing_in_a_training_deployment(look, settings, sofia):
    settings.QUIPUX_ENVIRONMENT, settings.QUIPUX_OTHER_ENVIRONMENT_URL = "training", OTHER
    assert look(["/", "/ingresar/", "/ciudadanos/", "/implantacion/"]) == []
    assert look(["/admin/implantacion/recibir/"], sofia) == []


def test_axe_finds_nothing_in_a_production_deployment(look, settings, sofia):
    settings.QUIPUX_ENVIRONMENT, settings.QUIPUX_OTHER_ENVIRONMENT_URL = "production", OTHER
    assert look(["/implantacion/"]) == []
    assert look(["/admin/implantacion/recibir/"], sofia) == []


def test_axe_finds_nothing_where_a_catalogue_is_offered_and_something_ends_soon(look, diego, area):
    CatalogueEntry.objects.create(kind=CatalogueKind.TITLE, name="Ingeniero", feminine="Ingeniera", abbreviation="Ing.")
    city = CatalogueEntry(kind=CatalogueKind.CITY, name="Azogues")
    city.parent = CatalogueEntry.objects.create(kind=CatalogueKind.PROVINCE, name="Cañar", parent=(
        CatalogueEntry.objects.create(kind=CatalogueKind.COUNTRY, name="Ecuador")))  # fmt: skip
    city.save()
    post = factories.make_servant(area, "Rosa Lema", title="Directora de Provisión", kind=Appointment.Kind.CHARGE)
    Appointment.objects.filter(pk=post.pk).update(ends_on=clock.today() + timedelta(days=2))
    assert look(["/institucion/areas/nueva/", "/institucion/servidores/"], diego) == []
