"""What proves a delivery: when each copy was first opened, and the sealed receipts of it (documents §10.2; issue 6)."""

import uuid

import pgtrigger
from django.db import models

from documents.models.practice import OF_COPY, kept, of_document

_UNCHANGED = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update)


class FirstOpening(models.Model):
    """The first time that who held a delivered copy opened it; written once."""

    copy = models.OneToOneField("documents.Copy", models.PROTECT, related_name="first_opening", verbose_name="copia")
    name = models.CharField("quien abrió", max_length=250)
    position = models.CharField("puesto", max_length=250, blank=True)
    at = models.DateTimeField("fecha")

    class Meta:
        verbose_name = "primera apertura"
        verbose_name_plural = "primeras aperturas"
        triggers = [_UNCHANGED, kept(of_document(OF_COPY))]

    def __str__(self):
        return f"{self.copy_id}: {self.at:%Y-%m-%d %H:%M}"


class DeliveryReceipt(models.Model):
    """«Constancia de entrega»: the facts as they were at one instant, their digest, and the PDF that prints them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, related_name="receipts", verbose_name="documento"
    )
    code = models.CharField("código", max_length=19, unique=True)
    facts = models.JSONField("hechos")
    sha256 = models.CharField("huella de los hechos", max_length=64)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="PDF")
    issued_by = models.ForeignKey(
        "institutions.Appointment", models.PROTECT, related_name="+", verbose_name="emitida por"
    )
    issued_at = models.DateTimeField("emitida el")

    class Meta:
        verbose_name = "constancia de entrega"
        verbose_name_plural = "constancias de entrega"
        ordering = ["-issued_at", "-pk"]
        triggers = [_UNCHANGED, kept()]

    def __str__(self):
        return self.code
