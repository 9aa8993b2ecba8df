"""Puts the actor on the request: the person in the context chosen in «Usuario:»."""

from django.core.exceptions import PermissionDenied

from institutions.actors import resolve
from institutions.entering import CONTEXT, answer_to_lost
from quipux.outbox import training

SESSION_KEY = CONTEXT


class ActorMiddleware:
    """``request.actor`` is an Actor or a Citizen, or None for anonymous people and people without a context."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = None
        if request.user.is_authenticated:
            chosen = request.session.get(SESSION_KEY)
            request.actor = resolve(request.user, chosen)
            request.announced = getattr(getattr(request.actor, "appointment", None), "announced", None)
            if chosen and _is_lost(request.actor, chosen) and (answer := answer_to_lost(request, chosen)):
                return answer
        if getattr(request.actor, "institution", None) is None:
            return self.get_response(request)
        with training.in_tenant(request.actor.is_training):
            return self.get_response(request)


def _is_lost(actor, chosen):
    """Whether the chosen context is not there any more, or only as «Salida»."""
    return actor is None or actor.context_id != chosen or actor.is_leaver


# What is written also where a training tenant is only read: the session, and the way back to work.
STILL_WRITTEN = ("accounts:logout", "institutions:switch_context")


class ReadOnlyTenantMiddleware:
    """A training tenant whose term passed is only read (institutions §12.4 T13)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        actor = request.actor
        if request.method != "POST" or not getattr(actor, "is_training", False):
            return
        if actor.institution.read_only_at and request.resolver_match.view_name not in STILL_WRITTEN:
            raise PermissionDenied("El plazo del ambiente de capacitación venció: solo se puede leer.")
