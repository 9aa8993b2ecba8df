"""Mails of a training tenant begin with «[CAPACITACIÓN]», and here is the one place that writes it (institutions §12.8)."""

from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar

from quipux import environments

MARK = "[CAPACITACIÓN] "
_tenant: ContextVar[bool | None] = ContextVar("training_tenant", default=None)
_deciders: list[Callable] = []


def register(decide: Callable) -> None:
    """Let the app that knows people say whose an address is.

    Args:
        decide: ``decide(address) -> bool``: whether all the posts of who reads it are of training tenants.
    """
    _deciders.append(decide)


@contextmanager
def in_tenant(is_training: bool):
    """While somebody acts in an institution, what is queued is of that tenant."""
    token = _tenant.set(is_training)
    try:
        yield
    finally:
        _tenant.reset(token)


def current() -> bool | None:
    """Whether who acts now is in a training tenant; None where nobody acts in an institution: in a job, or at the SGE."""
    return _tenant.get()


def marked(subject: str, to: str, is_training: bool | None) -> str:
    """The subject as it leaves.

    Args:
        is_training: what was known when the mail was queued; where nothing was, its address decides.
    """
    if environments.is_split():
        is_training = environments.is_practice()
    if is_training is None:
        is_training = any(decide(to) for decide in _deciders)
    return f"{MARK}{subject}" if is_training else subject
