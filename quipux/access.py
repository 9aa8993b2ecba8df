"""Closed by default: every view declares who may enter, or nobody does (safety §3).

The mark is the first door only; which objects a person may touch is decided by each app's
``permissions.py`` and ``visible_to()``.
"""

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404

PUBLIC, SIGNED_IN, SERVANT, LEAVER, OPERATOR = "public", "signed_in", "servant", "leaver", "operator"
TITULAR, CITIZEN, SIGNER, PERSON = "titular", "citizen", "signer", "person"
MARK = "quipux_access"


def _declare(level):
    def decorator(view):
        setattr(view, MARK, level)
        return view

    return decorator


public = _declare(PUBLIC)  # anyone, without a session
signed_in = _declare(SIGNED_IN)  # any person with a session
servant = _declare(SERVANT)  # a person in an appointment that is active or leaving
titular = _declare(TITULAR)  # the same, in an appointment of one's own: nobody acts here for somebody else
leaver = _declare(LEAVER)  # a titular, or the context «Salida» of an ended appointment
signer = _declare(SIGNER)  # a servant, or a citizen who signs electronically
citizen = _declare(CITIZEN)  # a person as a citizen, not in any office
person = _declare(PERSON)  # a servant, or any citizen
operator = _declare(OPERATOR)  # SGE staff

KEEPS = "quipux_keeps_text"


def keeping(keep):
    """Mark a view whose POST holds text that must survive the end of the session.

    Args:
        keep: ``keep(request, **kwargs)``, called for an anonymous POST before login is asked; gives the answer,
            or None for the usual one.
    """

    def decorator(view):
        setattr(view, KEEPS, keep)
        return view

    return decorator


ADMIN_PREFIX = "django.contrib.admin"


def level_of(view) -> str | None:
    """The declared level of ``view``; Django's admin guards itself and counts as ``operator``."""
    level = getattr(view, MARK, None)
    if level is None and is_admin(view):
        return OPERATOR
    return level


def is_admin(view) -> bool:
    """Whether ``view`` belongs to Django's own admin site, which asks for staff by itself."""
    own = (getattr(view, "__module__", "") or "").startswith(ADMIN_PREFIX)
    return own or hasattr(view, "admin_site") or hasattr(view, "model_admin")


class AccessMiddleware:
    """Asks, before any view runs, whether its declared level admits this person."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        level = level_of(view)
        if level is None:
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} does not declare who may enter")
        if level == PUBLIC or is_admin(view):
            return None
        if not request.user.is_authenticated:
            keep = getattr(view, KEEPS, None) if request.method == "POST" else None
            return (keep and keep(request, **kwargs)) or redirect_to_login(request.get_full_path())
        if level == SIGNED_IN:
            return None
        if level == OPERATOR:
            return self._require(request.user.is_staff)
        return self._in_office(request, level)

    def _in_office(self, request, level):
        from django.shortcuts import redirect

        if request.actor is None:
            return self._require(False) if request.user.is_staff else redirect("accounts:no_context")
        if level == CITIZEN:
            return self._require(request.actor.is_citizen)
        if request.actor.is_citizen:
            if level == PERSON or (level == SIGNER and request.actor.signs):
                return None
            raise Http404  # the office does not exist for a citizen (accounts-portal A-46)
        if level in (TITULAR, LEAVER) and request.actor.is_delegate:
            raise Http404  # what is the titular's alone does not exist for a delegate
        return self._require(level == LEAVER or not request.actor.is_leaver)

    @staticmethod
    def _require(allowed):
        if not allowed:
            raise PermissionDenied  # what a process_view raises reaches no process_exception
