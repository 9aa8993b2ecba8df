"""The pages of numbering formats (institutions §7)."""

from datetime import datetime

import pytest

from documents.models import NumberCounter, NumberFormat
from documents.numbering.issuing import issue
from institutions.models import Area
from quipux import clock
from quipux.history.models import Entry
from tests import factories

OWN = {"copies_from": "", "parte0": "institution", "parte1": "area", "parte2": "year", "parte3": "sequence", "parte4": "type",
       "abbreviation": "", "separator": "-", "year_digits": "4", "sequence_digits": "4", "value": "",
       "reason": "Resolución de la máxima autoridad"}  # fmt: skip
NEW_YEAR = datetime.fromisoformat("2027-01-01T00:00:01-05:00")


@pytest.fixture
def oficio():
    return factories.document_type("oficio")


@pytest.fixture
def address(area, oficio):
    return f"/institucion/numeracion/{area.uuid}/{oficio.slug}/"


@pytest.fixture
def entered(client, diego):
    return client(diego)


def test_i_15_the_pages_refuse_preview_and_begin_each_year_at_one(entered, ana, carla, area, oficio, address):
    with clock.frozen_at(datetime.fromisoformat("2026-06-10T10:00:00-05:00")):
        NumberCounter.objects.create(area=area, type=oficio, year=2026, last=150)
        assert "MINEJ-DNP-2026-0151-O" in entered.get(address).text
        without = entered.post(address, OWN | {"parte3": ""})
        assert (without.status_code, "El formato debe incluir Año y Secuencial." in without.text) == (422, True)
        lowered = entered.post(address, OWN | {"value": "149"})
        assert (lowered.status_code, "La secuencia sólo puede aumentar." in lowered.text) == (422, True)
        assert not NumberFormat.objects.exists()
        seen = entered.post(address, OWN | {"separator": "/", "reason": "", "accion": "ver"})
        assert (seen.status_code, "MINEJ/DNP/2026/0151/O" in seen.text) == (200, True)
        assert not NumberFormat.objects.exists()
        assert entered.post(address, OWN | {"separator": "/", "value": "200"}).status_code == 302
        assert "MINEJ/DNP/2026/0201/O" in entered.get(address).text
        assert "Oficio: Resolución" in Entry.objects.of(area).first().comment
        draft = factories.make_draft(ana, to=[carla], type="oficio")
    with clock.frozen_at(NEW_YEAR):
        assert issue(draft, area=Area.objects.get(pk=area.pk), type=oficio, actor=ana.actor) == "MINEJ/DNP/2027/0001/O"


def test_a_copy_uses_the_other_format_and_a_copy_of_a_copy_is_refused(entered, institution, area, oficio, address):
    other, third = (factories.make_area(institution, sigla=sigla) for sigla in ("CO", "TE"))
    assert entered.post(address, OWN | {"copies_from": other.pk}).status_code == 302
    assert "-CO-" in entered.get(address).text
    again = f"/institucion/numeracion/{third.uuid}/{oficio.slug}/"
    refused = entered.post(again, OWN | {"copies_from": area.pk})
    assert (refused.status_code, "El área elegida copia a su vez otro formato." in refused.text) == (422, True)
    page = entered.get("/institucion/numeracion/", {"area": area.pk}).text
    assert f"Copia de {other.name}" in page


def test_formats_of_another_institution_are_not_found(entered, carla, oficio):
    foreign = carla.appointment.area
    assert entered.get(f"/institucion/numeracion/{foreign.uuid}/{oficio.slug}/").status_code == 404
    assert entered.get("/institucion/numeracion/", {"area": foreign.pk}).status_code == 422
