"""What is being written: versions of the body, how it prints, and texts not saved yet (documents §2.1, §6)."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models

from documents.models.practice import kept
from documents.states import Addressing


class BodyVersion(models.Model):
    """One saved text of a document; never changed. The one in force is ``Document.body``."""

    document = models.ForeignKey(
        "documents.Document", models.PROTECT, related_name="versions", verbose_name="documento"
    )
    version = models.PositiveIntegerField("versión")
    html = models.TextField("texto")
    sanitiser = models.PositiveSmallIntegerField("versión de la limpieza")
    author_name = models.CharField("autor", max_length=250)
    saved_at = models.DateTimeField("guardado el")
    sha256 = models.CharField("huella", max_length=64)

    class Meta:
        verbose_name = "versión del texto"
        verbose_name_plural = "versiones del texto"
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["document", "version"], name="body_version_unique")]
        triggers = [pgtrigger.Protect(name="insert_only", operation=pgtrigger.Update), kept()]

    def __str__(self):
        return f"{self.document_id} v{self.version}"


class PrintOptions(models.Model):
    """How a document prints (documents §6.6); without a row everything is the default of its type."""

    class Side(models.TextChoices):
        LEFT = "left", "Izquierda"
        CENTRE = "centre", "Centro"

    class Where(models.TextChoices):
        HEAD = "head", "Cabecera"
        FOOT = "foot", "Pie"

    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="print_options",
                                    verbose_name="documento")  # fmt: skip
    addressing = models.CharField("tipo de impresión", max_length=16, choices=Addressing, default=Addressing.WHOLE)
    uses_background = models.BooleanField("usar plantilla", default=True)
    scale = models.PositiveSmallIntegerField("ajustar texto", default=100)
    hides_number = models.BooleanField("ocultar número", default=False)
    hides_subject = models.BooleanField("ocultar asunto", default=False)
    hides_reference = models.BooleanField("ocultar referencia", default=False)
    hides_attachments = models.BooleanField("ocultar anexos", default=False)
    hides_initials = models.BooleanField("ocultar sumilla", default=False)
    hides_farewell = models.BooleanField("ocultar despedida", default=False)
    hides_phrase = models.BooleanField("ocultar frase de despedida", default=False)
    is_italic = models.BooleanField("cursiva", default=False)
    addressee_at = models.CharField("destinatario en", max_length=4, choices=Where, default=Where.HEAD)
    signature_at = models.CharField("firma", max_length=6, choices=Side, default=Side.LEFT)
    adds_signers = models.BooleanField("y más firmantes", default=False)
    greeting = models.CharField("saludo o lugar", max_length=120, blank=True)
    farewell = models.CharField("despedida", max_length=120, blank=True)
    phrase = models.CharField("frase de despedida", max_length=120, blank=True)
    note_kind = models.CharField("clase de nota", max_length=20, blank=True)
    given_in = models.CharField("dado en", max_length=80, blank=True)

    class Meta:
        verbose_name = "opciones de impresión"
        verbose_name_plural = "opciones de impresión"
        constraints = [models.CheckConstraint(name="print_scale_range",
                                              condition=models.Q(scale__gte=80, scale__lte=120))]  # fmt: skip

    def __str__(self):
        return str(self.document_id)


class ComposeSession(models.Model):
    """What a person types before pressing Aceptar; kept 30 days, makes no number nor history."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="persona")
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="puesto")
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, blank=True, related_name="sessions",
                                 verbose_name="documento")  # fmt: skip
    payload = models.JSONField("lo escrito", default=dict)
    revision = models.PositiveIntegerField("revisión", default=0)
    base_revision = models.PositiveIntegerField("revisión del documento", default=0)
    saved_at = models.DateTimeField("guardado el")
    expires_at = models.DateTimeField("se borra el")
    closed_at = models.DateTimeField("cerrado el", null=True, blank=True)

    class Meta:
        verbose_name = "texto sin guardar"
        verbose_name_plural = "textos sin guardar"
        indexes = [models.Index(fields=["user", "appointment"], name="compose_open",
                                condition=models.Q(closed_at__isnull=True))]  # fmt: skip

    def __str__(self):
        return str(self.uuid)


class BodyImage(models.Model):
    """An image of a text, drawn anew when it was brought; ``qx-img:<uuid>`` names it (documents §6.3).

    Until a saved text shows it, only who brought it sees it; then who reads one of its documents does.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="archivo")
    width = models.PositiveIntegerField("ancho en píxeles")
    height = models.PositiveIntegerField("alto en píxeles")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="persona")
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="puesto")
    added_at = models.DateTimeField("fecha")
    documents = models.ManyToManyField("documents.Document", related_name="images", verbose_name="documentos")

    class Meta:
        verbose_name = "imagen del texto"
        verbose_name_plural = "imágenes de los textos"
        indexes = [models.Index(fields=["added_at"], name="body_image_age")]

    def __str__(self):
        return str(self.uuid)
