"""The authorities that the SGE recognises (documents §9.2, «Trust roots»)."""

from django.db import models
from django.db.models.functions import Now


class TrustRootQuerySet(models.QuerySet):
    """Reads."""

    def trusted(self):
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)


class TrustRoot(models.Model):
    """One root, or an intermediate that ends a chain. A withdrawn one stays, for the audit."""

    subject = models.CharField("entidad", max_length=500)
    sha256 = models.CharField("huella SHA-256", max_length=64)
    certificate = models.BinaryField("certificado en DER")
    valid_from = models.DateTimeField("vigente desde")
    valid_until = models.DateTimeField("vigente hasta")
    added_at = models.DateTimeField("agregada", db_default=Now())
    withdrawn_at = models.DateTimeField("retirada", null=True, blank=True)

    objects = TrustRootQuerySet.as_manager()

    class Meta:
        verbose_name = "entidad de certificación"
        verbose_name_plural = "entidades de certificación"
        ordering = ["subject", "pk"]
        permissions = [("manage_trust", "Reconocer y retirar entidades de certificación")]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="trust_root_unique",
                violation_error_message="Esa entidad ya está reconocida.",
            ),
        ]

    def __str__(self):
        return self.subject
