"""Personal addresses for download managers: issued, found again, withdrawn (backups §3.8, safety S-83).

A ticket is 128 random bits that only the .meta4 holds; what is kept is its digest. It opens the parts
of one backup for its person in one appointment, and only while that person is entitled to them.
"""

import hashlib
import logging
import secrets
from datetime import timedelta

from django.conf import settings

from backups import permissions
from backups.models import Backup, BackupRequest, DownloadTicket
from institutions.actors import Actor, posts_of
from quipux import clock

logger = logging.getLogger("quipux.security")
TOKEN_BYTES = 16


def issue(found: BackupRequest, *, actor) -> str:
    """A new ticket for the parts of ``found``; empty when QUIPUX_TICKET_HOURS is 0 and sessions are used instead.

    Returns:
        The token, which nobody can read again.
    """
    if not settings.QUIPUX_TICKET_HOURS:
        return ""
    token, now = secrets.token_urlsafe(TOKEN_BYTES), clock.now()
    ticket = DownloadTicket.objects.create(
        backup=found.backup, person=actor.user, appointment=actor.appointment, token_hash=_digest(token),
        created_at=now, expires_at=now + timedelta(hours=settings.QUIPUX_TICKET_HOURS))  # fmt: skip
    logger.info("ticket_issued", extra={"user": actor.user.pk, "request": str(found.uuid), "ticket": ticket.pk})
    return token


def live_tickets(person, backup: Backup) -> list[DownloadTicket]:
    """Those of ``person`` that still open something, newest first."""
    return list(_live().filter(person=person, backup=backup).order_by("-created_at"))


def revoke_all(found: BackupRequest, *, actor) -> int:
    """«Anular enlaces»: every live ticket of this person to this backup. Returns how many."""
    tickets = _live().filter(person=actor.user, backup=found.backup)
    revoked = tickets.update(revoked_at=clock.now())
    logger.info("tickets_revoked", extra={"user": actor.user.pk, "request": str(found.uuid), "count": revoked})
    return revoked


def holder_of(token: str) -> tuple[BackupRequest, Actor] | None:
    """The request a ticket opens and who uses it, entitled right now; None for everything else.

    Expired, withdrawn and invented tickets, a person who left or lost the role: one answer for all.
    """
    ticket = _live().filter(token_hash=_digest(token)).select_related("backup__request", "person").first()
    actor = _actor_of(ticket) if ticket else None
    if actor is None or not permissions.can_download(ticket.backup.request, actor):
        logger.warning("ticket_refused", extra={"ticket": ticket.pk if ticket else None})
        return None
    DownloadTicket.objects.filter(pk=ticket.pk).update(last_used_at=clock.now())
    return ticket.backup.request, actor


def _live():
    return DownloadTicket.objects.filter(revoked_at=None, expires_at__gt=clock.now())


def _actor_of(ticket) -> Actor | None:
    if not ticket.person.is_active:
        return None
    return next((a for a in posts_of(ticket.person) if a.appointment.pk == ticket.appointment_id), None)


def _digest(token):
    return hashlib.sha256(token.encode()).hexdigest()
