"""The pages of subrogación in a real browser, wide and narrow (ui §7, §10)."""

from datetime import timedelta

import pytest

from institutions.delegations import services
from quipux import clock
from tests.factories import TINY_PDF, actor_of, store
from tests.looks import unsound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/institucion/subrogaciones/"


def test_axe_finds_nothing_and_no_page_scrolls_sideways(client, diego, bruno, ana, live_server, page):
    start = clock.now().replace(second=0, microsecond=0)
    wish = services.Wish(bruno.appointment, ana.appointment, start, start + timedelta(days=2), "Acción de personal 0117",
                         start.date(), store.save(TINY_PDF, media_type="application/pdf"))  # fmt: skip
    row = services.register(wish, actor=actor_of(diego))
    new = f"{PAGE}nueva/"
    for person, addresses in ((diego, (PAGE, new, f"{new}?subrogado={bruno.appointment.uuid}", row.get_absolute_url())),
                              (bruno, (row.get_absolute_url(), "/bandejas/recibidos/"))):  # fmt: skip
        cookie = client(person).cookies["quipux"].value
        page.context.add_cookies([{"name": "quipux", "value": cookie, "url": live_server.url}])
        for address in addresses:
            assert page.goto(f"{live_server.url}{address}").status == 200, address
            assert unsound(page) == [], address
