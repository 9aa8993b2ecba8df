"""Puts the actor on the request: the person in the context chosen in «Usuario:»."""

from institutions.actors import resolve
from institutions.entering import CONTEXT, answer_to_lost

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
            if chosen and _is_lost(request.actor, chosen) and (answer := answer_to_lost(request, chosen)):
                return answer
        return self.get_response(request)


def _is_lost(actor, chosen):
    """Whether the chosen context is not there any more, or only as «Salida»."""
    return actor is None or actor.context_id != chosen or actor.is_leaver
