"""What is written once: the document, its parties, its attachments, its number (documents §2.1)."""

import uuid

from django.db import models

from documents.states import DocumentKind, Medium, PartyRole, ScanState


class DocumentType(models.Model):
    """A type of document; unlimited in number, bound to one layout family."""

    slug = models.SlugField(unique=True)
    label = models.CharField("tipo", max_length=60)
    abbreviation = models.CharField("abreviatura", max_length=5, blank=True)
    kind = models.CharField("clase", max_length=20, choices=DocumentKind, default=DocumentKind.OUTGOING)
    layout = models.CharField("formato", max_length=20, blank=True)
    is_active = models.BooleanField("activo", default=True)

    class Meta:
        verbose_name = "tipo de documento"
        verbose_name_plural = "tipos de documento"

    def __str__(self):
        return self.label


class NumberCounter(models.Model):
    """The last number issued for an área, a type and a year; locked while it issues."""

    area = models.ForeignKey("institutions.Area", models.PROTECT, verbose_name="área")
    type = models.ForeignKey(DocumentType, models.PROTECT, verbose_name="tipo")
    year = models.PositiveSmallIntegerField("año")
    last = models.PositiveIntegerField("último número", default=0)

    class Meta:
        verbose_name = "secuencia de numeración"
        verbose_name_plural = "secuencias de numeración"
        constraints = [models.UniqueConstraint(fields=["area", "type", "year"], name="counter_unique")]

    def __str__(self):
        return f"{self.area.sigla}-{self.year}-{self.type.abbreviation}: {self.last}"


class Document(models.Model):
    """A document is written once; everyone who has it holds a copy."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("clase", max_length=20, choices=DocumentKind, default=DocumentKind.OUTGOING)
    type = models.ForeignKey(DocumentType, models.PROTECT, verbose_name="tipo")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, verbose_name="institución")
    area = models.ForeignKey("institutions.Area", models.PROTECT, verbose_name="área")
    author = models.ForeignKey("institutions.Appointment", models.PROTECT, verbose_name="autor")
    number = models.CharField("número", max_length=80, blank=True)
    registered_at = models.DateTimeField("fecha de registro")
    document_date = models.DateTimeField("fecha del documento", null=True)
    subject = models.CharField("asunto", max_length=350)
    body = models.TextField("texto", blank=True)
    summary = models.TextField("resumen", max_length=2000, blank=True)
    reference = models.CharField("No. Referencia", max_length=100, blank=True)
    from_label = models.CharField("de", max_length=400, blank=True)
    to_label = models.CharField("para", max_length=400, blank=True)
    verification_code = models.CharField("código de verificación", max_length=19, null=True, unique=True)
    answer_to = models.ForeignKey("documents.Copy", models.PROTECT, null=True, blank=True, related_name="answers",
                                  verbose_name="responde a")  # fmt: skip
    official_pdf = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
                                     verbose_name="documento")  # fmt: skip
    detached_signature = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True,
                                           related_name="+", verbose_name="firma")  # fmt: skip
    frozen_at = models.DateTimeField("congelado", null=True)

    class Meta:
        verbose_name = "documento"
        verbose_name_plural = "documentos"
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="document_number_unique",
                                    condition=~models.Q(number=""),
                                    violation_error_message="Ese número de documento ya existe."),
            models.CheckConstraint(condition=~models.Q(subject=""), name="document_has_subject"),
        ]  # fmt: skip

    def __str__(self):
        return self.number or "(borrador)"


class Party(models.Model):
    """De, Para or Copia of a document; what is printed is frozen when it is sent."""

    document = models.ForeignKey(Document, models.PROTECT, related_name="parties", verbose_name="documento")
    role = models.CharField("calidad", max_length=4, choices=PartyRole)
    position = models.PositiveSmallIntegerField("orden", default=1)
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True,
                                    verbose_name="puesto")  # fmt: skip
    person = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, verbose_name="ciudadano")
    academic_title = models.CharField("título", max_length=60, blank=True)
    name = models.CharField("nombre", max_length=250, blank=True)
    title = models.CharField("puesto", max_length=200, blank=True)
    area_name = models.CharField("área", max_length=200, blank=True)
    institution_name = models.CharField("institución", max_length=200, blank=True)
    city = models.CharField("ciudad", max_length=80, blank=True)

    class Meta:
        verbose_name = "parte"
        verbose_name_plural = "partes"
        ordering = ["role", "position", "pk"]
        constraints = [
            models.CheckConstraint(name="party_appointment_or_person",
                                   condition=models.Q(appointment__isnull=True) ^ models.Q(person__isnull=True)),
            models.UniqueConstraint(fields=["document", "appointment"], name="party_appointment_once"),
            models.UniqueConstraint(fields=["document", "person"], name="party_person_once"),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class Attachment(models.Model):
    """An anexo of the document, or of one copy only when it was added later."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey(Document, models.PROTECT, related_name="attachments", verbose_name="documento")
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

    class Meta:
        verbose_name = "anexo"
        verbose_name_plural = "anexos"
        ordering = ["pk"]
        constraints = [models.CheckConstraint(name="attachment_file_unless_physical",
                                              condition=models.Q(medium="physical") | models.Q(file__isnull=False))]  # fmt: skip

    def __str__(self):
        return self.name
