"""Every page of the administration as it is drawn, in a real browser: axe finds nothing (issue 8; U-32)."""

import mimetypes
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import sync_playwright

from tests.house import matrix
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.long]
SITE, PAGE = "http://administracion.prueba", "/pagina"


class Site:
    """Answers a browser with one drawn page and the files of pages; nothing else exists here."""

    def __init__(self):
        self.page = b""

    def answer(self, route):
        path = route.request.url.removeprefix(SITE)
        found = finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
        if path == PAGE:
            route.fulfill(body=self.page, content_type="text/html; charset=utf-8")
        elif found is None:
            route.fulfill(status=404)
        else:
            route.fulfill(path=found, content_type=mimetypes.guess_type(found)[0])


def looked_at(pages: dict[str, bytes], launch: dict) -> dict[str, list]:
    """What is wrong with each page, by its name; a browser of its own, far from the transaction of the office."""
    site, wrong = Site(), {}
    with sync_playwright() as started:
        browser = started.chromium.launch(**launch)
        page = browser.new_page()
        page.route("**/*", site.answer)
        for name, body in pages.items():
            site.page = body
            page.goto(SITE + PAGE)
            if found := unsound(page):
                wrong[name] = found
        browser.close()
    return wrong


def test_axe_finds_nothing_in_any_page_of_the_administration(office, browser_type_launch_args):
    cases = [case for name, case in matrix.cases().items()
             if name.startswith("admin:") and case.cells["sge_operator"]["GET"] == 200]  # fmt: skip
    entered = office.enter("sge_operator")
    answers = {case.name: entered.get(case.address(office.things)) for case in cases}
    pages = {name: one.content for name, one in answers.items() if one.headers["Content-Type"].startswith("text/html")}
    for one in answers.values():
        one.close()  # the files among them
    assert len(pages) > 40
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(looked_at, pages, browser_type_launch_args).result() == {}
