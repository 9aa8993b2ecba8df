"""Tareas: work asked for on a document that stays with its holder (documents §2.2, §4.2)."""

import uuid

from django.db import models
from django_fsm import FSMModelMixin, transition

from documents import task_permissions
from documents.states import TaskState
from quipux.statefield import StateField


class Task(FSMModelMixin, models.Model):
    """One person asks another to work on a copy until a day; a task may have subtasks."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    copy = models.ForeignKey("documents.Copy", models.PROTECT, related_name="tasks", verbose_name="copia")
    assigned_by = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="tasks_given",
                                    verbose_name="asignado por")  # fmt: skip
    assigned_to = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="tasks_received",
                                    verbose_name="asignado para")  # fmt: skip
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="subtasks",
                               verbose_name="tarea principal")  # fmt: skip
    comment = models.TextField("comentario", max_length=550)
    assigned_at = models.DateTimeField("fecha de asignación")
    due = models.DateField("fecha máxima")
    ended_at = models.DateTimeField("terminada el", null=True, blank=True)
    progress = models.PositiveSmallIntegerField("avance", default=0)
    state = StateField("estado", choices=TaskState.choices, default=TaskState.PENDING, protected=True)
    is_read = models.BooleanField("leída", default=False)
    answers = models.ManyToManyField("documents.Document", related_name="answered_tasks", blank=True,
                                     verbose_name="documentos de respuesta")  # fmt: skip

    class Meta:
        verbose_name = "tarea"
        verbose_name_plural = "tareas"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=TaskState.values), name="task_known_state"),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="task_progress_range"),
            models.CheckConstraint(condition=~models.Q(assigned_to=models.F("assigned_by")), name="task_not_to_oneself",
                                   violation_error_message="No puede asignarse una tarea a usted mismo."),
            models.UniqueConstraint(fields=["copy", "assigned_to"], condition=models.Q(state="pending"),
                                    name="task_one_pending",
                                    violation_error_message="Esa persona ya tiene una tarea pendiente."),
        ]  # fmt: skip
        indexes = [
            models.Index(
                "assigned_to", "state", models.F("assigned_at").desc(), models.F("id").desc(), name="task_received"
            ),
            models.Index(
                "assigned_by", "state", models.F("assigned_at").desc(), models.F("id").desc(), name="task_given"
            ),
        ]

    def __str__(self):
        return str(self.uuid)

    def history_subject(self):
        return "task", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"La tarea ya no está pendiente: su estado es {self.get_state_display()}."

    @transition(state, source=TaskState.PENDING, target=None, permission=task_permissions.can_advance)
    def advance(self, progress):
        self.progress = progress

    @transition(state, source=TaskState.PENDING, target=TaskState.FINISHED,
                permission=task_permissions.can_finish)  # fmt: skip
    def finish(self, instant):
        self.ended_at, self.progress = instant, 100

    @transition(state, source=TaskState.PENDING, target=TaskState.CANCELLED,
                permission=task_permissions.can_cancel)  # fmt: skip
    def cancel(self, instant):
        self.ended_at = instant

    @transition(state, source=[TaskState.FINISHED, TaskState.CANCELLED], target=TaskState.PENDING,
                permission=task_permissions.can_reopen)  # fmt: skip
    def reopen(self):
        self.ended_at, self.progress, self.is_read = None, 0, False

    @transition(state, source=TaskState.PENDING, target=None, permission=task_permissions.can_move_due)
    def move_due(self, due):
        self.due = due

    @transition(state, source=TaskState.PENDING, target=None)
    def pass_to(self, assigned_by):
        """With the document, when its holder changes."""
        self.assigned_by = assigned_by

    @transition(state, source=TaskState.PENDING, target=None, permission=task_permissions.is_system)
    def hand_to(self, assigned_to):
        """Whoever had it left the post."""
        self.assigned_to, self.is_read = assigned_to, False
