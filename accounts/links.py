"""Password links: made while their mail is sent, looked at by their digest, ended by their use (accounts-portal §7.2)."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from accounts.models import CredentialState, LinkKind, PasswordLink, User
from quipux import clock
from quipux.errors import Gone
from quipux.outbox import secrets as mail_secrets

TOKEN_BYTES = 32
INVALID = "El enlace no es válido o ha caducado. Solicite uno nuevo."
LATE = "El enlace ha caducado. Pida a su Administrador Institucional Quipux que lo envíe de nuevo."
ALIVE = (CredentialState.PENDING, CredentialState.ACTIVE)


def digest_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def usable(digest: str, *, lock: bool = False) -> PasswordLink:
    """The link of ``digest``, if a password may be defined with it now; nothing is consumed.

    Args:
        lock: hold the row and the person's until the transaction ends.

    Raises:
        Gone: unknown, used, replaced, late, or the credential is not that one any more.
    """
    rows = PasswordLink.objects.select_related("person")
    link = (rows.select_for_update() if lock else rows).filter(digest=digest).first()
    if link is None or link.ended_at or not _fits(link):
        raise Gone(INVALID)
    if link.expires_at <= clock.now():
        raise Gone(LATE if link.kind == LinkKind.ACTIVATION else INVALID)
    return link


def _fits(link):
    """The credential and the address are those the link was sent for."""
    person = link.person
    return (person.credential in ALIVE and person.is_active and person.credential_version == link.credential_version
            and person.email.lower() == link.address.lower())  # fmt: skip


def end_all(person: User) -> int:
    """Void every link of a person."""
    return PasswordLink.objects.unused().filter(person=person).update(ended_at=clock.now())


def _make(kind: str, life):
    """What the outbox calls while it sends: a new link in place of the older ones, and its address."""

    def make(about, to: str) -> str:
        person = User.objects.select_for_update().get(uuid=about)
        end_all(person)
        token, now = secrets.token_urlsafe(TOKEN_BYTES), clock.now()
        PasswordLink.objects.create(person=person, kind=kind, digest=digest_of(token), address=to, created_at=now,
                                    credential_version=person.credential_version, expires_at=now + life())  # fmt: skip
        return f"{settings.QUIPUX_PUBLIC_URL}{reverse('accounts:password_link', args=[token])}"

    return make


def recovery_life() -> timedelta:
    return timedelta(minutes=settings.QUIPUX_RECOVERY_MINUTES)


def activation_life() -> timedelta:
    return timedelta(hours=settings.QUIPUX_ACTIVATION_HOURS)


mail_secrets.register(LinkKind.RECOVERY, _make(LinkKind.RECOVERY, recovery_life))
mail_secrets.register(LinkKind.ACTIVATION, _make(LinkKind.ACTIVATION, activation_life))
