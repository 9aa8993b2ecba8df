"""The change of the AIQ of an institution in production (institutions §12.7)."""

import uuid

from django.db import models
from django_fsm import FSMModelMixin, transition

from institutions.implantation.permissions import can_review
from quipux.statefield import StateField


class AiqChangeState(models.TextChoices):
    REQUESTED = "requested", "Cambio solicitado"
    IN_TRAINING = "in_training", "En capacitación"
    ENABLED = "enabled", "Habilitado"
    EFFECTIVE = "effective", "Efectivo"
    REJECTED = "rejected", "Rechazado"
    CANCELLED = "cancelled", "Anulado"

    @classmethod
    def open(cls):
        return (cls.REQUESTED, cls.IN_TRAINING, cls.ENABLED)


def is_system(change, actor) -> bool:
    return bool(getattr(actor, "is_system", False))


def can_cancel(change, actor) -> bool:
    """Who filed it, or an AGQ."""
    appointment = getattr(actor, "appointment", None)
    return can_review(change, actor) or (appointment is not None and appointment.pk == change.outgoing_id)


class AiqChange(FSMModelMixin, models.Model):
    """From one person to another, at an instant."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = StateField("estado", choices=AiqChangeState.choices, default=AiqChangeState.REQUESTED, protected=True)
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="aiq_changes",
                                    verbose_name="institución")  # fmt: skip
    outgoing = models.ForeignKey(
        "institutions.Appointment", models.PROTECT, related_name="+", verbose_name="AIQ saliente"
    )
    given_names = models.CharField("nombres", max_length=100)
    surnames = models.CharField("apellidos", max_length=100)
    identity_number = models.CharField("cédula", max_length=10)
    title = models.CharField("cargo", max_length=200)
    email = models.EmailField("correo electrónico")
    phone = models.CharField("teléfono y extensión", max_length=30)
    mobile = models.CharField("número celular", max_length=20)
    letter = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="oficio")
    reason = models.TextField("motivo", max_length=1000)
    effective_at = models.DateTimeField("efectivo desde")
    created_at = models.DateTimeField("solicitado el")

    class Meta:
        verbose_name = "cambio de AIQ"
        verbose_name_plural = "cambios de AIQ"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=AiqChangeState.values), name="aiq_change_known_state"),
            models.UniqueConstraint(fields=["institution"], name="aiq_change_one_open", condition=models.Q(
                state__in=AiqChangeState.open()),
                violation_error_message="La institución ya tiene un cambio de AIQ en curso."),
        ]  # fmt: skip
        indexes = [models.Index(fields=["effective_at"], name="aiq_change_due", condition=models.Q(state="enabled"))]

    def __str__(self):
        return f"Cambio de AIQ de {self.institution}"

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.surnames}".strip()

    @property
    def ruc(self) -> str:
        return self.institution.ruc

    def history_subject(self):
        return "aiq_change", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción no es posible: el cambio está en estado «{self.get_state_display()}»."

    @transition(state, source=AiqChangeState.REQUESTED, target=AiqChangeState.IN_TRAINING, permission=can_review)
    def train(self):
        """The new AIQ attends the courses."""

    @transition(state, source=[AiqChangeState.REQUESTED, AiqChangeState.IN_TRAINING], target=AiqChangeState.ENABLED,
                permission=can_review)  # fmt: skip
    def enable(self):
        """She has the hours, or they were credited."""

    @transition(state, source=AiqChangeState.ENABLED, target=AiqChangeState.EFFECTIVE, permission=is_system)
    def take_effect(self):
        """12 and 36 passed from one to the other."""

    @transition(state, source=[AiqChangeState.REQUESTED, AiqChangeState.IN_TRAINING], target=AiqChangeState.REJECTED,
                permission=can_review)  # fmt: skip
    def reject(self):
        """The oficio does not support it."""

    @transition(state, source=AiqChangeState.open(), target=AiqChangeState.CANCELLED, permission=can_cancel)
    def cancel(self):
        """It is not wanted any more."""


class InterimAiq(models.Model):
    """Who administers an institution for some days because its AIQ cannot (§12.7, emergency)."""

    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="interims",
                                    verbose_name="institución")  # fmt: skip
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="puesto")
    ends_at = models.DateTimeField("hasta")
    given = models.JSONField("permisos otorgados", default=list)
    reason = models.CharField("motivo", max_length=500)
    appointed_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="nombrado por")
    appointed_at = models.DateTimeField("nombrado el")
    ended_at = models.DateTimeField("terminado el", null=True, blank=True)

    class Meta:
        verbose_name = "AIQ interino"
        verbose_name_plural = "AIQ interinos"
        constraints = [models.UniqueConstraint(fields=["institution"], name="interim_one_open",
                                               condition=models.Q(ended_at__isnull=True),
                                               violation_error_message="La institución ya tiene un AIQ interino.")]  # fmt: skip

    def __str__(self):
        return f"{self.appointment_id} hasta {self.ends_at}"
