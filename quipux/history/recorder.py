"""record(): the only writer of the Recorrido (safety §4)."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

from quipux import clock


@dataclass(frozen=True)
class Identity:
    """Who acted, as frozen in the entry.

    Attributes:
        user_id: primary key of the person, None for Sistema.
        appointment: UUID text of the appointment in use, empty for Sistema and operators.
        name, position, area: as they were at that instant.
    """

    user_id: int | None
    appointment: str
    name: str
    position: str
    area: str


class System:
    """The scheduler, the workers and the sweeps, shown as «Sistema» (backups §1)."""

    is_system = True

    def identity(self) -> Identity:
        return Identity(None, "", "Sistema", "", settings.QUIPUX_OPERATOR_NAME)


SYSTEM = System()


@transaction.atomic
def record(subject, action, *, actor, comment="", target=None, details=None, once=False):
    """Append one entry to the Recorrido of ``subject``.

    Writers of one subject are serialised by an advisory lock of the transaction; the order is
    the sequence, never the clock. Each entry carries the SHA-256 of the one before it.

    Args:
        subject: object with ``history_subject() -> (kind, uuid)`` and
            ``history_states() -> (label, label)``, read after the move.
        action: slug declared with ``actions.register``.
        actor, target: objects with ``identity()``.
        comment: text shown as it is.
        details: JSON-serialisable facts.
        once: let the database refuse a second entry of this action for the subject.

    Returns:
        The entry.

    Raises:
        IntegrityError: ``once`` and the action is already there.
    """
    Entry = apps.get_model("history", "Entry")
    kind, key = subject.history_subject()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{kind}:{key}"])
    last = Entry.objects.filter(subject_kind=kind, subject_id=key).order_by("-sequence").first()
    state, second_state = subject.history_states()
    who, whom = actor.identity(), target.identity() if target else None
    entry = Entry(
        subject_kind=kind, subject_id=key, sequence=last.sequence + 1 if last else 1, action=action,
        state=state, second_state=second_state, actor_id=who.user_id, actor_appointment=who.appointment,
        actor_name=who.name, actor_position=who.position, actor_area=who.area,
        target=asdict(whom) if whom else None, comment=comment, details=details or {}, once=once,
        at=clock.now(), previous_hash=last.hash if last else "",
    )  # fmt: skip
    entry.hash = digest(entry)
    entry.save(force_insert=True)
    return entry


HASHED = (
    "subject_kind", "subject_id", "sequence", "action", "state", "second_state", "actor_id",
    "actor_appointment", "actor_name", "actor_position", "actor_area", "target", "comment", "details",
)  # fmt: skip


def digest(entry) -> str:
    """SHA-256 over the previous digest and the canonical JSON of the row (safety §4)."""
    row = {name: getattr(entry, name) for name in HASHED}
    row["subject_id"] = str(row["subject_id"])
    row["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    canonical = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((entry.previous_hash + canonical).encode()).hexdigest()
