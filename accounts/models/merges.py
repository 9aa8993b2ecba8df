"""Two records of one person made one, and what is needed to make them two again (accounts-portal §10.6)."""

import uuid

from django.conf import settings
from django.db import models
from django_fsm import FSMModelMixin, transition

from accounts.models.registrations import is_system, is_validator
from quipux.statefield import StateField


class MergeState(models.TextChoices):
    APPLIED = "applied", "Aplicada"
    UNDONE = "undone", "Deshecha"
    FINAL = "final", "Definitiva"


class Merge(FSMModelMixin, models.Model):
    """``absorbed`` is from now on ``survivor``."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = StateField("estado", choices=MergeState.choices, default=MergeState.APPLIED, protected=True)
    survivor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="persona que queda"
    )
    absorbed = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="persona absorbida"
    )
    evidence = models.CharField("evidencia", max_length=200)
    reason = models.TextField("motivo", max_length=600)
    was_active = models.BooleanField("la absorbida podía ingresar")
    was_credential = models.CharField(
        "credencial de la absorbida", max_length=50, blank=True, default="", db_default=""
    )
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="unificó")
    applied_at = models.DateTimeField("aplicada el")
    undo_until = models.DateTimeField("se puede deshacer hasta")

    class Meta:
        verbose_name = "unificación"
        verbose_name_plural = "unificaciones"
        permissions = [("merge_any", "Unificar a dos personas que tienen identificación")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=MergeState.values), name="merge_known_state"),
            models.CheckConstraint(condition=~models.Q(survivor=models.F("absorbed")), name="merge_of_two"),
            models.UniqueConstraint(fields=["absorbed"], condition=~models.Q(state=MergeState.UNDONE),
                                    name="merge_absorbed_once"),
        ]  # fmt: skip

    def __str__(self):
        return f"Unificación No. {self.pk}"

    def history_subject(self):
        return "merge", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción ya no es posible: la unificación está en estado {self.get_state_display()}."

    @transition(state, source=MergeState.APPLIED, target=MergeState.UNDONE, permission=is_validator)
    def undo(self):
        """They are two again."""

    @transition(state, source=MergeState.APPLIED, target=MergeState.FINAL, permission=is_system)
    def finish(self):
        """The days to undo it are over."""


class MergedRow(models.Model):
    """One row that pointed to the absorbed person: enough to point it back."""

    merge = models.ForeignKey(Merge, models.CASCADE, related_name="rows", verbose_name="unificación")
    participant = models.CharField("participante", max_length=80)
    row = models.BigIntegerField("fila")
    is_restored = models.BooleanField("devuelta", default=False)

    class Meta:
        verbose_name = "fila unificada"
        verbose_name_plural = "filas unificadas"
        constraints = [models.UniqueConstraint(fields=["merge", "participant", "row"], name="merged_row_once")]

    def __str__(self):
        return f"{self.participant} {self.row}"
