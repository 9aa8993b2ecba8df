"""Queueing and sending mails: one per event, retried for a day, never inside a request."""

import hashlib
import logging
import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Min

from quipux import clock, jobs
from quipux.outbox import secrets, training
from quipux.outbox.models import Mail, MailState

logger = logging.getLogger("quipux.outbox")
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
GIVE_UP_AFTER = timedelta(hours=24)
KEPT = timedelta(days=90)  # an event is over by then: nobody asks for its mail a second time
FORGOTTEN = 100_000  # in one run
GATHERING = timedelta(minutes=1)  # a mail of a bulk act waits for the rest of it
SENDER = "quipux.outbox.tasks.send_due"
BETWEEN = "\n\n— — —\n\n"


def queue_mail(*, key: str, to: str, subject: str, text: str, html: str = "", filler: str = "", about=None) -> bool:
    """Add a mail to the outbox, in the transaction of the event it tells of.

    Args:
        key: names the event, for example ``generado-<uuid>``; a second call with it adds nothing.
        to: one address; with an empty one nothing is queued.
        filler: registered with `secrets.register`: writes a secret over ``SECRET`` in both texts when the mail is sent.
        about: UUID that the filler is given, with the address.

    Returns:
        Whether a row was added.
    """
    if not to:
        return False
    now = clock.now()
    _, added = Mail.objects.get_or_create(key=key, defaults={
        "to": to, "subject": " ".join(subject.split()), "text": text, "html": html, "filler": filler, "about": about,
        "is_training": training.current(), "created_at": now, "next_attempt_at": now})  # fmt: skip
    jobs.ring(SENDER)
    return added


def queue_or_extend(*, key: str, to: str, event: str, number: str, line: str, waits: bool) -> None:
    """One mail for one event on one or several documents: what comes later is added while it was not sent.

    Args:
        key: names the event and the person; a second call with it lengthens the same mail.
        event, number: for the subject: «QUIPUX: Documento reasignado – MINX-DTI-2026-0001-M».
        line: the paragraph of this document, without what is confidential.
        waits: more may come; the mail is sent a minute later.
    """
    if not to:
        return
    now = clock.now()
    mail, added = Mail.objects.get_or_create(key=key, defaults={
        "to": to, "subject": f"QUIPUX: {event} – {number}", "text": line, "created_at": now,
        "is_training": training.current(),
        "next_attempt_at": now + (GATHERING if waits else timedelta())})  # fmt: skip
    if not added:
        _extend(mail.pk, event, line)
    elif not waits:
        jobs.ring(SENDER)


@transaction.atomic
def _extend(pk, event, line):
    mail = Mail.objects.select_for_update().get(pk=pk)
    if mail.state != MailState.QUEUED or line in mail.text:
        return
    mail.text += f"{BETWEEN}{line}"
    mail.subject = f"QUIPUX: {event} – {mail.text.count(BETWEEN) + 1} documentos"
    mail.save()


def queue_mails(mails: Iterable[Mail]) -> None:
    """The same for many, in one statement.

    Args:
        mails: unsaved, with key, address, subject and texts; those without an address are left out, and
            those whose event was queued before add nothing.
    """
    now = clock.now()
    rows = [mail for mail in mails if mail.to]
    for mail in rows:
        mail.created_at = mail.next_attempt_at = now
        mail.is_training = training.current() if mail.is_training is None else mail.is_training
    Mail.objects.bulk_create(rows, ignore_conflicts=True)
    if rows:
        jobs.ring(SENDER)


def send_due(*, limit: int = 100) -> int:
    """Send the mails whose time has come, each in its own short transaction.

    Two workers never take the same row. A crash between the server's answer and the commit
    repeats the mail with the same Message-ID, by which a repeat is recognisable.

    Returns:
        How many were sent.
    """
    sent = 0
    for _ in range(limit):
        outcome = _send_one()
        if outcome is None:
            break
        sent += outcome
    return sent


@transaction.atomic
def _send_one():
    now = clock.now()
    due = Mail.objects.filter(state=MailState.QUEUED, next_attempt_at__lte=now)
    mail = due.select_for_update(skip_locked=True).order_by("next_attempt_at", "pk").first()
    if mail is None:
        return None
    mail.attempts += 1
    try:
        _message(mail).send()
    except (smtplib.SMTPException, OSError) as error:
        _postpone(mail, now, error)
        return 0
    except ValueError as error:
        # No server would take it, today or tomorrow: it stops no other mail (S-60).
        _give_up(mail, error)
        return 0
    mail.state, mail.sent_at, mail.last_error = MailState.SENT, now, ""
    mail.save()
    return 1


def _postpone(mail, now, error):
    mail.last_error = type(error).__name__
    if now - mail.created_at > GIVE_UP_AFTER:
        return _give_up(mail, error)
    wait = min(FIRST_WAIT * 2 ** min(mail.attempts - 1, 10), LONGEST_WAIT)
    mail.next_attempt_at = now + wait
    mail.save()
    return None


def _give_up(mail, error):
    mail.state, mail.last_error = MailState.FAILED, type(error).__name__
    logger.error("mail_failed", extra={"mail": mail.pk, "reason": mail.last_error})
    mail.save()


def forget_old() -> int:
    """Delete the mails that left, or were given up, long ago: they hold names. Returns how many, at most `FORGOTTEN`."""
    ended = Mail.objects.exclude(state=MailState.QUEUED).filter(created_at__lt=clock.now() - KEPT)
    return Mail.objects.filter(pk__in=ended.order_by("pk").values("pk")[:FORGOTTEN]).delete()[0]


def oldest_queued() -> datetime | None:
    """When the mail that waits longest was queued; None when none waits."""
    return Mail.objects.filter(state=MailState.QUEUED).aggregate(oldest=Min("created_at"))["oldest"]


def message_id(key: str) -> str:
    """The Message-ID of an event's mail: derived from its key, so a repeat is recognisable."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(">") or "quipux.invalid"
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def _message(mail):
    headers = {"Message-ID": message_id(mail.key), "Auto-Submitted": "auto-generated"}
    secret = secrets.made_for(mail)
    text, html = (secrets.filled(part, secret) for part in (mail.text, mail.html))
    subject = training.marked(mail.subject, mail.to, mail.is_training)
    message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [mail.to], headers=headers)
    if html:
        message.attach_alternative(html, "text/html")
    return message
