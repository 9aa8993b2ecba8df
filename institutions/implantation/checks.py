"""The automatic items of the plantilla de seguimiento: a registry that upper apps fill too (institutions §12.6)."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """What a check saw: whether the item is fulfilled, and the figures in words."""

    is_green: bool
    text: str = ""


Check = Callable[[object, object], Finding]
_checks: dict[str, Check] = {}


def register(code: str) -> Callable[[Check], Check]:
    """Declare the check of one item: ``check(institution, case) -> Finding``.

    Raises:
        ValueError: the item has one already.
    """

    def declare(check):
        if _checks.get(code, check) is not check:
            raise ValueError(f"two checks of {code}")
        _checks[code] = check
        return check

    return declare


def known() -> frozenset[str]:
    """The codes that have a check."""
    return frozenset(_checks)


def run(code: str, institution, case) -> Finding:
    """What the check of ``code`` sees now in ``institution``."""
    return _checks[code](institution, case)


def none_of(count: int, what: str) -> Finding:
    """Green when nothing is wrong: «0 excepciones»."""
    return Finding(count == 0, "Sin excepciones" if count == 0 else f"{count} {what}")


def at_least_one(count: int, what: str) -> Finding:
    return Finding(count > 0, f"{count} {what}")
