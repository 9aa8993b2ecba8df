"""What another institution prints of a servant, proposed to the institution where she serves (documents §6.6)."""

import uuid

from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from documents import permissions
from documents.states import CorrectionState
from quipux.statefield import StateField


class PostCorrection(FSMModelMixin, models.Model):
    """A título or a puesto that somebody else corrected by hand; it never says in which document.

    ``asked_by`` is None where the document is confidential: then only the institution is known.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="corrections",
                                    verbose_name="servidor")  # fmt: skip
    academic_title = models.CharField("título propuesto", max_length=60, blank=True)
    title = models.CharField("puesto propuesto", max_length=200, blank=True)
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+",
                                    verbose_name="institución que la pide")  # fmt: skip
    asked_by = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True, related_name="+",
                                 verbose_name="pedida por")  # fmt: skip
    asked_at = models.DateTimeField("pedida el")
    state = StateField("estado", choices=CorrectionState.choices, default=CorrectionState.PENDING, protected=True)
    answered_at = models.DateTimeField("respondida el", null=True, blank=True)
    answer = models.CharField("respuesta", max_length=500, blank=True)

    class Meta:
        verbose_name = "corrección de datos de un servidor"
        verbose_name_plural = "correcciones de datos de servidores"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=CorrectionState.values), name="correction_known_state"),
            models.CheckConstraint(name="correction_says_something",
                                   condition=~models.Q(academic_title="", title="")),
            models.UniqueConstraint(fields=["appointment", "academic_title", "title"], name="correction_one_pending",
                                    condition=models.Q(state="pending")),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.appointment_id}: {self.academic_title} {self.title}".strip()

    def get_absolute_url(self):
        return reverse("documents:correction", args=[self.uuid])

    def history_subject(self):
        return "correction", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"La corrección ya consta como {self.get_state_display()}."

    @transition(state, source=CorrectionState.PENDING, target=CorrectionState.ACCEPTED,
                permission=permissions.can_answer_correction)  # fmt: skip
    def accept(self, answer, instant):
        self.answer, self.answered_at = answer, instant

    @transition(state, source=CorrectionState.PENDING, target=CorrectionState.DECLINED,
                permission=permissions.can_answer_correction)  # fmt: skip
    def decline(self, answer, instant):
        self.answer, self.answered_at = answer, instant
