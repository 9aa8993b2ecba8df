"""What went of a training tenant that is over (institutions §12.8)."""

from django.db import models


class TenantPurge(models.Model):
    """The rows of a training tenant that were deleted, and the contents that still have to go (institutions §12.8)."""

    institution = models.OneToOneField("institutions.Institution", models.PROTECT, related_name="purge",
                                       verbose_name="ambiente de capacitación")  # fmt: skip
    at = models.DateTimeField("filas borradas el")
    rows = models.JSONField("filas por modelo", default=dict)
    contents = models.JSONField("contenidos por borrar", default=list)
    finished_at = models.DateTimeField("terminada el", null=True, blank=True)

    class Meta:
        verbose_name = "borrado de un ambiente de capacitación"
        verbose_name_plural = "borrados de ambientes de capacitación"

    def __str__(self):
        return str(self.institution_id)
