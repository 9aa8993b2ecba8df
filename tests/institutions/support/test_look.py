"""The pages of support in a real browser, wide and narrow (ui §7.1, §10)."""

import pytest

from institutions.support import services
from tests.institutions.support.making import open_case, picture
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def paths(ana, diego, sofia) -> dict:
    """Every page of support with something in it, by who looks."""
    case, escalated = open_case(ana, captures=[picture()]), open_case(ana)
    services.escalate(escalated, diagnosis="Se revisó el puesto y sus permisos.", actor=diego.actor)
    services.take(escalated, actor=sofia.actor)
    return {"diego": ["/ayuda/", "/ayuda/casos/", "/ayuda/casos/nuevo/", case.get_absolute_url()],
            "sofia": ["/admin/soporte/", f"/admin/soporte/{escalated.uuid}/"]}  # fmt: skip


def test_axe_finds_nothing_and_no_page_scrolls_sideways(client, diego, sofia, paths, page, live_server):
    for name, person in (("diego", diego), ("sofia", sofia)):
        cookie = client(person).cookies["quipux"].value
        page.context.add_cookies([{"name": "quipux", "value": cookie, "url": live_server.url}])
        for path in paths[name]:
            assert page.goto(f"{live_server.url}{path}").status == 200, path
            assert unsound(page) == [], path
