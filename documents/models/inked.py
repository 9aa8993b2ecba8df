"""The image of a signature, and the PDF of a document that is printed with it (institutions §6.2, documents §8)."""

from django.db import models


class SignatureImage(models.Model):
    """How a person signs by hand, drawn anew when she brought it; only paper bears it."""

    appointment = models.OneToOneField("institutions.Appointment", models.PROTECT, related_name="signature_image",
                                       verbose_name="puesto")  # fmt: skip
    picture = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="imagen")
    kept_at = models.DateTimeField("cargada el")

    class Meta:
        verbose_name = "imagen de firma"
        verbose_name_plural = "imágenes de firma"

    def __str__(self):
        return str(self.appointment_id)


class PaperPrint(models.Model):
    """What Imprimir gives of a document instead of its official PDF: the same with the image of the signature."""

    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="paper_print",
                                    verbose_name="documento")  # fmt: skip
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="archivo")

    class Meta:
        verbose_name = "copia en papel"
        verbose_name_plural = "copias en papel"

    def __str__(self):
        return str(self.document_id)
