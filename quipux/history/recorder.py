"""record() and record_many(): the only writers of the Recorrido (safety §4)."""

import hashlib
import json
from collections.abc import Sequence
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
        acting: UUID text of the own appointment of who acts in ``appointment`` for its titular; else empty.
    """

    user_id: int | None
    appointment: str
    name: str
    position: str
    area: str
    acting: str = ""


class System:
    """The scheduler, the workers and the sweeps, shown as «Sistema» (backups §1)."""

    is_system = True

    def identity(self) -> Identity:
        return Identity(None, "", "Sistema", "", settings.QUIPUX_OPERATOR_NAME)


SYSTEM = System()


@dataclass(frozen=True)
class Line:
    """One entry to be: what `record` takes, for many subjects at once.

    Attributes:
        subject: object with ``history_subject() -> (kind, uuid)`` and
            ``history_states() -> (label, label)``, read after the move.
        action: slug declared with ``actions.register``.
        actor, target: objects with ``identity()``.
        comment: text shown as it is.
        details: JSON-serialisable facts.
        once: let the database refuse a second entry of this action for the subject.
    """

    subject: object
    action: str
    actor: object
    comment: str = ""
    target: object | None = None
    details: dict | None = None
    once: bool = False


def record(subject, action, *, actor, comment="", target=None, details=None, once=False):
    """Append one entry to the Recorrido of ``subject``; the arguments are those of `Line`.

    Returns:
        The entry.

    Raises:
        IntegrityError: ``once`` and the action is already there.
    """
    return record_many([Line(subject, action, actor, comment, target, details, once)])[0]


def record_many(lines: Sequence[Line], *, new_subjects: bool = False) -> list:
    """Append entries to the Recorridos of any number of subjects, by a constant number of statements.

    Writers of one subject are serialised by an advisory lock of the transaction; the order is
    the sequence, never the clock. Each entry carries the SHA-256 of the one before it.

    Args:
        lines: in the order in which they happened; a subject may have several.
        new_subjects: all of them were made in this transaction. Nobody else knows them, so
            thousands need no lock each: PostgreSQL's table of locks is not that long.

    Returns:
        The entries, in the order of ``lines``.

    Raises:
        IntegrityError: as `record`.
    """
    if not lines:
        return []
    subjects = [line.subject.history_subject() for line in lines]
    _require_hands(lines, subjects)
    # Only an action that may be there already is refused by the database, and somebody may go on after it.
    with transaction.atomic(savepoint=any(line.once for line in lines)):
        return _append(lines, subjects, new_subjects)


def _append(lines, subjects, new_subjects):
    Entry = apps.get_model("history", "Entry")
    last, now = {} if new_subjects else _locked_ends(sorted(set(subjects))), clock.now()
    entries = []
    for line, subject in zip(lines, subjects, strict=True):
        sequence, previous_hash = last.get(subject, (0, ""))
        entry = _entry(Entry, line, subject, sequence + 1, previous_hash, now)
        last[subject] = entry.sequence, entry.hash
        entries.append(entry)
    Entry.objects.bulk_create(entries, batch_size=500)
    return entries


def _require_hands(lines, subjects):
    """Whoever may not act in the post in use is refused here too: what is not told did not happen.

    An actor that knows such a limit has ``require_hand(kind)``, which raises.
    """
    asked = {(id(line.actor), kind): line.actor for line, (kind, _) in zip(lines, subjects, strict=True)}
    for (_, kind), actor in asked.items():
        if require := getattr(actor, "require_hand", None):
            require(kind)


# One descent of the unique index for each chain, however long it is.
_ENDS = """
    SELECT subject.kind, subject.key, entry.sequence, entry.hash
    FROM unnest(%s::text[], %s::uuid[]) AS subject (kind, key)
    CROSS JOIN LATERAL (
        SELECT sequence, hash FROM history_entry
        WHERE subject_kind = subject.kind AND subject_id = subject.key ORDER BY sequence DESC LIMIT 1
    ) AS entry
"""


def _locked_ends(subjects):
    """Lock each chain, in one order for everybody, and give the sequence and hash of its end."""
    kinds, keys = [kind for kind, _ in subjects], [str(key) for _, key in subjects]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(name, 0)) FROM unnest(%s::text[]) AS name",
                       [[f"{kind}:{key}" for kind, key in subjects]])  # fmt: skip
        cursor.execute(_ENDS, [kinds, keys])
        return {(kind, key): (sequence, hash_) for kind, key, sequence, hash_ in cursor.fetchall()}


def _entry(Entry, line, subject, sequence, previous_hash, now):
    state, second_state = line.subject.history_states()
    who, whom = line.actor.identity(), line.target.identity() if line.target else None
    entry = Entry(
        subject_kind=subject[0], subject_id=subject[1], sequence=sequence, action=line.action,
        state=state, second_state=second_state, actor_id=who.user_id, actor_appointment=who.appointment,
        actor_name=who.name, actor_position=who.position, actor_area=who.area,
        target=_as_target(whom) if whom else None, comment=line.comment, details=_details(line, who), once=line.once,
        at=now, previous_hash=previous_hash,
    )  # fmt: skip
    entry.hash = digest(entry)
    return entry


def _as_target(whom):
    return {name: value for name, value in asdict(whom).items() if name != "acting"}


def _details(line, who):
    """With both appointments of who acts for a titular (institutions §8)."""
    return (line.details or {}) | ({"acting_appointment": who.acting} if who.acting else {})


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
