"""What a mail says and no row may keep: made while the mail is sent (accounts-portal §8.3)."""

from collections.abc import Callable

SECRET = "{{secreto}}"  # noqa: S105 - the mark that the secret takes the place of
_fillers: dict[str, Callable] = {}


def register(name: str, make: Callable) -> None:
    """Let an app write the secret of its mails.

    Args:
        make: ``make(about: UUID, to: str) -> str``, called in the transaction of every attempt to send.
    """
    _fillers[name] = make


def made_for(mail) -> str:
    """The secret of one attempt to send ``mail``; empty for one without."""
    return _fillers[mail.filler](mail.about, mail.to) if mail.filler else ""


def filled(text: str, secret: str) -> str:
    return text.replace(SECRET, secret) if secret else text
