"""Rows of work and of acts: the sending of a document, and what a bulk act did (documents §4.2, §10.2)."""

import uuid

from django.conf import settings
from django.db import models

from documents.states import Route, SendingStep


class Sending(models.Model):
    """The sending of one document, step by step; the broker only wakes the worker."""

    document = models.OneToOneField(
        "documents.Document", models.PROTECT, related_name="sending", verbose_name="documento"
    )
    route = models.CharField("vía", max_length=10, choices=Route)
    step = models.CharField("paso", max_length=10, choices=SendingStep, default=SendingStep.RENDER)
    total = models.PositiveIntegerField("copias", default=0)
    attempts = models.PositiveSmallIntegerField("intentos fallidos", default=0)
    next_attempt_at = models.DateTimeField("próximo intento")
    lease_token = models.UUIDField("reserva", null=True, blank=True)
    lease_until = models.DateTimeField("reservado hasta", null=True, blank=True)
    failure = models.CharField("motivo", max_length=250, blank=True)
    created_at = models.DateTimeField("pedido el")

    class Meta:
        verbose_name = "envío"
        verbose_name_plural = "envíos"
        constraints = [
            models.CheckConstraint(condition=models.Q(step__in=SendingStep.values), name="sending_known_step")
        ]
        indexes = [models.Index(fields=["next_attempt_at"], name="sending_due",
                                condition=models.Q(step__in=["render", "deliver"]))]  # fmt: skip

    def __str__(self):
        return f"{self.document_id}: {self.step}"


class ActRun(models.Model):
    """One act of a person on one to 500 copies, by its idempotency key, with the result of each."""

    key = models.UUIDField("clave de la acción", default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="persona")
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="puesto")
    act = models.SlugField("acción", max_length=30)
    data = models.JSONField("datos", default=dict)
    results = models.JSONField("resultados", default=list)
    at = models.DateTimeField("fecha")
    undone_at = models.DateTimeField("deshecho el", null=True, blank=True)

    class Meta:
        verbose_name = "acción realizada"
        verbose_name_plural = "acciones realizadas"

    def __str__(self):
        return f"{self.act} {self.key}"
