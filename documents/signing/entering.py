"""From an act to the page where its documents are signed; the token travels in a cookie of that page alone."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from documents.models import ActRun, SigningSession
from documents.signing import sessions
from documents.signing.providers import DESKTOP

COOKIE = "quipux-firma"


def after_act(run: ActRun, request) -> HttpResponse | None:
    """The signing page of what an act left waiting for a signature; None where nothing does.

    Args:
        run: Firmar/Enviar or Envío Electrónico, carried out; asked again, it leads to the same session.
    """
    found = SigningSession.objects.filter(run=run).first()
    if found is not None:
        return redirect(address_of(found))
    done = [item["uuid"] for item in run.results if item["done"]]
    originals = sessions.waiting_for(request.actor).filter(uuid__in=done)
    if not originals.exists():
        return None
    return enter(DESKTOP.prepare(originals, request.actor, run=run, network=request.META["REMOTE_ADDR"][:45]))


def address_of(session: SigningSession) -> str:
    """Path of the session's page, under which its cookie lives."""
    return reverse("documents:signing", args=[session.uuid])


def enter(opened: sessions.Opened) -> HttpResponse:
    """To the session's page, with the token in the person's browser and nowhere else."""
    response = redirect(address_of(opened.session))
    response.set_cookie(
        COOKIE, opened.token, max_age=settings.QUIPUX_SIGNATURE_TOKEN_MINUTES * 60, path=address_of(opened.session),
        secure=settings.SECURE, httponly=True, samesite="Strict")  # fmt: skip
    return response


def token_of(request, session: SigningSession) -> str:
    """The session's token if this browser has it; empty otherwise."""
    token = request.COOKIES.get(COOKIE, "")
    return token if token and sessions.has_token(session, token) else ""
