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
    """One of ten codes shown once; kept as a password is."""

    factor = models.ForeignKey(SecondFactor, models.CASCADE, related_name="codes", verbose_name="segundo factor")
    digest = models.CharField("huella", max_length=256)
    used_at = models.DateTimeField("usado el", null=True)

    class Meta:
        verbose_name = "código de recuperación"
        verbose_name_plural = "códigos de recuperación"
        constraints = [models.UniqueConstraint(fields=["factor", "digest"], name="recovery_code_unique")]

    def __str__(self):
        return str(self.pk)


class FactorResetQuerySet(models.QuerySet):
    def open(self, since):
        """Neither done nor too old.

        Args:
            since: asked before this instant, nobody remembers why.
        """
        return self.filter(confirmed_at=None, asked_at__gt=since)


class FactorReset(models.Model):
    """One operator asks that another loses the second factor; a second one confirms it."""

    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="factor_resets", verbose_name="persona")
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="quien lo pidió")
    asked_at = models.DateTimeField("pedido el")
    reason = models.CharField("motivo", max_length=300)
    confirmed_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+",
                                     verbose_name="quien lo confirmó")  # fmt: skip
    confirmed_at = models.DateTimeField("confirmado el", null=True)

    objects = FactorResetQuerySet.as_manager()

    class Meta:
        verbose_name = "restablecimiento del segundo factor"
        verbose_name_plural = "restablecimientos del segundo factor"
        indexes = [models.Index(fields=["person"], name="factor_reset_open", condition=models.Q(confirmed_at=None))]

    def __str__(self):
        return f"Restablecimiento No. {self.pk}"
