"""The second factor (accounts-portal §9.4)."""

from django.db import models


class SecondFactor(models.Model):
    """The seed of one person, encrypted; ``last_step`` makes every code good once."""

    person = models.OneToOneField("accounts.User", models.PROTECT, related_name="second_factor", verbose_name="persona")
    seed = models.TextField("semilla cifrada")
    last_step = models.BigIntegerField("último intervalo usado", default=0)
    created_at = models.DateTimeField("activado el")

    class Meta:
        verbose_name = "segundo factor"
        verbose_name_plural = "segundos factores"

    def __str__(self):
        return str(self.person_id)


class RecoveryCode(models.Model):
    """One of ten codes shown once; only its keyed digest is kept."""

    factor = models.ForeignKey(SecondFactor, models.CASCADE, related_name="codes", verbose_name="segundo factor")
    digest = models.CharField("huella", max_length=64)
    used_at = models.DateTimeField("usado el", null=True)

    class Meta:
        verbose_name = "código de recuperación"
        verbose_name_plural = "códigos de recuperación"
        constraints = [models.UniqueConstraint(fields=["factor", "digest"], name="recovery_code_unique")]

    def __str__(self):
        return str(self.pk)
