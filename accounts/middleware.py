"""A session that ended is over before its next request (accounts-portal §9.1)."""

from django.contrib import auth, messages

from accounts import sessions
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note


class OpenSessionMiddleware:
    """Leaves nobody on the request whose session ended; the login page then says why.

    It goes on, so that a page which holds text may keep it for the person before login is asked.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        key = request.session.get(sessions.KEY) if request.user.is_authenticated else None
        request.session_ends_at = sessions.use(key, request.user) if key else None
        if key and request.session_ends_at is None:
            note(request, Event.EXPULSION, refused=True)
            auth.logout(request)
            messages.error(request, sessions.EXPELLED)
        return self.get_response(request)
