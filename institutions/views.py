"""Changing the context in use."""

from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import User
from institutions.actors import actors_of
from institutions.entering import CONTEXT, SINCE
from institutions.reorganisation.services import require_movable
from quipux import access, clock
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import NotFound


@access.signed_in
@require_POST
def switch_context(request):
    """Act from now on in another of one's own contexts; the session id is renewed (S-05)."""
    chosen = request.POST.get("context", "")
    actor = next((one for one in actors_of(request.user) if one.context_id == chosen), None)
    if actor is None:
        raise NotFound("No encontramos ese puesto entre los suyos.")
    if actor.appointment is not None:
        require_movable(actor.appointment)
    request.actor = actor
    note(request, Event.CONTEXT)
    User.objects.filter(pk=request.user.pk).update(last_context=chosen)
    request.session[CONTEXT], request.session[SINCE] = chosen, clock.now().isoformat()
    request.session.cycle_key()
    return redirect(_own_path(request.POST.get("next", "")) or "accounts:home")


def _own_path(url):
    """``url`` if it is a path of this site: the page the person wants in the new context (S-07)."""
    return url if url.startswith("/") and url_has_allowed_host_and_scheme(url, None) else None
