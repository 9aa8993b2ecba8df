"""The plantilla de seguimiento: its published master, and the items of one case (institutions §12.1, §12.6)."""

import uuid

from django.conf import settings
from django.db import models

from institutions.implantation.states import ItemState


class TrackingTemplate(models.Model):
    """One version of the master list; cases keep the items they were given."""

    class State(models.TextChoices):
        DRAFT = "draft", "Borrador"
        PUBLISHED = "published", "Publicada"
        RETIRED = "retired", "Retirada"

    version = models.PositiveSmallIntegerField("versión", unique=True)
    state = models.CharField("estado", max_length=10, choices=State, default=State.DRAFT)
    items = models.JSONField("ítems", default=list)
    published_at = models.DateTimeField("publicada el", null=True, blank=True)

    class Meta:
        verbose_name = "plantilla de seguimiento"
        verbose_name_plural = "plantillas de seguimiento"
        constraints = [models.UniqueConstraint(fields=["state"], name="tracking_one_published",
                                               condition=models.Q(state="published"))]  # fmt: skip

    def __str__(self):
        return f"Plantilla de seguimiento, versión {self.version}"


class TrackingItem(models.Model):
    """One item of a case. ``verdict`` is the AGQ's in the current round; ``found`` what the automatic check last saw."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("institutions.ImplantationCase", models.PROTECT, related_name="items",
                             verbose_name="solicitud")  # fmt: skip
    template = models.ForeignKey(TrackingTemplate, models.PROTECT, related_name="+", verbose_name="plantilla")
    code = models.CharField("ítem", max_length=10)
    text = models.CharField("texto", max_length=250)
    is_mandatory = models.BooleanField("obligatorio")
    is_automatic = models.BooleanField("automático")
    is_production = models.BooleanField("de producción", default=False)
    position = models.PositiveSmallIntegerField("orden")
    answer = models.CharField("situación", max_length=20, choices=ItemState, default=ItemState.PENDING)
    is_justified = models.BooleanField("justificado", default=False)
    comment = models.TextField("comentario del AIQ", max_length=1000, blank=True)
    verdict = models.CharField("verificación", max_length=20, choices=ItemState, default=ItemState.PENDING)
    remark = models.TextField("comentario del AGQ", max_length=1000, blank=True)
    found = models.CharField("resultado automático", max_length=250, blank=True)
    is_green = models.BooleanField("cumplido según el sistema", null=True, blank=True)
    is_open = models.BooleanField("abierto", default=True)
    changed_at = models.DateTimeField("cambiado el", null=True, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
                                   verbose_name="cambiado por")  # fmt: skip

    class Meta:
        verbose_name = "ítem de seguimiento"
        verbose_name_plural = "ítems de seguimiento"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "code"], name="tracking_item_unique")]

    def __str__(self):
        return f"{self.code} {self.text}"

    @property
    def group(self) -> str:
        """The letter of its group: «A» of PS-A1."""
        return self.code[3]

    @property
    def is_fulfilled(self) -> bool:
        """Whether nothing is left to do (T16): said by the AIQ, and by the system or justified where it is automatic."""
        if self.answer == ItemState.NOT_APPLICABLE:
            return bool(self.comment)
        said = self.answer == ItemState.MET
        return said and (not self.is_automatic or bool(self.is_green) or (self.is_justified and bool(self.comment)))


class Evidence(models.Model):
    """A file that shows that an item is fulfilled."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    item = models.ForeignKey(TrackingItem, models.CASCADE, related_name="evidence", verbose_name="ítem")
    name = models.CharField("nombre", max_length=200)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="archivo")
    added_at = models.DateTimeField("agregado el")

    class Meta:
        verbose_name = "evidencia"
        verbose_name_plural = "evidencias"
        ordering = ["pk"]

    def __str__(self):
        return self.name


class SupportDesk(models.Model):
    """Who helps the people of an institution first, and when; the mailbox is the institution's (§12.1, §13)."""

    institution = models.OneToOneField("institutions.Institution", models.PROTECT, related_name="desk",
                                       verbose_name="institución")  # fmt: skip
    hours = models.CharField("horario", max_length=120)
    staff = models.TextField("responsables", max_length=500)
    announced_at = models.DateTimeField("comunicado el", null=True, blank=True)

    class Meta:
        verbose_name = "mesa de ayuda"
        verbose_name_plural = "mesas de ayuda"

    def __str__(self):
        return f"Mesa de ayuda de {self.institution}"

    @property
    def mailbox(self) -> str:
        return self.institution.support_email

    @property
    def verified_at(self):
        return self.institution.support_email_verified_at


class FocalUser(models.Model):
    """An internal trainer named by the AIQ («usuario focal»)."""

    institution = models.ForeignKey("institutions.Institution", models.PROTECT, related_name="focal_users",
                                    verbose_name="institución")  # fmt: skip
    appointment = models.OneToOneField("institutions.Appointment", models.PROTECT, related_name="focal",
                                       verbose_name="puesto")  # fmt: skip
    trained_on = models.DateField("capacitado el", null=True, blank=True)
    people_trained = models.PositiveIntegerField("personas capacitadas", default=0)

    class Meta:
        verbose_name = "usuario focal"
        verbose_name_plural = "usuarios focales"

    def __str__(self):
        return str(self.appointment)
