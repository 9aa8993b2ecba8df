"""The frozen list, the parts it is cut into, and what is remembered for life (backups §1.1)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from backups.querysets import PartQuerySet
from backups.states import FileRole, OmissionReason, OmissionScope, Outcome, PartRole


class BackupPart(models.Model):
    """One file of the set. It is done when ``finished_at`` is set, never before its bytes are safe."""

    backup = models.ForeignKey("backups.Backup", models.PROTECT, related_name="parts", verbose_name="respaldo")
    number = models.PositiveIntegerField("parte")
    role = models.CharField("clase", max_length=10, choices=PartRole)
    planned_bytes = models.BigIntegerField("bytes previstos")
    first_position = models.PositiveIntegerField("primer documento", null=True)
    last_position = models.PositiveIntegerField("último documento", null=True)
    lease_token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    documents_done = models.PositiveIntegerField("documentos hechos", default=0)
    bytes_done = models.BigIntegerField("bytes hechos", default=0)
    progress_at = models.DateTimeField("avance anotado el", null=True)
    finished_at = models.DateTimeField("terminada el", null=True)
    bytes = models.BigIntegerField("bytes", null=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    storage_key = models.CharField(max_length=200, blank=True)
    alternative_bytes = models.BigIntegerField("bytes como .zip independiente", null=True)
    alternative_sha256 = models.CharField("SHA-256 como .zip independiente", max_length=64, blank=True)
    alternative_key = models.CharField(max_length=200, blank=True)
    damaged_at = models.DateTimeField("daño encontrado el", null=True)
    checked_at = models.DateTimeField("comprobada el", null=True)
    repair_tries = models.PositiveSmallIntegerField("intentos de reparación", default=0, db_default=0)
    lost_at = models.DateTimeField("dada por perdida el", null=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = "parte"
        verbose_name_plural = "partes"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["backup", "number"], name="part_unique_number")]

    def __str__(self):
        return f"{self.backup_id}.{self.number}"


class PartDirectory(models.Model):
    """What a finished document part holds, for the global directory and the manifest.

    Apart from the part: it weighs megabytes, and every page that tells of a part would read it.
    """

    part = models.OneToOneField(BackupPart, models.CASCADE, primary_key=True, related_name="directory",
                                verbose_name="parte")  # fmt: skip
    record = models.JSONField("entradas")
    texts = models.JSONField("textos generados")

    class Meta:
        verbose_name = "directorio de una parte"
        verbose_name_plural = "directorios de partes"

    def __str__(self):
        return str(self.part_id)


class BackupItem(models.Model):
    """One document of the frozen list, with everything the archive will say of it."""

    backup = models.ForeignKey("backups.Backup", models.PROTECT, related_name="items", verbose_name="respaldo")
    position = models.PositiveIntegerField("orden")
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+", verbose_name="documento")
    part = models.ForeignKey(BackupPart, models.PROTECT, null=True, related_name="items", verbose_name="parte")
    lists = ArrayField(models.CharField(max_length=12), verbose_name="listas")
    folder = models.CharField("carpeta", max_length=60)
    metadata = models.JSONField("datos congelados")
    outcome = models.CharField("resultado", max_length=8, choices=Outcome, default=Outcome.PENDING)
    tries = models.PositiveSmallIntegerField("intentos", default=0)

    class Meta:
        verbose_name = "documento del respaldo"
        verbose_name_plural = "documentos del respaldo"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["backup", "position"], name="item_unique_position"),
            models.UniqueConstraint(fields=["backup", "document"], name="item_unique_document"),
        ]

    def __str__(self):
        return self.folder


class BackupFile(models.Model):
    """One file of a frozen document; without ``file`` its reason is already known."""

    item = models.ForeignKey(BackupItem, models.PROTECT, related_name="files", verbose_name="documento")
    position = models.PositiveSmallIntegerField("orden")
    role = models.CharField("clase", max_length=10, choices=FileRole)
    name = models.CharField("nombre real", max_length=300)
    path = models.CharField("ruta en el archivo", max_length=120)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+", verbose_name="archivo")
    excluded = models.CharField("excluido por", max_length=30, choices=OmissionReason, blank=True)

    class Meta:
        verbose_name = "archivo del respaldo"
        verbose_name_plural = "archivos del respaldo"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["item", "position"], name="backup_file_unique_position"),
            models.CheckConstraint(name="backup_file_or_reason",
                                   condition=models.Q(file__isnull=False) | ~models.Q(excluded="")),
        ]  # fmt: skip

    def __str__(self):
        return self.path


class Omission(models.Model):
    """A document or a file that is not in the archive, and why; withheld documents too."""

    backup = models.ForeignKey("backups.Backup", models.PROTECT, related_name="omissions", verbose_name="respaldo")
    item = models.ForeignKey(BackupItem, models.PROTECT, null=True, related_name="omissions", verbose_name="documento")
    number = models.CharField("No. Documento", max_length=80)
    scope = models.CharField("alcance", max_length=8, choices=OmissionScope)
    path = models.CharField("ruta en el archivo", max_length=120, blank=True)
    file_name = models.CharField("archivo", max_length=300, blank=True)
    reason = models.CharField("razón", max_length=30, choices=OmissionReason)
    tries = models.PositiveSmallIntegerField("intentos", default=0)

    class Meta:
        verbose_name = "omisión"
        verbose_name_plural = "omisiones"
        ordering = ["item__position", "pk"]
        constraints = [models.UniqueConstraint(fields=["backup", "item", "scope", "path"], name="omission_unique")]

    def __str__(self):
        return f"{self.number}: {self.reason}"


class ManifestEntry(models.Model):
    """A digest that belonged to a backup, kept for life: no path, no number, no person (I13)."""

    backup = models.ForeignKey("backups.Backup", models.PROTECT, related_name="manifest", verbose_name="respaldo")
    sha256 = models.CharField("SHA-256", max_length=64)
    bytes = models.BigIntegerField("bytes")

    class Meta:
        verbose_name = "huella del manifiesto"
        verbose_name_plural = "huellas del manifiesto"
        constraints = [models.UniqueConstraint(fields=["sha256", "backup"], name="manifest_unique")]

    def __str__(self):
        return self.sha256
