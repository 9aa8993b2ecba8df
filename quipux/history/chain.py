"""Walking the chains and naming the first row that differs (safety §4, F-37)."""

from dataclasses import dataclass

from django.db.models import Func, TextField
from django.db.models.functions import Abs, Cast, Mod

from quipux.history.models import Entry
from quipux.history.recorder import digest


@dataclass(frozen=True)
class Fault:
    """The first row of a chain that is not what was written."""

    subject_kind: str
    subject_id: str
    sequence: int
    reason: str


def verify_all() -> tuple[int, list[Fault]]:
    """Walk every chain once, in bounded memory; as `verify`."""
    return verify(Entry.objects.all())


def verify_share(part: int, parts: int) -> tuple[int, list[Fault]]:
    """Walk the chains of one of so many equal shares of the subjects, chosen by their identifier; as `verify`."""
    share = Mod(Func(Cast("subject_id", TextField()), function="hashtext"), parts)
    return verify(Entry.objects.alias(share=Abs(share)).filter(share=part))


def verify(entries) -> tuple[int, list[Fault]]:
    """Walk the chains of these entries once, in bounded memory; the chains must be whole.

    Returns:
        The number of entries read, and at most one fault per subject.
    """
    faults, count, current = [], 0, None
    previous_hash, expected, broken = "", 1, False
    rows = entries.order_by("subject_kind", "subject_id", "sequence").iterator(chunk_size=2000)
    for entry in rows:
        count += 1
        subject = (entry.subject_kind, entry.subject_id)
        if subject != current:
            current, previous_hash, expected, broken = subject, "", 1, False
        reason = None if broken else _reason(entry, previous_hash, expected)
        if reason:
            broken = True
            faults.append(Fault(entry.subject_kind, str(entry.subject_id), entry.sequence, reason))
        previous_hash, expected = entry.hash, entry.sequence + 1
    return count, faults


def _reason(entry, previous_hash, expected):
    if entry.sequence != expected:
        return f"falta la entrada {expected}"
    if entry.previous_hash != previous_hash:
        return "no continúa la huella de la entrada anterior"
    if entry.hash != digest(entry):
        return "su contenido no corresponde a su huella"
    return None
