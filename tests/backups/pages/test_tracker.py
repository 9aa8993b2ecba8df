"""The five steps for each pair of states (ui §7.9)."""

from datetime import UTC, date, datetime

import pytest

from backups.models import Backup, BackupRequest
from backups.presenters.tracker import steps_of
from backups.states import ALLOWED_PAIRS, DeleteReason

NOW = datetime(2016, 12, 28, 22, 30, tzinfo=UTC)
NIGHT = date(2016, 12, 28)
APPROVED = {"approved_at": NOW}


def steps(request_state, backup_state, request=None, backup=None, reason=""):
    asked = BackupRequest(state=request_state, **request or {})
    return [(step.label, step.state, step.note)
            for step in steps_of(asked, Backup(state=backup_state, **backup or {}), reason=reason)]  # fmt: skip


def words(*args, **kwargs):
    return [f"{label}:{state}" for label, state, _ in steps(*args, **kwargs)]


def test_u_20_a_draft_has_done_nothing_yet():
    assert words("draft", "pending") == [
        "Enviada:pending", "Aprobada:pending", "Calendarizada:pending", "En ejecución:pending",
        "Lista para descargar:pending"]  # fmt: skip


@pytest.mark.parametrize(
    ("states", "request_facts", "backup_facts", "current"),
    [
        (("submitted", "pending"), {}, {}, "Enviada"),
        (("approved", "pending"), APPROVED, {}, "Aprobada"),
        (("approved", "pending"), APPROVED, {"scheduled_for": NIGHT}, "Calendarizada"),
        (("approved", "running"), APPROVED, {"scheduled_for": NIGHT, "started_at": NOW}, "En ejecución"),
    ],
)
def test_u_20_the_step_in_course_is_current_and_those_before_are_done(states, request_facts, backup_facts, current):
    found = steps(*states, request_facts, backup_facts)
    position = next(i for i, (label, _, _) in enumerate(found) if label == current)
    assert [state for _, state, _ in found] == ["done"] * position + ["current"] + ["pending"] * (4 - position)
    note = "noche del 2016-12-28" if backup_facts else ""
    assert found[2][2] == note


def test_u_20_a_generated_backup_has_every_step_done():
    facts = {"scheduled_for": NIGHT, "started_at": NOW, "finished_at": NOW}
    assert {state for _, state, _ in steps("fulfilled", "generated", APPROVED, facts)} == {"done"}


@pytest.mark.parametrize(
    ("states", "request_facts", "backup_facts", "position", "word"),
    [
        (("approved", "failed"), APPROVED, {"scheduled_for": NIGHT, "started_at": NOW}, 3, "Con error"),
        (("approved", "paused"), APPROVED, {"scheduled_for": NIGHT, "started_at": NOW}, 3, "Detenido"),
        (("approved", "paused"), APPROVED, {"scheduled_for": NIGHT}, 2, "Detenido"),
        (("deleted", "deleted"), {"delete_reason": DeleteReason.DISCARDED}, {}, 0, "Eliminada"),
        (("deleted", "deleted"), APPROVED | {"delete_reason": DeleteReason.WITHDRAWN}, {}, 1, "Eliminada"),
        (
            ("deleted", "deleted"),
            APPROVED | {"delete_reason": DeleteReason.EXPIRED},
            {"finished_at": NOW},
            4,
            "Eliminada",
        ),
        (("rejected", "rejected"), {}, {}, 0, "Rechazada"),
    ],
)
def test_u_20_what_stopped_it_takes_the_place_of_the_step_with_its_reason(
    states, request_facts, backup_facts, position, word
):
    found = steps(*states, request_facts, backup_facts, reason="porque sí")
    assert found[position] == (word, "stopped", "porque sí")
    assert [state for _, state, _ in found[:position]] == ["done"] * position
    assert all(state == "pending" for _, state, _ in found[position + 1 :])


def test_u_20_every_allowed_pair_has_its_tracker():
    for request_state, backup_state in ALLOWED_PAIRS:
        assert len(steps(request_state, backup_state)) == 5
