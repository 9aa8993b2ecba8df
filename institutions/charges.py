"""The subrogación in force over a post, as whoever acts there has to know it (institutions §8)."""

from dataclasses import dataclass
from datetime import datetime

from quipux import clock

# What the post's own Recorridos tell: while it is subrogated its titular reads them and writes none.
KEPT_FROM_TITULAR = frozenset({"copy", "task"})
WITHHELD = frozenset({"administer", "skip_structure", "approve_backups", "institutional_admin", "search_attached",
                      "audit_institution"})  # 12, 26, 33, 36, 101 and 103 stay the titular's  # fmt: skip


@dataclass(frozen=True)
class Charge:
    """Who acts in a post now instead of its titular.

    Attributes:
        pk: of the Delegation.
        acting: UUID text of the deputy's own appointment; ``acting_post`` is its primary key.
        user: primary key of the deputy as a person.
    """

    pk: int
    acting: str
    acting_post: int
    user: int
    name: str
    stops_at: datetime
    include_confidential: bool

    @classmethod
    def of(cls, found: dict | None) -> "Charge | None":
        """From the JSON of `DelegationQuerySet.as_charges`."""
        if not found:
            return None
        name = f"{found['given_names']} {found['surnames']}".strip()
        stops_at = clock.local(datetime.fromisoformat(found["stops_at"]))
        return cls(found["pk"], found["acting"], found["acting_post"], found["user"], name, stops_at,
                   found["include_confidential"])  # fmt: skip

    @property
    def refusal(self) -> str:
        """What the titular reads instead of acting."""
        return f"Su puesto está subrogado por {self.name} hasta {in_words(self.stops_at)}."


def in_words(instant: datetime) -> str:
    """«2026-06-05 17:00», in Guayaquil."""
    return f"{clock.local(instant):%Y-%m-%d %H:%M}"


def over(stopped_at: datetime) -> str:
    """What a deputy reads who comes too late (institutions §8)."""
    return f"La subrogación terminó el {in_words(stopped_at)}; el documento queda en el puesto del titular."
