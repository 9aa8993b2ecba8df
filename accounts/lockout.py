"""How long a closed pair of account and network waits, in words (accounts-portal §5, §6)."""

import math

from axes.helpers import get_client_ip_address, get_cool_off
from axes.models import AccessAttempt
from django.db.models import Max
from django.utils import timezone


def is_locked(request) -> bool:
    """Whether this request's try met a closed pair, or closed it."""
    return bool(getattr(request, "axes_locked_out", False))


def minutes_left(request, username: str) -> int:
    """Whole minutes until the pair opens, at least 1; the same for accounts that do not exist."""
    attempts = AccessAttempt.objects.filter(username=username, ip_address=get_client_ip_address(request))
    last = attempts.aggregate(last=Max("attempt_time"))["last"] or timezone.now()
    return max(1, math.ceil((last + get_cool_off(request) - timezone.now()).total_seconds() / 60))


def answer(request, response, credentials):
    """What axes sends for a closed pair: the login page itself, which already says it."""
    return response
