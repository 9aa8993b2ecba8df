"""How many pages a person may open, so that a program does not read what people look through (safety §2.3, S-25)."""

import logging
from datetime import timedelta
from functools import wraps

from quipux import clock
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import TooMany
from quipux.limits.services import count_page

logger = logging.getLogger("quipux.security")
LISTS, LISTS_PERIOD = 300, timedelta(minutes=10)
SEARCHES, SEARCHES_PERIOD = 60, timedelta(minutes=1)
SAME_ADDRESS = "Lo que pidió sigue en la dirección de esta página."


def list_page(view):
    """Mark a view that shows a page of a list: ``LISTS`` per person in ``LISTS_PERIOD``, all lists together."""
    return _limited(view, "list_page", LISTS, LISTS_PERIOD, f"Abrió más de {LISTS} páginas de listas en 10 minutos.")


def search_page(view):
    """Mark a view that searches what the address asks for: ``SEARCHES`` per person in ``SEARCHES_PERIOD``.

    Its empty form is not counted; what it finds is a list too.
    """
    return _limited(list_page(view), "search", SEARCHES, SEARCHES_PERIOD,
                    f"Hizo más de {SEARCHES} búsquedas en un minuto.", when=lambda request: request.GET)  # fmt: skip


def _limited(view, act, limit, period, sentence, when=lambda request: True):
    @wraps(view)
    def limited(request, *args, **kwargs):
        if when(request):
            _take(request, act, limit, period, sentence)
        return view(request, *args, **kwargs)

    return limited


def _take(request, act, limit, period, sentence):
    asked_at = getattr(getattr(request.actor, "appointment", None), "asked_at", None)
    count, opens = count_page(act, request.user.pk, period=period, at=asked_at)
    if count <= limit:
        return
    if count == limit + 1:  # one entry for each window: a program that goes on fills no log
        note(request, Event.DENIED, kind=act, refused=True)
        logger.warning("too_many_pages", extra={"act": act, "user": request.user.pk})
    raise TooMany(f"{sentence} Podrá seguir a las {clock.local(opens):%H:%M}. {SAME_ADDRESS}", opens=opens)
