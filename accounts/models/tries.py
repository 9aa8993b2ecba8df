"""The tries to enter, and what they closed (accounts-portal §6). Accounts and networks stand here as keyed digests."""

from django.db import models


class LoginTry(models.Model):
    """One answered try; kept two days."""

    at = models.DateTimeField("fecha")
    account = models.CharField("huella de la cuenta", max_length=64)
    network = models.CharField("huella de la red", max_length=64)
    pair = models.CharField("huella de cuenta y red, o de cuenta y equipo", max_length=64)
    succeeded = models.BooleanField("ingresó")

    class Meta:
        verbose_name = "intento de ingreso"
        verbose_name_plural = "intentos de ingreso"
        indexes = [
            models.Index(fields=["pair", "at"], name="try_by_pair"),
            models.Index(fields=["account", "at"], name="try_by_account"),
            models.Index(fields=["network", "at"], name="try_by_network"),
            models.Index(fields=["at"], name="try_by_date"),
        ]

    def __str__(self):
        return f"{self.pk}"


class LoginBarrier(models.Model):
    """A pair that waits, or a network that is asked the code."""

    subject = models.CharField("huella", max_length=64, unique=True)
    until = models.DateTimeField("hasta")
    times = models.PositiveSmallIntegerField("veces seguidas", default=1)

    class Meta:
        verbose_name = "bloqueo de ingreso"
        verbose_name_plural = "bloqueos de ingreso"
        indexes = [models.Index(fields=["until"], name="barrier_by_end")]

    def __str__(self):
        return f"{self.pk}"
