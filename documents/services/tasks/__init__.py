"""Tareas: assigned, worked on, ended (documents §4.2, §13.9)."""

from documents.services.tasks.assigning import assign, hand_over
from documents.services.tasks.changing import advance, comment, mark_read, move_due, reopen
from documents.services.tasks.ending import cancel, cancel_all, finish

__all__ = ["advance", "assign", "cancel", "cancel_all", "comment", "finish", "hand_over", "mark_read", "move_due",
           "reopen"]  # fmt: skip
