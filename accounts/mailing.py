"""The mails about a person's own account: text and HTML, never a cédula (accounts-portal §14)."""

from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from accounts.models import User
from quipux import clock, jobs
from quipux.outbox.secrets import SECRET
from quipux.outbox.services import SENDER, queue_mail

PARTS = ("accounts/mail/account.txt", "accounts/mail/account.html")
NOWHERE = "nadie@quipux.invalid"  # of the mail that is undone before anybody could send it
MOMENT = "%Y-%m-%d %H:%M:%S (GMT-5)"


def write_to(person, *, key: str, subject: str, lines: Sequence[str], to: str | None = None, link: str = "",
             link_text: str = "", secret_of: str = "", about=None) -> bool:  # fmt: skip
    """Queue one mail to a person.

    Args:
        key: names the event; a second call with it adds nothing.
        lines: paragraphs of plain text.
        to: the address, where it is not her verified one; with none nothing is queued.
        link, link_text: an address of this site and what it is for.
        secret_of: registered filler that makes the link while the mail is sent; no row ever holds it.
        about: UUID that the filler is given, where it is not the person's.

    Returns:
        Whether a mail was queued.
    """
    context = {"name": person.full_name, "lines": lines, "link": SECRET if secret_of else link, "link_text": link_text,
               "support": settings.QUIPUX_SUPPORT_EMAIL}  # fmt: skip
    text, html = (render_to_string(name, context) for name in PARTS)
    return queue_mail(key=key, to=person.verified_email if to is None else to, subject=subject, text=text, html=html,
                      filler=secret_of, about=(about or person.uuid) if secret_of else None)  # fmt: skip


def write_or_pretend(person: User | None, *, key: str, to: str | None = None, **mail) -> bool:
    """As `write_to`, where the time of the answer must not say whether there is somebody to write to (S-04, S-10).

    For nobody, and for who has no address, the same statements are made and undone at once.

    Args:
        person: None where the number is nobody's.
        to: as there; an empty one is no address.
        mail: what `write_to` takes.

    Returns:
        Whether a mail was queued.
    """
    address = to if to is not None else person.verified_email if person else ""
    with transaction.atomic():
        queued = write_to(person or User(), key=key, to=address or NOWHERE, **mail)
        if not address:
            transaction.set_rollback(True)
            queued = False
    if not address:
        jobs.ring(SENDER)  # as the mail of somebody does; what is undone is not heard
    return queued


def moment() -> str:
    """Now, as a mail writes it."""
    return clock.now().strftime(MOMENT)
