"""The links that let a person define a password (accounts-portal §7.2, §7.3)."""

from django.db import models


class LinkKind(models.TextChoices):
    ACTIVATION = "activation", "Crear contraseña"
    RECOVERY = "recovery", "Cambio de contraseña"


class PasswordLinkQuerySet(models.QuerySet):
    def unused(self):
        """Neither used nor replaced by a newer one."""
        return self.filter(ended_at=None)


class PasswordLink(models.Model):
    """One link sent by mail: of its 256 random bits only the SHA-256 is kept."""

    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="password_links", verbose_name="persona")
    kind = models.CharField("clase", max_length=10, choices=LinkKind)
    digest = models.CharField("huella", max_length=64, unique=True)
    credential_version = models.PositiveIntegerField("versión de la credencial")
    address = models.EmailField("enviado a")
    created_at = models.DateTimeField("creado el")
    expires_at = models.DateTimeField("vence el")
    ended_at = models.DateTimeField("usado o reemplazado el", null=True)

    objects = PasswordLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "enlace de contraseña"
        verbose_name_plural = "enlaces de contraseña"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=LinkKind.values), name="link_known_kind"),
            models.UniqueConstraint(fields=["person"], condition=models.Q(ended_at=None), name="link_one_alive"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["expires_at"], name="link_by_end")]

    def __str__(self):
        return f"{self.kind} {self.pk}"
