"""A session whose context ended while it was open (institutions §8, §11.4; accounts-portal §9.2)."""

from datetime import datetime
from uuid import UUID

from django.contrib import auth, messages
from django.contrib.auth.signals import user_logged_in
from django.contrib.auth.views import redirect_to_login
from django.dispatch import receiver
from django.shortcuts import redirect

from institutions.actors import actors_of
from institutions.charges import over
from institutions.models import Appointment, Delegation
from quipux import clock
from quipux.web.formatting import minute_text

POST_ENDED = "Su puesto «{}» terminó el {} (GMT-5)."
POST_CLOSED = "Su puesto «{}, {}» no está disponible por ahora."
CITIZEN_CLOSED = "Su perfil de ciudadano ya no está activo."
ENTER_AGAIN = "Ingrese otra vez para seguir como: {}."
WORKS_AS = "Ahora está como: {}. Sus demás puestos están en «Usuario:»."
NOTHING_LEFT = "No tiene otro puesto activo."
CONTEXT, SINCE = "context", "entered_at"  # keys of the session


@receiver(user_logged_in, dispatch_uid="institutions.entering")
def begin(sender, request, user, **kwargs):
    """From the first page on the session names the context it is in, and since when.

    The one chosen in «Preferencias», else the last used, else servants before citizens (accounts-portal §5).
    """
    found = {actor.context_id: actor for actor in reversed(actors_of(user))}
    first = found.get(user.default_context) or found.get(user.last_context) or next(reversed(found.values()), None)
    request.session[SINCE] = clock.now().isoformat()
    if first is not None:
        request.session[CONTEXT] = first.context_id


def answer_to_lost(request, chosen: str):
    """What is answered to a session whose context ended; None when it did not.

    A subrogación that ended leads to the own tray with its sentence; a post that ended, to the page of login; any other,
    to the first page of a context that is left. Each says the reason and what is left (accounts-portal §9.2).
    """
    try:
        key = UUID(chosen)
    except ValueError:
        return _elsewhere(request, CITIZEN_CLOSED)
    return _after_subrogation(request, key) or _after_post(request, key) or _after_closing(request, key)


def _after_subrogation(request, key):
    taken = Delegation.objects.filter(titular__uuid=key, acting__person=request.user)
    last = taken.filter(stops_at__lte=clock.statement_now()).order_by("-stops_at").first()
    if last is None:
        return None
    del request.session[CONTEXT]
    messages.warning(request, over(last.stops_at))
    return redirect("accounts:home")


def _after_post(request, key):
    ended = Appointment.objects.filter(uuid=key, person=request.user, access_ends_at__lte=clock.statement_now())
    ended = ended.select_related("institution").first()
    since = request.session.get(SINCE)
    if ended is None or since is None or datetime.fromisoformat(since) >= ended.access_ends_at:
        return None
    path = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    left = [actor.position_in_words for actor in actors_of(request.user) if not actor.is_leaver]
    said = POST_ENDED.format(f"{ended.title}, {ended.institution.name}", minute_text(ended.access_ends_at))
    auth.logout(request)
    messages.warning(request, f"{said} {ENTER_AGAIN.format('; '.join(left)) if left else NOTHING_LEFT}")
    return redirect_to_login(path)


def _after_closing(request, key):
    """An own post that still stands and is closed meanwhile: its institution is, or it waits to begin again."""
    post = Appointment.objects.select_related("institution").filter(uuid=key, person=request.user).first()
    if post is None or post.access_ends_at is not None:
        return None
    return _elsewhere(request, POST_CLOSED.format(post.title, post.institution.name))


def _elsewhere(request, reason):
    """On to the first page in what is left; a form that was open is answered by its own context (the stale page)."""
    if request.method not in ("GET", "HEAD"):
        return None
    found = actors_of(request.user)
    request.session[CONTEXT] = found[0].context_id if found else ""
    now = WORKS_AS.format(found[0].position_in_words) if found else NOTHING_LEFT
    messages.warning(request, f"{reason} {now}")
    return redirect("accounts:home")
