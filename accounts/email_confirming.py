"""What the link at a new address does (accounts-portal §8.4, §8.5)."""

from django.db import transaction

from accounts import email_changes, email_links, history, lost_emails
from accounts.credentials import Herself
from accounts.models import EmailChange, EmailWay
from quipux import clock
from quipux.history import recorder


@transaction.atomic
def confirm(request, token: str) -> EmailChange:
    """A change of her own is in force; one by a lost mailbox waits its day, or for nothing where two approved.

    Raises:
        Gone: as `email_links.to_confirm`.
        Conflict: somebody else confirmed the address before.
    """
    change = email_links.to_confirm(token, lock=True)
    change.confirmed_at = clock.now()
    change.save(update_fields=["confirmed_at"])
    herself = Herself(change.person)
    recorder.record(change.person, history.EMAIL_CONFIRMED, actor=herself)
    if change.way == EmailWay.LOST:
        return lost_emails.confirmed(request, change)
    return email_changes.apply(change, actor=herself, request=request)
