"""Nights of work, the workers seen in them, and what waits for a second operator (backups §2.5, §3.11)."""

from django.db import models

from backups.states import SecondLook


class Night(models.Model):
    """A night of work, named by the date on which it begins (backups §2.5)."""

    date = models.DateField("fecha", unique=True)
    requests = models.PositiveIntegerField("solicitudes")
    documents = models.PositiveBigIntegerField("documentos")
    bytes = models.BigIntegerField("bytes")
    is_paused = models.BooleanField("pausada", default=False)
    reason = models.CharField("motivo", max_length=250, blank=True)
    notice = models.CharField("aviso al público", max_length=250, blank=True)
    day_from = models.TimeField("ventana diurna desde", null=True, blank=True)
    day_to = models.TimeField("ventana diurna hasta", null=True, blank=True)
    first_claim_at = models.DateTimeField("primera generación", null=True, editable=False)

    class Meta:
        verbose_name = "noche"
        verbose_name_plural = "noches"

    def __str__(self):
        return self.date.isoformat()


class Worker(models.Model):
    """A process that builds, as it last told of itself; nothing depends on these figures."""

    name = models.CharField("proceso", max_length=120, unique=True)
    started_at = models.DateTimeField("inicio")
    seen_at = models.DateTimeField("visto")
    part = models.ForeignKey("backups.BackupPart", models.SET_NULL, null=True, related_name="+", verbose_name="parte")
    documents = models.PositiveBigIntegerField("documentos", default=0)
    bytes = models.PositiveBigIntegerField("bytes", default=0)
    memory = models.PositiveBigIntegerField("memoria", default=0)
    stop_asked_at = models.DateTimeField("fin pedido", null=True)

    class Meta:
        verbose_name = "trabajador"
        verbose_name_plural = "trabajadores"

    def __str__(self):
        return self.name


class PendingAct(models.Model):
    """An act that one operator asked for and another must confirm (T20, capacity over 150 %)."""

    kind = models.CharField("acto", max_length=10, choices=SecondLook)
    request = models.ForeignKey("backups.BackupRequest", models.PROTECT, null=True, related_name="pending_acts",
                                verbose_name="solicitud")  # fmt: skip
    night = models.ForeignKey(Night, models.PROTECT, null=True, related_name="pending_acts", verbose_name="noche")
    values = models.JSONField("datos", default=dict)
    reason = models.CharField("motivo", max_length=1000)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="pedido por")
    asked_at = models.DateTimeField("pedido el")
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+",
                                    verbose_name="respondido por")  # fmt: skip
    answered_at = models.DateTimeField("respondido el", null=True)
    is_confirmed = models.BooleanField("confirmado", default=False)

    class Meta:
        verbose_name = "acto por confirmar"
        verbose_name_plural = "actos por confirmar"
        constraints = [
            models.CheckConstraint(name="pending_act_two_people",
                                   condition=models.Q(is_confirmed=False) | ~models.Q(answered_by=models.F("asked_by"))),
            models.UniqueConstraint(fields=["kind", "request"], name="pending_act_one_per_request",
                                    condition=models.Q(answered_at=None, request__isnull=False)),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()} {self.pk}"
