"""A report too long to be made while its person waits: the row is the work, and then its result (documents §14)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from quipux.exports import Kind


class ReportFileQuerySet(models.QuerySet):
    def of(self, actor):
        """Those that one person asked for in one context."""
        return self.filter(user=actor.user, appointment=actor.appointment)

    def waiting(self):
        """Neither made nor given up, and nobody's now."""
        return self.filter(Q(lease_until=None) | Q(lease_until__lt=Now()), finished_at=None)


class ReportFile(models.Model):
    """One export of one report, asked for by a person in a context, or without a post by an operator of the SGE.

    ``query`` is the address's own: the report is computed again with it, by the rights of that moment.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="persona")
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True, related_name="+",
                                    verbose_name="puesto")  # fmt: skip
    report = models.SlugField("reporte", max_length=60)
    query = models.TextField("criterios", blank=True)
    kind = models.CharField("formato", max_length=4, choices=Kind)
    total = models.PositiveIntegerField("filas")
    asked_at = models.DateTimeField("pedido el")
    attempts = models.PositiveSmallIntegerField("intentos", default=0)
    lease_token = models.UUIDField("reserva", null=True, blank=True)
    lease_until = models.DateTimeField("reservado hasta", null=True, blank=True)
    finished_at = models.DateTimeField("terminado el", null=True, blank=True)
    failure = models.CharField("motivo", max_length=250, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name="archivo")  # fmt: skip

    objects = ReportFileQuerySet.as_manager()

    class Meta:
        verbose_name = "reporte pedido"
        verbose_name_plural = "reportes pedidos"
        constraints = [models.CheckConstraint(name="report_file_finished_with_result",
                                              condition=Q(finished_at=None, file=None, failure="")
                                              | Q(finished_at__isnull=False, file__isnull=False, failure="")
                                              | Q(finished_at__isnull=False, file=None) & ~Q(failure=""))]  # fmt: skip
        indexes = [models.Index(fields=["asked_at"], name="report_file_waiting", condition=Q(finished_at=None)),
                   models.Index(fields=["user", "appointment", "-asked_at"], name="report_file_of_person")]  # fmt: skip

    def __str__(self):
        return f"{self.report} {self.kind}"
