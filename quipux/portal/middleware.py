"""What is announced for everybody, on every page; and the door of a general block (accounts-portal §11.2)."""

from django.contrib import auth

from quipux import access
from quipux.errors import DomainError
from quipux.portal import service_notices
from quipux.web import errors
from quipux.web.menu import register_notices

# What has to answer while all else is closed: the way in of who is excepted, and where everybody reads what happens.
OPEN = {"accounts:login", "accounts:logout", "portal:status"}
KEPT = "Su texto está guardado."


class ServiceNoticeMiddleware:
    """Puts the situation on the request; during a general block only the people it names go on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if stays_open(request.resolver_match):
            return None
        # Who serves somewhere was asked together with it, which saves every page a query.
        nothing = getattr(request, "announced", None) is False
        request.situation = service_notices.NOTHING if nothing else service_notices.situation()
        block = request.situation.closed_for(request.user)
        if block is None or request.resolver_match.view_name in OPEN:
            return None
        return _closed(request, view, kwargs, block, request.situation.now)


def stays_open(match) -> bool:
    """Pages of no app: the same for everybody, without the database, also when it does not answer."""
    return not match.namespaces or match.namespaces[0] == "web"


def _closed(request, view, kwargs, block, now):
    """The text being typed is kept first; then the session ends and the notice is shown."""
    keep = getattr(view, access.KEEPS, None) if request.method == "POST" else None
    kept = _kept(keep, request, kwargs) if keep else None
    auth.logout(request)
    if kept is not None and kept.status_code != 302:  # the automatic saving, which tells it on the open page
        return kept
    message = f"{block.text} {KEPT}" if kept is not None else block.text
    return errors.unavailable(request, message, retry_after=max(1, int((block.ends_at - now).total_seconds())))


def _kept(keep, request, kwargs):
    try:
        return keep(request, **kwargs)
    except DomainError:  # there is nothing that this person could have saved
        return None


@register_notices
def _bands(request):
    found = getattr(request, "situation", None)
    return found.bands() if found else []
