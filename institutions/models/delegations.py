"""Subrogación: somebody acts for a Jefe between two instants (institutions §8)."""

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Func
from django.urls import reverse

from institutions.querysets import DelegationQuerySet


class TsTzRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


class DelegationState(models.TextChoices):
    """Where a delegation is, by the clock: nothing is stored and nothing has to run."""

    SCHEDULED = "scheduled", "Programada"
    IN_FORCE = "in_force", "Vigente"
    ENDED = "ended", "Terminada"
    ANNULLED = "annulled", "Anulada"


class Delegation(models.Model):
    """Effective while ``starts_at`` ≤ now < ``stops_at`` by the database's clock.

    ``stops_at`` is ``ends_at`` until somebody ends it early; then it is that instant, and of one that was
    annulled it is ``starts_at``: an empty range, which overlaps nothing.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    titular = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="delegations_given",
                                verbose_name="subrogado")  # fmt: skip
    acting = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="delegations_taken",
                               verbose_name="subrogante")  # fmt: skip
    starts_at = models.DateTimeField("desde")
    ends_at = models.DateTimeField("hasta")
    stops_at = models.DateTimeField("termina")
    act_number = models.CharField("número del acto", max_length=60)
    act_date = models.DateField("fecha del acto")
    act_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
                                 verbose_name="acto")  # fmt: skip
    include_confidential = models.BooleanField("incluye documentos confidenciales", default=False)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+",
                                   verbose_name="registrada por")  # fmt: skip
    created_at = models.DateTimeField("registrada el")
    ended_at = models.DateTimeField("terminada el", null=True, blank=True)
    ended_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+",
                                 verbose_name="terminada por")  # fmt: skip
    end_reason = models.CharField("motivo", max_length=500, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = "subrogación"
        verbose_name_plural = "subrogaciones"
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="delegation_ends_later"),
            models.CheckConstraint(condition=models.Q(stops_at__gte=models.F("starts_at"), stops_at__lte=models.F("ends_at")),
                                   name="delegation_stops_inside"),
            models.CheckConstraint(condition=~models.Q(titular=models.F("acting")), name="delegation_to_another"),
            ExclusionConstraint(
                name="delegation_one_at_a_time",
                expressions=[("titular", RangeOperators.EQUAL),
                             (TsTzRange("starts_at", "stops_at", RangeBoundary()), RangeOperators.OVERLAPS)],
                violation_error_message="El puesto ya tiene una subrogación en esas fechas."),
        ]  # fmt: skip
        indexes = [models.Index(fields=["acting", "stops_at"], name="delegation_acting")]

    def __str__(self):
        return f"{self.titular_id} → {self.acting_id}"

    def get_absolute_url(self):
        return reverse("institutions:delegation", args=[self.uuid])

    def state_at(self, instant) -> DelegationState:
        """Where it is at an instant."""
        if self.stops_at == self.starts_at:
            return DelegationState.ANNULLED
        if instant < self.starts_at:
            return DelegationState.SCHEDULED
        return DelegationState.IN_FORCE if instant < self.stops_at else DelegationState.ENDED
