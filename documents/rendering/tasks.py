"""One task on paper: what it asks, how far it is, its subtasks and its Recorrido (documents §13.9, §14)."""

from django.template.loader import render_to_string

from documents.detail import tasks as shown
from documents.models import Task
from documents.rendering.context import institution_values
from quipux import clock, pdf
from quipux.history.models import Entry


def task_sheet(task: Task, *, reads: bool) -> bytes:
    """The PDF of a task; the caller has checked that the reader sees it.

    Args:
        reads: the reader may open its document; without it a confidential one is not named.

    Raises:
        PdfError: the renderer's child failed, was too slow or too big.
    """
    return pdf.render(render_to_string("documents/pdf/task.html", _context(task, reads)))


def _context(task, reads):
    copy = task.copy
    masked = copy.is_confidential and not reads
    number = copy.number or copy.document.temporary_number or "borrador"
    return {
        "title": f"Tarea de {task.assigned_to.person.full_name}", "institution": institution_values(copy.institution),
        "plain": False, "draft": False, "training": copy.institution.is_training, "verification": None, "number": number,
        "subject": shown.HIDDEN if masked else copy.document.subject, "comment": "" if masked else task.comment,
        "giver": task.assigned_by, "taker": task.assigned_to, "since": _minute(task.assigned_at),
        "due": task.due.isoformat(), "progress": task.progress, "state": task.get_state_display(),
        "light": shown.light(task, clock.today()).text, "printed_at": _minute(clock.now()),
        "subtasks": [_subtask(depth, one) for depth, one in shown.branch(task)] if reads else [],
        "rows": [_entry(entry, masked) for entry in list(Entry.objects.of(task))[::-1]],
    }  # fmt: skip


def _minute(instant):
    return f"{clock.local(instant):%Y-%m-%d %H:%M}"


def _subtask(depth, task):
    return {"comment": f"{'— ' * depth}{task.comment}", "taker": task.assigned_to.person.full_name,
            "due": task.due.isoformat(), "progress": task.progress, "state": task.get_state_display()}  # fmt: skip


def _entry(entry, masked):
    return {"at": _minute(entry.at), "action": entry.label, "who": entry.actor_name, "position": entry.actor_position,
            "to": (entry.target or {}).get("name", ""), "comment": "" if masked else entry.comment}  # fmt: skip
