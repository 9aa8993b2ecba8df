"""The open sessions of a person (accounts-portal §9.1). The key of a session stands nowhere but in its own table."""

import uuid

from django.db import models


class OpenSession(models.Model):
    """One login, from its begin to its end."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="open_sessions", verbose_name="persona")
    device = models.CharField("equipo", max_length=200, blank=True)
    device_name = models.CharField("huella del equipo", max_length=32, blank=True)
    network = models.CharField("red", max_length=45, blank=True)
    idle_minutes = models.PositiveSmallIntegerField("minutos sin uso")
    began_at = models.DateTimeField("inicio")
    last_used_at = models.DateTimeField("último uso")
    ended_at = models.DateTimeField("fin", null=True)

    class Meta:
        verbose_name = "sesión"
        verbose_name_plural = "sesiones"
        indexes = [
            models.Index(fields=["person"], name="session_alive", condition=models.Q(ended_at=None)),
            models.Index(fields=["last_used_at"], name="session_by_use"),
        ]  # fmt: skip

    def __str__(self):
        return str(self.uuid)
