"""Reports, catalogues and what lacks of an implantation, in a real browser at every size (ui §7.1, §10)."""

import pytest

from institutions.catalogues import services as catalogues
from institutions.models import Post
from tests.cast import servant
from tests.institutions.implantation import making
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def paths(diego, sofia, ana, institution) -> list[tuple]:
    """Every page with something in it, by who looks."""
    catalogues.keep(Post(name="Analista de procesos institucionales 3", level=3), actor=diego.actor)
    aiq = servant(making.aiq_of(making.configuring(sofia)).appointment)
    office, mine = "/institucion/reportes/", f"/admin/reportes/instituciones/{institution.uuid}/"
    return [(aiq, ["/institucion/implantacion/", "/institucion/implantacion/ps-b1/"]),
            (diego, [office, f"{office}permisos-por-usuario/", f"{office}actividad/", "/institucion/catalogos/puestos/",
                     "/institucion/catalogos/plantillas/", "/institucion/catalogos/plantillas/nueva/"]),
            (sofia, ["/admin/reportes/", "/admin/reportes/implantaciones/", "/admin/reportes/instituciones/", mine,
                     f"{mine}permisos-por-usuario/"])]  # fmt: skip


def test_axe_finds_nothing_and_no_page_scrolls_sideways(client, paths, page, live_server):
    for person, addresses in paths:
        cookie = client(person).cookies["quipux"].value
        page.context.add_cookies([{"name": "quipux", "value": cookie, "url": live_server.url}])
        for path in addresses:
            assert page.goto(f"{live_server.url}{path}").status == 200, path
            assert unsound(page) == [], path
