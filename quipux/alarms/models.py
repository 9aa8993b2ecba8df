"""What is wrong with the machines, from when to when, and how their answers went (safety §13)."""

from django.db import models


class Alarm(models.Model):
    """One fault that the operators were told of; it stays after its end, for who asks how the night was."""

    key = models.CharField("alarma", max_length=120)
    reason = models.CharField("qué pasa", max_length=200)
    runbook = models.CharField("guía", max_length=120)
    lines = models.JSONField("detalle", default=list)
    began_at = models.DateTimeField("comenzó")
    ended_at = models.DateTimeField("terminó", null=True)

    class Meta:
        verbose_name = "alarma"
        verbose_name_plural = "alarmas"
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=models.Q(ended_at__isnull=True), name="alarm_open_once")
        ]

    def __str__(self):
        return f"{self.key} ({self.began_at:%Y-%m-%d %H:%M})"


class AnswerCount(models.Model):
    """How many answers one process of the web gave in a while, and how many of them were errors of ours."""

    at = models.DateTimeField("hasta", db_index=True)
    answers = models.PositiveIntegerField("respuestas")
    errors = models.PositiveIntegerField("errores")

    class Meta:
        verbose_name = "cuenta de respuestas"
        verbose_name_plural = "cuentas de respuestas"

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}: {self.errors}/{self.answers}"
