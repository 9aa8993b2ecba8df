"""The table of backups §2.3 and §8 as data: who may make which move, from which pair of states (B-60).

It is written from the specification, and nothing here asks the product's own permissions.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from backups.states import Kind

DRAFT = ("draft", "pending")
WAITING = ("approved", "pending")
RUNNING = ("approved", "running")
PAUSED = ("approved", "paused")
FAILED = ("approved", "failed")
READY = ("fulfilled", "generated")
SUBMITTED = ("submitted", "pending")
REJECTED = ("rejected", "rejected")
DELETED = ("deleted", "deleted")
PAIRS = (DRAFT, SUBMITTED, WAITING, RUNNING, PAUSED, FAILED, READY, REJECTED, DELETED)
KINDS = (Kind.PERSONAL, Kind.INSTITUTIONAL)
ROLES = ("owner", "colleague", "aiq", "aiq_of_another_area", "aiq_elsewhere", "salida", "operator", "reader", "system")


@dataclass(frozen=True)
class Rule:
    """One move: from where, and by whom for each kind.

    Attributes:
        already: pairs in which the move has happened: no error, and nothing is recorded.
    """

    pairs: tuple
    personal: frozenset
    institutional: frozenset
    already: tuple = ()

    def allows(self, kind: str, pair: tuple, role: str) -> bool:
        return pair in self.pairs and role in getattr(self, kind)


def _by(*roles):
    return frozenset(roles)


_CREATOR = {"personal": _by("owner"), "institutional": _by("aiq")}
_OPERATOR = {"personal": _by("operator"), "institutional": _by("operator")}
_EITHER = {"personal": _by("operator", "system"), "institutional": _by("operator", "system")}
_SYSTEM = {"personal": _by("system"), "institutional": _by("system")}
RULES = {
    "T2": Rule((DRAFT,), **_CREATOR),
    "T3": Rule((DRAFT,), **_CREATOR),
    "T6": Rule((WAITING, FAILED), **_OPERATOR),
    "T7": Rule((WAITING, FAILED), **_OPERATOR),
    "T8": Rule((WAITING,), **_SYSTEM),
    "T9": Rule((RUNNING,), **_SYSTEM),
    "T10": Rule((WAITING, RUNNING), **_OPERATOR, already=(PAUSED,)),
    "T11": Rule((PAUSED,), **_OPERATOR),
    "T12": Rule((RUNNING,), **_SYSTEM),
    "T13": Rule((FAILED,), **_OPERATOR),
    "T14": Rule((RUNNING,), **_SYSTEM),
    "T15": Rule((RUNNING,), **_SYSTEM),
    "T18, T19": Rule((DRAFT, WAITING, PAUSED, FAILED), **_CREATOR, already=(DELETED,)),
    "T20": Rule((WAITING, RUNNING, PAUSED, FAILED, READY), **_OPERATOR, already=(DELETED,)),
    "T21": Rule((READY,), **_SYSTEM),
    "extend": Rule((READY,), **_EITHER),  # an operator, or the days lost to a repair (T23)
}


def cells(moves: Iterable[str], roles: Iterable[str], *, whole: bool) -> Iterator[tuple]:
    """Every (move, kind, pair, role) to be tried.

    Args:
        whole: every role from every pair; else everybody from the pairs of the rule, and from the others only those
            who may make the move.
    """
    for move, kind, pair, role in product(moves, KINDS, PAIRS, roles):
        rule = RULES[move]
        if whole or pair in rule.pairs or role in getattr(rule, kind):
            yield move, kind, pair, role
