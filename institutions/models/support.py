"""A support case: asked by a person, answered by the AIQ first and by the SGE after him (institutions §13)."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from institutions.querysets import SupportCaseQuerySet, helps_first
from quipux.statefield import StateField

ATTEND = "institutions.attend_support"  # the mesa de servicio of the SGE


class SupportState(models.TextChoices):
    OPEN_L1 = "open_l1", "Abierto (nivel 1)"
    RESOLVED_L1 = "resolved_l1", "Resuelto en nivel 1"
    ESCALATED = "escalated", "Escalado a nivel 2"
    IN_PROGRESS = "in_progress", "En atención nivel 2"
    RESOLVED = "resolved", "Resuelto"
    CLOSED = "closed", "Cerrado"
    REOPENED = "reopened", "Reabierto"

    @classmethod
    def answered(cls):
        return (cls.RESOLVED_L1, cls.RESOLVED)


class SupportModule(models.TextChoices):
    ENTERING = "entering", "Ingreso y contraseña"
    TRAYS = "trays", "Bandejas"
    COMPOSING = "composing", "Elaboración de documentos"
    SIGNING = "signing", "Firma electrónica"
    WINDOW = "window", "Ventanilla y documentos externos"
    TASKS = "tasks", "Tareas"
    SEARCH = "search", "Búsqueda y reportes"
    BACKUPS = "backups", "Respaldos"
    ADMINISTRATION = "administration", "Administración"
    PORTAL = "portal", "Portal y trámites"
    OTHER = "other", "Otro"


def attends_first(case, actor) -> bool:
    """Who helps first in the institution of the case."""
    post = getattr(actor, "appointment", None)
    return post is not None and post.institution_id == case.institution_id and helps_first(actor)


def attends_second(case, actor) -> bool:
    """The mesa de servicio of the SGE."""
    in_no_office = getattr(actor, "appointment", None) is None and not getattr(actor, "is_citizen", False)
    return in_no_office and getattr(actor, "user", None) is not None and actor.user.has_perm(ATTEND)


def is_author(case, actor) -> bool:
    """Who asked, in the institution for which it was asked, or as a citizen."""
    institution = getattr(actor, "institution", None)
    own = getattr(actor, "user", None) is not None and actor.user.pk == case.author_id
    return own and (institution.pk if institution else None) == case.institution_id


def is_author_or_clock(case, actor) -> bool:
    return getattr(actor, "is_system", False) or is_author(case, actor)


def is_of_first(case) -> bool:
    """Whether a reopened case goes back to the institution."""
    return case.state != SupportState.REOPENED or case.level == 1


def is_of_second(case) -> bool:
    return case.state != SupportState.REOPENED or case.level == 2


class SupportCase(FSMModelMixin, models.Model):
    """One question; ``level`` is where it is attended, or was answered last."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("caso", max_length=20, unique=True)
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, null=True, blank=True,
                                    related_name="support_cases", verbose_name="institución")  # fmt: skip
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="support_cases",
                               verbose_name="solicitante")  # fmt: skip
    post = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name="puesto")  # fmt: skip
    full_name = models.CharField("nombre completo", max_length=200)
    title = models.CharField("cargo", max_length=220, blank=True)
    module = models.CharField("módulo", max_length=20, choices=SupportModule)
    description = models.TextField("descripción", max_length=4000)
    state = StateField("estado", choices=SupportState.choices, default=SupportState.OPEN_L1, protected=True)
    level = models.PositiveSmallIntegerField("nivel", default=1)
    diagnosis = models.TextField("diagnóstico de primer nivel", max_length=4000, blank=True)
    answer = models.TextField("respuesta", max_length=4000, blank=True)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
                                 verbose_name="quien atiende en la SGE")  # fmt: skip
    created_at = models.DateTimeField("abierto el")
    escalated_at = models.DateTimeField("escalado el", null=True, blank=True)
    answered_at = models.DateTimeField("respondido el", null=True, blank=True)
    closed_at = models.DateTimeField("cerrado el", null=True, blank=True)

    objects = SupportCaseQuerySet.as_manager()

    class Meta:
        verbose_name = "caso de soporte"
        verbose_name_plural = "casos de soporte"
        permissions = [("attend_support", "Atender los casos de soporte de segundo nivel")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=SupportState.values), name="support_known_state"),
            models.CheckConstraint(condition=models.Q(level__in=(1, 2)), name="support_known_level"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["institution", "-created_at"], name="support_of_institution"),
            models.Index(fields=["author", "-created_at"], name="support_of_author"),
            models.Index(fields=["answered_at"], name="support_to_close",
                         condition=models.Q(state__in=["resolved_l1", "resolved"])),
        ]  # fmt: skip

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("institutions:support_case", args=[self.uuid])

    def history_subject(self):
        return "support_case", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción ya no es posible: el caso está en estado {self.get_state_display()}."

    @transition(state, source=[SupportState.OPEN_L1, SupportState.REOPENED], target=SupportState.RESOLVED_L1,
                conditions=[is_of_first], permission=attends_first)  # fmt: skip
    def resolve_first(self, answer, instant):
        self.answer, self.answered_at, self.level = answer, instant, 1

    @transition(state, source=[SupportState.OPEN_L1, SupportState.REOPENED], target=SupportState.ESCALATED,
                conditions=[is_of_first], permission=attends_first)  # fmt: skip
    def escalate(self, diagnosis, instant):
        self.diagnosis, self.escalated_at, self.level = diagnosis, instant, 2

    @transition(state, source=[SupportState.ESCALATED, SupportState.REOPENED], target=SupportState.IN_PROGRESS,
                conditions=[is_of_second], permission=attends_second)  # fmt: skip
    def take(self, assignee):
        self.assignee = assignee

    @transition(state, source=SupportState.IN_PROGRESS, target=SupportState.RESOLVED, permission=attends_second)
    def resolve(self, answer, instant):
        self.answer, self.answered_at, self.level = answer, instant, 2

    @transition(state, source=[SupportState.RESOLVED_L1, SupportState.RESOLVED], target=SupportState.CLOSED,
                permission=is_author_or_clock)  # fmt: skip
    def close(self, instant):
        self.closed_at = instant

    @transition(state, source=[SupportState.RESOLVED_L1, SupportState.RESOLVED, SupportState.CLOSED],
                target=SupportState.REOPENED, permission=is_author)  # fmt: skip
    def reopen(self):
        self.closed_at = None


class SupportCapture(models.Model):
    """A picture of the screen that shows what happens."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(SupportCase, models.PROTECT, related_name="captures", verbose_name="caso")
    name = models.CharField("nombre", max_length=200)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="archivo")

    class Meta:
        verbose_name = "captura"
        verbose_name_plural = "capturas"
        ordering = ["pk"]

    def __str__(self):
        return self.name
