"""Texts of the portal with their versions (accounts-portal §11.1)."""

import uuid

from django.conf import settings
from django.db import models
from django_fsm import FSMModelMixin, transition

from quipux.statefield import StateField

EDIT = "portal.edit_contents"


class VersionState(models.TextChoices):
    DRAFT = "draft", "Borrador"
    PUBLISHED = "published", "Publicado"
    RETIRED = "retired", "Retirado"


def can_edit(_version, actor) -> bool:
    """An operator of the SGE with that right; never an institution."""
    user = getattr(actor, "user", None)
    return getattr(actor, "appointment", None) is None and user is not None and user.has_perm(EDIT)


class ContentBlock(models.Model):
    """One place of the portal; its Recorrido tells every change of its text."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.SlugField("lugar", max_length=40, unique=True)

    class Meta:
        verbose_name = "contenido"
        verbose_name_plural = "contenidos"
        permissions = [("edit_contents", "Escribir, publicar y retirar los contenidos del portal")]

    def __str__(self):
        return self.place

    def history_subject(self):
        return "content", self.uuid

    def history_states(self):
        return "", ""


class VersionQuerySet(models.QuerySet):
    """Reads."""

    def in_force(self, now):
        """Published ones whose time it is; the last to begin comes first."""
        ends = models.Q(visible_until__isnull=True) | models.Q(visible_until__gt=now)
        rows = self.filter(ends, state=VersionState.PUBLISHED, visible_from__lte=now)
        return rows.order_by("block_id", "-visible_from", "-number")


class ContentVersion(FSMModelMixin, models.Model):
    """One text of a place. Its words never change: a correction is another version."""

    block = models.ForeignKey(ContentBlock, models.PROTECT, related_name="versions", verbose_name="contenido")
    number = models.PositiveIntegerField("versión")
    state = StateField("estado", choices=VersionState.choices, default=VersionState.DRAFT, protected=True)
    title = models.CharField("título", max_length=80)
    html = models.TextField("texto")
    visible_from = models.DateTimeField("visible desde", null=True, blank=True)
    visible_until = models.DateTimeField("visible hasta", null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="autor")
    created_at = models.DateTimeField("creada el")

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = "versión de un contenido"
        verbose_name_plural = "versiones de contenidos"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["block", "number"], name="content_version_number"),
            models.CheckConstraint(condition=models.Q(state__in=VersionState.values), name="content_known_state"),
            models.CheckConstraint(name="content_ends_after_it_begins", condition=models.Q(
                visible_until__isnull=True) | models.Q(visible_until__gt=models.F("visible_from"))),
        ]  # fmt: skip

    def __str__(self):
        return f"Versión {self.number}"

    def refusal_message(self):
        return f"Esta acción ya no es posible: la versión está en estado {self.get_state_display()}."

    @transition(state, source=VersionState.DRAFT, target=VersionState.PUBLISHED, permission=can_edit)
    def publish(self, visible_from):
        self.visible_from = visible_from

    @transition(state, source=VersionState.PUBLISHED, target=VersionState.RETIRED, permission=can_edit)
    def retire(self):
        """It is shown no more."""


# What everybody is told -------------------------------------------------------------------------------

MANAGE = "portal.manage_notices"


class NoticeKind(models.TextChoices):
    ALERT = "alert", "Alerta para todas las personas"
    LOGIN_BLOCK = "login_block", "Bloqueo de nuevos ingresos"
    GENERAL_BLOCK = "general_block", "Bloqueo general"


class NoticeState(models.TextChoices):
    ACTIVE = "active", "Activo"
    CANCELLED = "cancelled", "Cancelado"
    ENDED = "ended", "Terminado"


def can_manage(_notice, actor) -> bool:
    """An operator of the SGE with that right, or the clock."""
    if actor.is_system:
        return True
    return getattr(actor, "appointment", None) is None and actor.user.has_perm(MANAGE)


def is_clock(_notice, actor) -> bool:
    """Nobody ends a notice: it ends."""
    return actor.is_system


class ServiceNotice(FSMModelMixin, models.Model):
    """An alert or a block, from an instant to another; it opens and closes by the clock (accounts-portal §11.2)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("tipo", max_length=14, choices=NoticeKind)
    state = StateField("estado", choices=NoticeState.choices, default=NoticeState.ACTIVE, protected=True)
    text = models.CharField("texto", max_length=300)
    starts_at = models.DateTimeField("desde")
    ends_at = models.DateTimeField("hasta")
    excepted = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+", blank=True,
                                      verbose_name="personas exceptuadas")  # fmt: skip
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="autor")
    created_at = models.DateTimeField("creado el")

    class Meta:
        verbose_name = "alerta o bloqueo"
        verbose_name_plural = "alertas y bloqueos"
        permissions = [("manage_notices", "Crear y cancelar alertas y bloqueos del servicio")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=NoticeState.values), name="service_notice_known_state"),
            models.CheckConstraint(condition=models.Q(kind__in=NoticeKind.values), name="service_notice_known_kind"),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")),
                                   name="service_notice_ends_after_it_begins"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["ends_at"], name="service_notice_live", condition=models.Q(state="active"))]

    def __str__(self):
        return self.get_kind_display()

    def history_subject(self):
        return "service_notice", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción ya no es posible: el aviso está en estado {self.get_state_display()}."

    @transition(state, source=NoticeState.ACTIVE, target=NoticeState.CANCELLED, permission=can_manage)
    def cancel(self):
        """It is neither shown nor obeyed any more."""

    @transition(state, source=NoticeState.ACTIVE, target=NoticeState.ENDED, permission=is_clock)
    def end(self):
        """Its time is over."""


class ServiceSample(models.Model):
    """How the parts of the service were at one minute: what «Estado del servicio» is written from.

    ``parts`` says of each part whether it worked; ``figures`` are sentences without personal data.
    """

    at = models.DateTimeField("fecha", unique=True)
    parts = models.JSONField("partes")
    is_up = models.BooleanField("documentos disponibles")
    figures = models.JSONField("cifras", default=list)

    class Meta:
        verbose_name = "comprobación del servicio"
        verbose_name_plural = "comprobaciones del servicio"

    def __str__(self):
        return self.at.isoformat(timespec="minutes")
