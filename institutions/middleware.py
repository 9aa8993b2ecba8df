"""Puts the actor on the request: the person in the context chosen in «Usuario:»."""

from institutions.actors import resolve

SESSION_KEY = "context"


class ActorMiddleware:
    """``request.actor`` is an Actor or a Citizen, or None for anonymous people and people without a context."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.actor = (
            resolve(request.user, request.session.get(SESSION_KEY)) if request.user.is_authenticated else None
        )
        return self.get_response(request)
