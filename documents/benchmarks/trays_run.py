"""The process behind `bench trays`: whole pages of the product, as a logged-in person asks for them.

python -m documents.benchmarks.trays_run REPEAT plans|figures DOCUMENTS
"""

import sys
from collections.abc import Callable
from functools import partial

from documents.benchmarks import measuring

DEEP = 1000  # pages before the one asked for
SIZE = 20  # rows of a page


def questions() -> dict[str, Callable]:
    """What is asked, for somebody with few copies and for who holds the most."""
    from django.conf import settings
    from django.test import Client

    from documents import bulk
    from documents.benchmarks.people import a_colleague_of
    from documents.trays import TRAYS
    from documents.trays.counting import counters
    from institutions.actors import Actor
    from quipux import clock

    asked = {}
    busiest = bulk.busiest_post()
    for name, post in (("usual", a_colleague_of(busiest)), ("busy", busiest)):
        client, actor = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0]), Actor(post.person, post)
        client.force_login(post.person, backend="accounts.backends.NumberBackend")
        page = partial(_page, client)
        asked |= {f"first.{name}": partial(page, "recibidos"),
                  f"deep.{name}": partial(page, "recibidos", cursor=_cursor_deep_in(actor)),
                  f"unread.{name}": partial(page, "recibidos", lectura="no-leidos"),
                  f"filtered.{name}": partial(page, "recibidos", categoria="urgent"),
                  f"texts.{name}": partial(page, "recibidos", texto="presupuesto"),
                  f"counters.{name}": partial(counters, actor, clock.today())}  # fmt: skip
        asked |= {f"tray.{slug}.{name}": partial(page, slug) for slug, tray in TRAYS.items()
                  if slug not in ("recibidos", "compartida") and tray.allows(actor)}  # fmt: skip
    return asked


def _page(client, slug, **asked):
    answer = client.get(f"/bandejas/{slug}/", asked)
    if answer.status_code != 200:
        raise SystemExit(f"/bandejas/{slug}/ answered {answer.status_code}")


def _cursor_deep_in(actor) -> str:
    """The link to the page that stands ``DEEP`` pages after the first of Recibidos, or in the last tenth of a shorter list."""
    from documents.trays import RECEIVED
    from quipux.web.pagination import Cursor

    rows = RECEIVED.members(actor).order_by("-sort_at", "-pk")
    before = min(DEEP * SIZE, rows.count() * 9 // 10)
    row = rows[max(0, before - 1) : before].first() if before else None
    return Cursor((row.sort_at.isoformat(), row.pk), False, before).encode() if row else ""


if __name__ == "__main__":
    measuring.main(sys.argv[1:], questions)
