"""Who took which bytes of which part, with what ticket, who asked for help, and the hand-over to the citizen."""

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


class PartCheck(models.Model):
    """A person hashed the own copy of a part, and the digest was that of the part: «✓ Comprobada» (backups §3.8)."""

    part = models.ForeignKey("backups.BackupPart", models.PROTECT, related_name="checks", verbose_name="parte")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="persona")
    alternative = models.BooleanField("como .zip independiente", default=False)
    checked_at = models.DateTimeField("comprobada el")

    class Meta:
        verbose_name = "comprobación de una descarga"
        verbose_name_plural = "comprobaciones de descargas"
        constraints = [models.UniqueConstraint(fields=["part", "person", "alternative"], name="part_check_unique")]

    def __str__(self):
        return f"{self.part_id}: {self.checked_at:%Y-%m-%d %H:%M}"


class DownloadTicket(models.Model):
    """Personal addresses of a download manager; only the ticket's digest is kept (backups §3.8)."""

    backup = models.ForeignKey("backups.Backup", models.PROTECT, related_name="tickets", verbose_name="respaldo")
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="persona")
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="puesto")
    token_hash = models.CharField("huella del enlace", max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField("emitido el")
    expires_at = models.DateTimeField("vence")
    revoked_at = models.DateTimeField("anulado el", null=True)
    last_used_at = models.DateTimeField("último uso", null=True)

    class Meta:
        verbose_name = "enlace de descarga"
        verbose_name_plural = "enlaces de descarga"
        indexes = [models.Index(fields=["backup", "person"], name="ticket_by_person")]

    def __str__(self):
        return f"{self.backup_id}: {self.created_at:%Y-%m-%d %H:%M}"


class SupportQuestion(models.Model):
    """«Aquí»: somebody could not download; «Descarga Solicitada» until an operator answers (T17)."""

    request = models.ForeignKey("backups.BackupRequest", models.PROTECT, related_name="support_questions",
                                verbose_name="solicitud")  # fmt: skip
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="persona")
    asked_at = models.DateTimeField("pedida el")
    reason = models.CharField("motivo", max_length=600)
    answer = models.TextField("respuesta", blank=True)
    answered_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+",
                                    verbose_name="respondida por")  # fmt: skip
    answered_at = models.DateTimeField("respondida el", null=True)

    class Meta:
        verbose_name = "solicitud de descarga"
        verbose_name_plural = "solicitudes de descarga"
        ordering = ["asked_at"]

    def __str__(self):
        return f"{self.request_id}: {self.asked_at:%Y-%m-%d %H:%M}"


class HandOver(models.Model):
    """The AIQ gave the archive to the citizen: when, to whom, with what signed receipt (backups §9.5)."""

    request = models.OneToOneField("backups.BackupRequest", models.PROTECT, related_name="hand_over",
                                   verbose_name="solicitud")  # fmt: skip
    receiver_name = models.CharField("recibió", max_length=150)
    handed_on = models.DateField("fecha de entrega")
    receipt = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+",
                                verbose_name="acta firmada")  # fmt: skip
    recorded_by = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+",
                                    verbose_name="registrada por")  # fmt: skip
    recorded_at = models.DateTimeField("registrada el")

    class Meta:
        verbose_name = "entrega al ciudadano"
        verbose_name_plural = "entregas al ciudadano"

    def __str__(self):
        return f"{self.request_id}: {self.handed_on}"
