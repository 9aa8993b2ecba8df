"""Who must be surer and quicker than others: operators, and whom the upper apps name (accounts-portal §9.1, §9.4)."""

_predicates = []


def register(predicate) -> None:
    """Let an upper app name people with more power.

    Args:
        predicate: ``predicate(user) -> bool``, for example whether an appointment of theirs administers.
    """
    _predicates.append(predicate)


def is_privileged(user) -> bool:
    """Whether a shorter idle time and a second factor are asked of this person."""
    return user.is_staff or any(predicate(user) for predicate in _predicates)
