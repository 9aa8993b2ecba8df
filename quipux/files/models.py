"""What the store knows of its bytes: one row per distinct content."""

import pgtrigger
from django.db import models


class StoredFile(models.Model):
    """Bytes at rest, named by their SHA-256; immutable once the row exists.

    ``crc32`` and ``deflates`` are learnt while the bytes arrive, so that a backup copies them
    without reading them twice (performance §1).
    """

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.BigIntegerField("tamaño en bytes")
    crc32 = models.BigIntegerField("CRC-32")
    media_type = models.CharField("tipo", max_length=120)
    deflates = models.BooleanField("conviene comprimirlo")
    created_at = models.DateTimeField("creado")

    class Meta:
        verbose_name = "archivo guardado"
        verbose_name_plural = "archivos guardados"
        constraints = [models.CheckConstraint(condition=models.Q(size__gte=0), name="stored_file_size_not_negative")]
        triggers = [pgtrigger.Protect(name="immutable", operation=pgtrigger.Update)]

    def __str__(self):
        return self.sha256

    @property
    def key(self) -> str:
        """Where the store keeps the bytes."""
        return storage_key(self.sha256)


def storage_key(sha256: str) -> str:
    """Storage key of a content: two levels of folders keep directories small."""
    return f"archivos/{sha256[:2]}/{sha256[2:4]}/{sha256}"
