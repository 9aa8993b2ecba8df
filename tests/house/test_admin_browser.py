"""Every page of the administration as it is drawn, in a real browser: axe, and what scrolls sideways (issue 8; U-32, U-34)."""

import mimetypes

import pytest
from django.contrib.staticfiles import finders

from tests.house import matrix
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.long]
SITE = "http://administracion.prueba"


def served(route):
    """The files of the pages, as the site serves them; nothing else exists here."""
    path = route.request.url.removeprefix(SITE)
    found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
    if found is None:
        route.fulfill(status=404)
    else:
        route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0])


def test_every_page_of_the_administration_is_sound_at_each_size(office, page):
    cases = [
        case
        for name, case in matrix.cases().items()
        if name.startswith("admin:") and case.cells["sge_operator"]["GET"] == 200
    ]
    entered, wrong, looked = office.enter("sge_operator"), {}, 0
    drawn = {case.name: entered.get(case.address(office.things)) for case in cases}
    for name, answer in drawn.items():
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page.unroute_all()
        page.route("**/*", served)
        page.route(
            f"{SITE}/pagina",
            lambda route, body=answer.content: route.fulfill(body=body, content_type="text/html; charset=utf-8"),
        )
        page.goto(f"{SITE}/pagina")
        if found := unsound(page):
            wrong[name] = found
        looked += 1
    assert looked > 40
    assert wrong == {}
