"""Telling and reading notices: the only writers."""

from collections.abc import Iterable

from quipux import clock
from quipux.notices.models import Notice


def notify(*, key: str, user_id: int, text: str, context: str = "", url: str = "") -> None:
    """Tell one person of an event, in the transaction of the event.

    Args:
        key: names event and person, for example ``reassign-<uuid>-<pk>``; a second call adds nothing.
        context: ``context_id`` of the actor that the person is told as: the UUID text of an appointment, or that
            of a citizen; empty for any.
        text: one Spanish sentence, without what is confidential.
    """
    notify_many([Notice(key=key, user_id=user_id, context=context, text=text[:300], url=url)])


def notify_many(notices: Iterable[Notice]) -> None:
    """The same for many, in one statement; ``at`` is set here."""
    now = clock.now()
    rows = list(notices)
    for row in rows:
        row.at = now
    Notice.objects.bulk_create(rows, ignore_conflicts=True)


def mark_read(user, context: str) -> None:
    """The person opened the list."""
    Notice.objects.of(user, context).unread().update(read_at=clock.now())
