"""What is asked of a restored system; upper apps add what they know how to check (safety §11)."""

from collections.abc import Callable, Iterator

from quipux.files.checking import Tally, faults_of_store
from quipux.history.chain import verify_all

Check = Callable[[], tuple[int, list[str]]]


def _chains() -> tuple[int, list[str]]:
    count, faults = verify_all()
    return count, [f"{one.subject_kind} {one.subject_id}, entrada {one.sequence}: {one.reason}" for one in faults]


def _stored_bytes() -> tuple[int, list[str]]:
    tally = Tally()
    faults = [f"{sha256}: {reason}" for sha256, reason in faults_of_store(tally=tally)]
    return tally.files, faults


_checks: dict[str, Check] = {"entradas de Recorrido": _chains, "archivos guardados": _stored_bytes}


def register(name: str, check: Check) -> None:
    """Let an app add a check: it gives how many things it looked at and what is wrong, in words."""
    _checks[name] = check


def run() -> Iterator[tuple[str, int, list[str]]]:
    """Every check: its name, how many things were looked at, and what is wrong."""
    for name, check in _checks.items():
        yield name, *check()
