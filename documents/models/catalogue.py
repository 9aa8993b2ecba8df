"""What an institution chose of the catalogue of types, and its own settings (documents §2.1, §3)."""

from django.db import models

from documents.states import Makers


class InstitutionType(models.Model):
    """A type of document in one institution; without a row the type is as in the catalogue."""

    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+",
                                    verbose_name="institución")  # fmt: skip
    type = models.ForeignKey("documents.DocumentType", models.PROTECT, related_name="+", verbose_name="tipo")
    is_active = models.BooleanField("activo", default=True)
    abbreviation = models.CharField("abreviatura", max_length=10, blank=True)
    makers = models.CharField("quién lo elabora", max_length=24, choices=Makers, default=Makers.ANYONE)
    listed = models.ManyToManyField("institutions.Appointment", related_name="+", blank=True,
                                    verbose_name="personas señaladas")  # fmt: skip
    initial_html = models.TextField("texto inicial", blank=True)

    class Meta:
        verbose_name = "tipo en la institución"
        verbose_name_plural = "tipos en la institución"
        constraints = [models.UniqueConstraint(fields=["institution", "type"], name="institution_type_unique")]

    def __str__(self):
        return f"{self.institution_id}: {self.type_id}"


class InstitutionSettings(models.Model):
    """What an institution decided about its documents."""

    institution = models.OneToOneField("institutions.Institution", models.PROTECT, related_name="document_settings",
                                       verbose_name="institución")  # fmt: skip
    reception_area = models.ForeignKey("institutions.Area", models.PROTECT, null=True, blank=True, related_name="+",
                                       verbose_name="área de recepción")  # fmt: skip
    carriers = models.JSONField("transportes", default=list, blank=True)
    attachment_types = models.JSONField("tipos de anexo", default=list, blank=True)
    subject_in_mails = models.BooleanField("asunto en los correos", default=False)
    allows_server_p12 = models.BooleanField("firma con archivo en el servidor", default=False)

    class Meta:
        verbose_name = "ajustes de documentos"
        verbose_name_plural = "ajustes de documentos"

    def __str__(self):
        return str(self.institution_id)


class Classification(models.Model):
    """One value of the list «Tipificación» of an institution."""

    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+",
                                    verbose_name="institución")  # fmt: skip
    name = models.CharField("nombre", max_length=80)
    is_active = models.BooleanField("activa", default=True)

    class Meta:
        verbose_name = "tipificación"
        verbose_name_plural = "tipificaciones"
        constraints = [models.UniqueConstraint(fields=["institution", "name"], name="classification_unique")]

    def __str__(self):
        return self.name


class CommentPhrase(models.Model):
    """A phrase offered in Comentario, of the institution or of one appointment."""

    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="+",
                                    verbose_name="institución")  # fmt: skip
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True, related_name="+",
                                    verbose_name="puesto")  # fmt: skip
    text = models.CharField("frase", max_length=250)
    is_active = models.BooleanField("activa", default=True)

    class Meta:
        verbose_name = "frase de comentario"
        verbose_name_plural = "frases de comentario"

    def __str__(self):
        return self.text
