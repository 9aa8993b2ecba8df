"""The cookie of a past success: a known device is not touched by what others do (accounts-portal §6)."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing

LIFE = timedelta(days=180)
SALT = "accounts.device"


def cookie_name() -> str:
    return f"{settings.SESSION_COOKIE_NAME}-equipo"


def name_of(request) -> str:
    """The name of this device, whoever entered from it; empty for one that nobody did."""
    try:
        return signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=LIFE)[0]
    except (signing.BadSignature, ValueError):
        return ""


def named(request) -> str:
    """The name of this device, a new one where it has none: the answer to this request will carry it."""
    if not hasattr(request, "device_name"):
        request.device_name = name_of(request) or secrets.token_urlsafe(12)
    return request.device_name


def known_as(request, account: str) -> str:
    """The name of this device, if ``account`` (a digest) entered from it before; else empty."""
    try:
        name, accounts = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=LIFE)
    except (signing.BadSignature, ValueError):
        return ""
    return name if account[:16] in accounts else ""


def remember(request, response, account: str) -> None:
    """Note on the device that ``account`` entered; it keeps the last ten."""
    try:
        accounts = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=LIFE)[1]
    except (signing.BadSignature, ValueError):
        accounts = []
    accounts = [account[:16], *(known for known in accounts if known != account[:16])][:10]
    response.set_cookie(cookie_name(), signing.dumps([named(request), accounts], salt=SALT), max_age=LIFE, httponly=True,
                        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")  # fmt: skip
