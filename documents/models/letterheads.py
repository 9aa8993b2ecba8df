"""What is printed behind the text of an área's documents (documents §8)."""

from django.db import models


class AreaBackground(models.Model):
    """The picture of the one page that an área brought; the file itself, with whatever it carried, was left behind."""

    area = models.OneToOneField("institutions.Area", models.PROTECT, related_name="background", verbose_name="área")
    picture = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="imagen")
    kept_by = models.ForeignKey(
        "institutions.Appointment", models.PROTECT, related_name="+", verbose_name="cargada por"
    )
    kept_at = models.DateTimeField("cargada el")

    class Meta:
        verbose_name = "plantilla de área"
        verbose_name_plural = "plantillas de áreas"

    def __str__(self):
        return str(self.area_id)
