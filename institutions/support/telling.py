"""Who is mailed of a support case: number, state, date and link, never what was asked or answered (institutions §15)."""

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from institutions.models import SupportCase
from institutions.scope import administrators
from quipux import clock
from quipux.notices.services import notify
from quipux.outbox.services import queue_mail
from quipux.web.formatting import timestamp_text


def subject_of(case: SupportCase) -> str:
    return f"QUIPUX: Caso {case.number} {case.get_state_display()}"


def helpers(case: SupportCase, event: str) -> None:
    """The mailbox of the level that attends now: the central one, that of the institution, or its AIQs without one.

    Args:
        event: what happened; a case may be escalated again after it was opened again.
    """
    event = f"{event}-{clock.now():%Y%m%d%H%M%S%f}"
    if case.level == 2:
        link = settings.QUIPUX_PUBLIC_URL + reverse("admin:support:case", args=[case.uuid])
        _mail(case, event, settings.QUIPUX_SUPPORT_EMAIL, link)
        return
    for to in _mailboxes(case.institution):
        _mail(case, event, to, settings.QUIPUX_PUBLIC_URL + case.get_absolute_url())


def _mailboxes(institution):
    if institution.support_email and institution.support_email_verified_at:
        return [institution.support_email]
    return [post.notice_address for post in administrators(institution).select_related("person")]


def author(case: SupportCase) -> None:
    """Who asked, that there is an answer."""
    event, url = f"answered-{timestamp_text(case.answered_at)}", case.get_absolute_url()
    to = case.post.notice_address if case.post else case.author.verified_email
    _mail(case, event, to, settings.QUIPUX_PUBLIC_URL + url)
    notify(key=f"{case.uuid}-{event}", user_id=case.author_id, context=str(case.post.uuid) if case.post else "",
           text=f"Su caso {case.number} está en estado {case.get_state_display()}.", url=url)  # fmt: skip


def _mail(case, event, to, link):
    context = {"case": case, "at": timestamp_text(clock.now()), "link": link}
    queue_mail(key=f"caso-{case.uuid.hex}-{event}-{to}"[:120], to=to or "", subject=subject_of(case),
               text=render_to_string("institutions/mail/support.txt", context),
               html=render_to_string("institutions/mail/support.html", context))  # fmt: skip
