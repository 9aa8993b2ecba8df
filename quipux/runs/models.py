"""When each periodic job last ran, and with what result (backups §6.1, §6.2)."""

from django.db import models


class JobRun(models.Model):
    """One row per job: its last good end, its last failure, and what it counted.

    ``confirmed_at`` is an operator's word that a job which had stopped may go on (backups §6.2).
    """

    name = models.CharField("trabajo", max_length=60, unique=True)
    last_started_at = models.DateTimeField("último inicio", null=True)
    last_ended_at = models.DateTimeField("último fin", null=True)
    last_failed_at = models.DateTimeField("última falla", null=True)
    result = models.JSONField("resultado", default=dict)
    runs = models.PositiveBigIntegerField("corridas", default=0)
    failures = models.PositiveBigIntegerField("fallas", default=0)
    confirmed_at = models.DateTimeField("confirmado el", null=True)
    confirmed_by = models.CharField("confirmado por", max_length=250, blank=True)

    class Meta:
        verbose_name = "trabajo periódico"
        verbose_name_plural = "trabajos periódicos"

    def __str__(self):
        return self.name
