"""Board, sessions and audit in a real browser: every size, axe (accounts-portal §12)."""

import pytest

from accounts.models import Role
from tests.accounts.roles.test_roles import staff
from tests.factories import make_document
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGES = (
    "/admin/",
    "/admin/personas/sesiones/",
    "/admin/auditoria/",
    "/admin/auditoria/recorridos/",
    "/admin/auditoria/anclas/",
)


def test_axe_finds_nothing_and_nothing_scrolls_sideways_at_any_size(browser, live_server, client, ana, bruno):
    make_document(ana, to=[bruno])
    auditor = client(staff("Alba Ríos", Role.AUDITOR, Role.DESK))
    context = browser.new_context()
    context.add_cookies([{"name": "quipux", "value": auditor.cookies["quipux"].value, "url": live_server.url}])
    page = context.new_page()
    found = {}
    for address in PAGES:
        assert page.goto(live_server.url + address).status == 200
        found[address] = unsound(page)
    context.close()
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
