"""The mails about a person's own account: text and HTML, never a cédula (accounts-portal §14)."""

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string

from quipux import clock
from quipux.outbox.secrets import SECRET
from quipux.outbox.services import queue_mail

PARTS = ("accounts/mail/account.txt", "accounts/mail/account.html")
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


def moment() -> str:
    """Now, as a mail writes it."""
    return clock.now().strftime(MOMENT)
