"""Who took which bytes of which part."""

from django.db import models


class PartDownload(models.Model):
    """One started transfer; the union of a person's ranges says whether the part is complete."""

    part = models.ForeignKey("backups.BackupPart", models.PROTECT, related_name="downloads", verbose_name="parte")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="persona")
    alternative = models.BooleanField("como .zip independiente", default=False)
    started_at = models.DateTimeField("inicio")
    ended_at = models.DateTimeField("fin", null=True)
    first_byte = models.BigIntegerField("primer byte")
    bytes_sent = models.BigIntegerField("bytes enviados", default=0)
    is_observed = models.BooleanField("medida por este servidor", default=True)

    class Meta:
        verbose_name = "descarga"
        verbose_name_plural = "descargas"
        indexes = [models.Index(fields=["part", "person", "started_at"], name="download_by_person")]

    def __str__(self):
        return f"{self.part_id}: {self.first_byte}+{self.bytes_sent}"
