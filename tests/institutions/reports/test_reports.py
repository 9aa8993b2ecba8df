"""Reports of institutions: what they count, how far each person sees, and what is taken away (institutions §14)."""

import csv
import io
from datetime import timedelta

import pytest

from institutions.implantation.services import reviewing
from institutions.models import Grant
from institutions.reports.shape import Reach, known, reach_of
from quipux import clock
from tests import factories
from tests.backups.pages.reading import Page
from tests.institutions.departures.conftest import open_case
from tests.institutions.implantation import making

pytestmark = pytest.mark.django_db
OFFICE, SGE = "/institucion/reportes/", "/admin/reportes/"


def rows_of(slug, reach) -> list[list]:
    """Every line of one report."""
    return (known() | known(of_platform=True))[slug].rows(reach)


@pytest.fixture
def busy(ana, bruno, diego, elsa, area):
    """A departure with something pending, and a person who entered forty days ago."""
    factories.make_document(elsa, to=[ana])
    open_case(diego, ana)
    bruno.user.last_login = clock.now() - timedelta(days=40)
    bruno.user.save()
    return Reach(area.institution)


def test_every_report_has_as_many_values_as_columns(busy, sofia):
    making.in_review(sofia)
    for slug, report in (known() | known(of_platform=True)).items():
        assert all(len(row) == len(report.columns) for row in rows_of(slug, busy)), slug
    by_area = {row[1]: row[2:] for row in rows_of("usuarios-por-area", busy)}
    assert by_area["DNP"] == [0, 1, 1, 0, 2]
    assert [row[2] for row in rows_of("actividad", busy)] == [
        "Sin ingresar",
        "Sin ingresar",
        "Sin uso reciente",
        "Sin ingresar",
    ]
    assert ["12 · Administración del Sistema", "Diego Ponce", "Administrador", "Dirección de Tecnología"] in rows_of(
        "usuarios-por-permiso", busy)  # fmt: skip
    assert rows_of("desvinculaciones", busy)[0][3:] == [1, "Abierto"]


def test_lists_of_ten_and_of_twenty_ask_the_same(busy, area, django_assert_max_num_queries):
    for _ in range(10):
        factories.make_servant(area, permissions=["reports"])
    for slug in ("usuarios-por-area", "permisos-por-usuario", "usuarios-por-permiso", "actividad", "conectados", "areas",
                 "numeracion", "listas", "subrogaciones"):  # fmt: skip
        with django_assert_max_num_queries(4):
            rows_of(slug, busy)


def test_without_reportes_only_the_own_area_is_seen_and_cedulas_stay_masked(client, ana, bruno, diego, elsa, carla):
    told = Page(client(ana).get(f"{OFFICE}permisos-por-usuario/")).text
    assert "Bruno Salas" in told
    assert "Elsa Montero" not in told
    assert bruno.user.identity_number not in told
    Grant.objects.create(appointment=elsa.appointment, permission="reports")
    told = Page(client(elsa).get(f"{OFFICE}permisos-por-usuario/")).text
    assert "Bruno Salas" in told
    assert "Carla Mena" not in told
    assert bruno.user.identity_number not in told
    assert bruno.user.identity_number in Page(client(diego).get(f"{OFFICE}permisos-por-usuario/")).text
    assert client(ana).get(f"{OFFICE}instituciones/").status_code == 404  # of the platform


def test_a_delegated_aiq_sees_the_areas_of_the_permission(ana, diego, elsa, area):
    grant = Grant.objects.get(appointment=diego.appointment, permission="administer")
    grant.areas.add(area)
    names = {row[0] for row in rows_of("permisos-por-usuario", reach_of(factories.actor_of(diego)))}
    assert names == {"Ana Torres"}


def test_a_report_is_taken_away_as_a_list_that_no_program_executes(client, diego, area):
    factories.make_servant(area, "Eva Rea", title="=CMD()")
    answer = client(diego).post(f"{OFFICE}permisos-por-usuario/exportar/", {"formato": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(text[1:]), delimiter=";") for cell in row]
    assert "'=CMD()" in cells
    assert client(diego).post(f"{OFFICE}permisos-por-usuario/exportar/", {"formato": "exe"}).status_code == 422


def test_the_sge_reads_days_per_state_and_every_institution_masked(client, sofia, ana):
    with clock.frozen_at(making.START):
        case = making.submitted()
    with clock.frozen_at(making.START + timedelta(days=5)):
        reviewing.take(case, actor=sofia.actor)
    with clock.frozen_at(making.START + timedelta(days=12)):
        [row] = rows_of("implantaciones", Reach(None))
        assert row[2:4] == ["En revisión", 7]
        assert "Solicitud enviada: 5" in row[6]
        assert rows_of("implantaciones-por-estado", Reach(None)) == [["En revisión", 1, 1]]
    told = Page(client(sofia).get(f"{SGE}instituciones/{ana.appointment.institution.uuid}/permisos-por-usuario/")).text
    assert "Ana Torres" in told
    assert ana.user.identity_number not in told
