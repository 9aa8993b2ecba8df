"""Error pages: the sentences of ui.md section 7.15, each with its own template and the frame.

The 500 and 503 pages ask nothing of the database. The 404 body carries nothing of the request, so
that a page that does not exist and one of somebody else are byte-equal.
"""

import logging
import math
import secrets
import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.middleware.csrf import REASON_NO_CSRF_COOKIE
from django.shortcuts import render
from django.template.loader import render_to_string

from quipux import clock, environments
from quipux.files.errors import StoreError
from quipux.retrying import FULL, code_of
from quipux.web import page_owner, stale

logger = logging.getLogger("quipux.errors")

# Without the letters and digits that are misread over the telephone.
CODE_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
RETRY_SECONDS = 30
TEMPLATES = (400, 403, 404, 405, 409, 410, 413, 422, 429)
MEGABYTE = 1024 * 1024


def new_code() -> str:
    """A code XXXX-XXXX that a person can read to the help desk, and that the log carries."""
    letters = [secrets.choice(CODE_ALPHABET) for _ in range(8)]
    return f"{''.join(letters[:4])}-{''.join(letters[4:])}"


def page(request, status: int, *, message: str = "", **context):
    """The error page of ``status``; ``message`` (Spanish) replaces its usual sentence."""
    name = status if status in TEMPLATES else 400
    return render(request, f"errors/{name}.html", {"message": message, **context}, status=status)


def refused(request, error):
    """The page of what the domain refuses (`quipux.errors.DomainError`)."""
    if error.status == 404:
        return not_found(request)
    if getattr(error, "opens", None):
        return closed_until(request, error)
    return page(request, error.status, message=error.message)


def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return page(request, 400)


def forbidden(request, exception=None):
    return page(request, 403, message=getattr(exception, "message", ""))


def csrf_failure(request, reason=""):
    """The form's token is not the session's: the page is old, not the person suspicious.

    A form of ours, sent from a page of ours, keeps its text: somebody entered again in another tab.
    """
    drawn_for = page_owner.of_form(request.POST) if _is_own_page(request, reason) else None
    if drawn_for is not None and request.user.is_authenticated:
        return stale.answer(request, drawn_for)
    return render(request, "errors/403_csrf.html", status=403)


def _is_own_page(request, reason):
    """Whether only the token was wrong: where the request came from is judged before it."""
    return request.method == "POST" and (reason == REASON_NO_CSRF_COOKIE or reason.startswith("CSRF token"))


def not_found(request, exception=None):
    """Never says what was asked for: the sentence is one for unknown and for foreign objects."""
    return page(request, 404)


def too_large(request, megabytes: int | None = None):
    limit = megabytes or settings.DATA_UPLOAD_MAX_MEMORY_SIZE / MEGABYTE
    return page(request, 413, megabytes=f"{limit:g}".replace(".", ","))


def too_many(request, minutes: int):
    """The person must wait; ``minutes`` is also the Retry-After header, in seconds."""
    response = page(request, 429, minutes=minutes)
    response["Retry-After"] = str(minutes * 60)
    return response


def closed_until(request, refusal):
    """Too many pages: when the next may be opened, and the same address to open it, filters and all."""
    again = request.get_full_path() if request.method == "GET" else ""
    response = page(request, refusal.status, message=refusal.message, again=again)
    response["Retry-After"] = str(max(1, math.ceil((refusal.opens - clock.now()).total_seconds())))
    return response


def server_error(request):
    """The last page of all: its code is in the log beside the trace, its drawing needs no database."""
    error = sys.exc_info()[1]
    if code_of(error) == FULL:
        return unavailable(request, NO_ROOM, title=UNSAVED)
    if _is_shed(error):
        return unavailable(request)
    code = new_code()
    logger.error("server error %s", code, exc_info=sys.exc_info(), extra={"error_code": code})
    return _bare("errors/500.html", 500, {"code": code})


# Of PostgreSQL: no more connections, ending or starting, a lock that does not come, chosen to end a deadlock.
SHED = {"53300", "57P01", "57P02", "57P03", "55P03", "40P01", "40001"}
BUSY, CLOSED, UNSAVED = "Servicio ocupado", "Servicio en mantenimiento", "No se puede guardar ahora"
NO_ROOM = "En este momento no se puede guardar: falta espacio en el servidor. Lo guardado antes sigue en su sitio y se puede leer."


def _is_shed(error: BaseException | None) -> bool:
    """Whether database or store do not answer now: the request is right and may be tried again (F-11, F-12, F-43)."""
    if isinstance(error, InterfaceError | StoreError):
        return True
    # What failed before a server answered has no code.
    return isinstance(error, OperationalError) and code_of(error) in {None, *SHED}


def unavailable(request, message: str = "", retry_after: int = RETRY_SECONDS, *, title: str = ""):
    """Busy, or closed for maintenance (``message``), or what ``title`` says; ``retry_after`` in seconds."""
    code = new_code()
    logger.warning("unavailable %s", code, extra={"error_code": code})
    title = title or (CLOSED if message else BUSY)
    response = _bare("errors/503.html", 503, {"code": code, "message": message, "seconds": retry_after, "title": title})
    response["Retry-After"] = str(retry_after)
    return response


def _bare(template, status, context):
    # No request: of the frame only what the settings alone say.
    frame = {"is_training": environments.is_practice(), "real_address": environments.address_of_the_other()}
    return HttpResponse(render_to_string(template, {"frame": frame, **context}), status=status)
