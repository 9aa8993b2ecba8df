"""Caso de desvinculación: one per appointment that ends (institutions §11)."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from institutions.querysets import DepartureQuerySet
from quipux import clock
from quipux.statefield import StateField


class DepartureState(models.TextChoices):
    OPEN = "open", "Abierto"
    CLOSED = "closed", "Cerrado"
    CANCELLED = "cancelled", "Anulado"


class DepartureReason(models.TextChoices):
    RESIGNATION = "resignation", "Renuncia"
    END_OF_CONTRACT = "end_of_contract", "Fin de contrato"
    TRANSFER = "transfer", "Traslado"
    RETIREMENT = "retirement", "Jubilación"
    DISMISSAL = "dismissal", "Destitución"
    DEATH = "death", "Fallecimiento"
    OTHER = "other", "Otro"


class BackupAnswer(models.TextChoices):
    """What the person said of a backup (DV-11)."""

    PENDING = "", "Sin respuesta todavía"
    DECLINED = "declined", "No desea respaldo"
    NONE = "none", "Sin respuesta"


class Departure(FSMModelMixin, models.Model):
    """The case; what has to be settled before it closes is computed from the registered items."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="departures",
                                    verbose_name="puesto")  # fmt: skip
    reason = models.CharField("motivo", max_length=20, choices=DepartureReason)
    last_day = models.DateField("último día")
    closed_to_documents_on = models.DateField("sin documentos nuevos desde")
    act_number = models.CharField("número del acto", max_length=60, blank=True)
    destination = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True, related_name="+",
                                    verbose_name="destino por defecto")  # fmt: skip
    ends_at = models.DateTimeField("acceso hasta", null=True, blank=True)
    successor = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True, related_name="+",
                                  verbose_name="reemplazo")  # fmt: skip
    backup_answer = models.CharField("respuesta sobre el respaldo", max_length=10, choices=BackupAnswer, blank=True,
                                     default=BackupAnswer.PENDING)  # fmt: skip
    without_successor = models.CharField("motivo para continuar sin reemplazo", max_length=500, blank=True)
    cut_at = models.DateTimeField("acceso cortado el", null=True, blank=True)
    cut_reason = models.CharField("motivo del corte", max_length=500, blank=True)
    state = StateField("estado", choices=DepartureState.choices, default=DepartureState.OPEN, protected=True)
    opened_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+",
                                  verbose_name="abierto por")  # fmt: skip
    opened_at = models.DateTimeField("abierto el")
    closed_at = models.DateTimeField("cerrado el", null=True, blank=True)
    closed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+",
                                  verbose_name="cerrado por")  # fmt: skip
    close_reason = models.CharField("motivo del cierre", max_length=500, blank=True)
    record = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
                               verbose_name="acta")  # fmt: skip

    objects = DepartureQuerySet.as_manager()

    class Meta:
        verbose_name = "caso de desvinculación"
        verbose_name_plural = "casos de desvinculación"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=DepartureState.values), name="departure_known_state"),
            models.UniqueConstraint(fields=["appointment"], condition=models.Q(state="open"), name="departure_one_open",
                                    violation_error_message="El puesto ya tiene un caso abierto."),
        ]  # fmt: skip
        indexes = [models.Index(fields=["last_day"], name="departure_due", condition=models.Q(state="open"))]

    def __str__(self):
        return f"{self.appointment_id} {self.last_day}"

    def get_absolute_url(self):
        return reverse("institutions:departure", args=[self.uuid])

    @property
    def planned_end(self) -> datetime:
        """The first instant without access: the hour that was set, or the end of the last day."""
        return self.ends_at or clock.day_start(self.last_day + timedelta(days=1))

    def history_subject(self):
        return "departure", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción ya no es posible: el caso está {self.get_state_display().lower()}."

    @transition(state, source=DepartureState.OPEN, target=DepartureState.CLOSED)
    def close(self, instant, user, reason, record):
        self.closed_at, self.closed_by, self.close_reason, self.record = instant, user, reason, record

    @transition(state, source=DepartureState.OPEN, target=DepartureState.CANCELLED)
    def cancel(self, instant, user, reason):
        self.closed_at, self.closed_by, self.close_reason = instant, user, reason


class DepartureItem(models.Model):
    """What was decided, and at the end done, of one line of the checklist of a case."""

    departure = models.ForeignKey(Departure, models.CASCADE, related_name="decisions", verbose_name="caso")
    code = models.CharField("código", max_length=6)
    destination = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True, related_name="+",
                                    verbose_name="destino")  # fmt: skip
    moved = models.PositiveIntegerField("trasladados", default=0)
    evidence = models.JSONField("constancia", default=list)
    received = models.JSONField("recibió cada uno", default=list, db_default=models.Value([], models.JSONField()))

    class Meta:
        verbose_name = "decisión de la lista"
        verbose_name_plural = "decisiones de la lista"
        constraints = [models.UniqueConstraint(fields=["departure", "code"], name="departure_item_unique")]

    def __str__(self):
        return f"{self.departure_id} {self.code}"


class DeparturePiece(models.Model):
    """To whom one document or task goes, where it is not to whom its line goes (institutions §11.3, DV-02)."""

    departure = models.ForeignKey(Departure, models.CASCADE, related_name="pieces", verbose_name="caso")
    code = models.CharField("código", max_length=6)
    key = models.UUIDField("documento o tarea")
    destination = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+",
                                    verbose_name="destino")  # fmt: skip

    class Meta:
        verbose_name = "destino de un documento"
        verbose_name_plural = "destinos de documentos"
        constraints = [models.UniqueConstraint(fields=["departure", "code", "key"], name="departure_piece_unique")]

    def __str__(self):
        return f"{self.departure_id} {self.code} {self.key}"
