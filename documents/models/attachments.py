"""Anexos: of a document, of one copy only, or of a text that was not saved yet (documents §2.1, §6.4)."""

import uuid

from django.db import models

from documents.states import Medium, ScanState


class Attachment(models.Model):
    """An anexo of the document, of one copy when it was added later, or of an unsaved text's session."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True,
                                 related_name="attachments", verbose_name="documento")  # fmt: skip
    session = models.ForeignKey("documents.ComposeSession", models.PROTECT, null=True, blank=True,
                                related_name="attachments", verbose_name="texto sin guardar")  # fmt: skip
    copy = models.ForeignKey("documents.Copy", models.PROTECT, null=True, blank=True, related_name="own_attachments",
                             verbose_name="copia")  # fmt: skip
    name = models.CharField("nombre", max_length=300)
    description = models.CharField("descripción", max_length=512, blank=True)
    medium = models.CharField("medio", max_length=10, choices=Medium, default=Medium.ELECTRONIC)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name="archivo")  # fmt: skip
    is_document_image = models.BooleanField("imagen del documento", default=False)
    added_by = models.CharField("agregado por", max_length=250)
    added_at = models.DateTimeField("fecha")
    removed_at = models.DateTimeField("borrado el", null=True, blank=True)
    scan_state = models.CharField("revisión", max_length=10, choices=ScanState, default=ScanState.CLEAN)
    text = models.TextField("texto extraído", null=True, blank=True)
    signatures = models.JSONField("firmas", default=list, blank=True, db_default=[])

    class Meta:
        verbose_name = "anexo"
        verbose_name_plural = "anexos"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="attachment_file_unless_physical",
                                   condition=models.Q(medium="physical") | models.Q(file__isnull=False)),
            models.CheckConstraint(name="attachment_belongs_somewhere",
                                   condition=models.Q(document__isnull=False) | models.Q(session__isnull=False)),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["added_at"], name="attachment_to_scan", condition=models.Q(scan_state="pending")),
            models.Index(
                fields=["id"],
                name="attachment_to_read",
                condition=models.Q(scan_state="clean", text__isnull=True, file__isnull=False),
            ),
        ]

    def __str__(self):
        return self.name
