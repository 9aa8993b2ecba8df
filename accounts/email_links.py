"""Links about a person's addresses: made while their mail is sent, known by their digest (accounts-portal §8.3, §8.4)."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from accounts.models import EmailChange, EmailLink, EmailLinkKind
from quipux import clock
from quipux.errors import Gone
from quipux.outbox import secrets as mail_secrets

TOKEN_BYTES = 32
REGRETTED = timedelta(hours=72)  # after a change, in which who owns the former address may undo it
INVALID = "El enlace no es válido o ha caducado."
ADDRESSES = {EmailLinkKind.CONFIRM: "accounts:confirm_email", EmailLinkKind.DISOWN: "accounts:disown_email"}
CONFIRM, DISOWN = "email_confirm", "email_disown"  # names of what the outbox calls


def to_confirm(token: str, *, lock: bool = False) -> EmailChange:
    """The change that a link confirms; looking changes nothing.

    Args:
        lock: hold the row until the transaction ends.

    Raises:
        Gone: unknown, or the change was confirmed, withdrawn, or is late.
    """
    change = _of(token, EmailLinkKind.CONFIRM, lock)
    if change.confirmed_at or change.ended_at or change.expires_at <= clock.now():
        raise Gone(INVALID)
    return change


def to_disown(token: str, *, lock: bool = False) -> EmailChange:
    """The change that «No fui yo» stops or undoes, until 72 hours after it took effect.

    Raises:
        Gone: unknown, ended otherwise, or late.
    """
    change = _of(token, EmailLinkKind.DISOWN, lock)
    late = change.applied_at and clock.now() >= change.applied_at + REGRETTED
    if change.ended_at or late:
        raise Gone(INVALID)
    return change


def _of(token, kind, lock):
    rows = EmailLink.objects.select_related("change__person").filter(digest=_digest(token), kind=kind)
    link = (rows.select_for_update(of=("self", "change")) if lock else rows).first()
    if link is None:
        raise Gone(INVALID)
    return link.change


def _digest(token):
    return hashlib.sha256(token.encode()).hexdigest()


def _make(kind):
    """What the outbox calls while it sends: every mail has a link of its own."""

    def make(about, _to) -> str:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        change = EmailChange.objects.get(uuid=about)
        EmailLink.objects.create(change=change, kind=kind, digest=_digest(token), created_at=clock.now())
        return f"{settings.QUIPUX_PUBLIC_URL}{reverse(ADDRESSES[kind], args=[token])}"

    return make


mail_secrets.register(CONFIRM, _make(EmailLinkKind.CONFIRM))
mail_secrets.register(DISOWN, _make(EmailLinkKind.DISOWN))
