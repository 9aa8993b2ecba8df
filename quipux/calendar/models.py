"""Days off that no law of every year knows: decreed bridges and local days (backups §2.5)."""

from django.conf import settings
from django.db import models


class DayOff(models.Model):
    """A day without work, added by an operator of the platform."""

    date = models.DateField("fecha", unique=True)
    name = models.CharField("motivo", max_length=120)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
                                 verbose_name="agregado por")  # fmt: skip
    added_at = models.DateTimeField("agregado el")

    class Meta:
        verbose_name = "día no laborable"
        verbose_name_plural = "días no laborables"
        ordering = ["date"]

    def __str__(self):
        return f"{self.date.isoformat()}: {self.name}"
