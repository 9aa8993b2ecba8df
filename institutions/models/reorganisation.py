"""Áreas and people that change place, inside an institution or between two (institutions §10.3)."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django_fsm import FSMModelMixin, transition

from institutions.models.structure import is_operator
from institutions.querysets import ReorganisationQuerySet
from quipux.statefield import StateField


class PlanState(models.TextChoices):
    DRAFT = "draft", "Borrador"
    SIMULATED = "simulated", "Simulado"
    SCHEDULED = "scheduled", "Programado"
    RUNNING = "running", "En ejecución"
    APPLIED = "applied", "Aplicado"
    FAILED = "failed", "Con error"
    CANCELLED = "cancelled", "Anulado"

    @classmethod
    def open(cls):
        return (cls.DRAFT, cls.SIMULATED, cls.SCHEDULED, cls.RUNNING, cls.FAILED)

    @classmethod
    def waiting(cls):
        return (cls.DRAFT, cls.SIMULATED, cls.SCHEDULED)


class PlanKind(models.TextChoices):
    INSIDE = "inside", "Mover un área dentro de la institución"
    BETWEEN = "between", "Mover un área a otra institución"
    MERGE = "merge", "Unir toda la institución a otra"


def may_plan(plan, actor) -> bool:
    """The AIQ inside his institution; the AGQ between institutions."""
    if plan.kind != PlanKind.INSIDE:
        return is_operator(plan, actor)
    post = getattr(actor, "appointment", None)
    if post is None or actor.is_leaver or actor.is_delegate or post.institution_id != plan.origin.institution_id:
        return False
    return actor.holds("administer") and actor.administered_areas is None


def is_clock(plan, actor) -> bool:
    return bool(getattr(actor, "is_system", False))


def running_over(area):
    """The plans that move an área right now, whether it is where it was or where it goes; ``area`` may be of an outer query."""
    return ReorganisationPlan.objects.filter(
        models.Q(moving__contains=[area]) | models.Q(successions__new=area), state=PlanState.RUNNING
    )


class ReorganisationPlan(FSMModelMixin, models.Model):
    """What moves where and when; ``step`` is the last one that was done, ``moving`` the áreas it concerns while it runs."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("clase", max_length=10, choices=PlanKind)
    origin = models.ForeignKey("institutions.Area", models.PROTECT, related_name="+", verbose_name="área que se mueve")
    destination = models.ForeignKey("institutions.Area", models.PROTECT, related_name="+",
                                    verbose_name="área de destino")  # fmt: skip
    effective_on = models.DateField("fecha efectiva")
    keeps_attached = models.BooleanField("mantener como adscrita", default=False)
    restarts_sequences = models.BooleanField("reiniciar secuencias en el destino", default=False)
    act_number = models.CharField("número del acto", max_length=60)
    act = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
                            verbose_name="acto")  # fmt: skip
    other_act = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
                                  verbose_name="acto de la institución de destino")  # fmt: skip
    observation = models.TextField("observación", max_length=1000, blank=True)
    state = StateField("estado", choices=PlanState.choices, default=PlanState.DRAFT, protected=True)
    expected = models.JSONField("conteos de la simulación", default=dict)
    clashes = models.JSONField("conflictos", default=list)
    decisions = models.JSONField("decisiones", default=dict)
    counts = models.JSONField("conteos de la ejecución", default=dict)
    step = models.PositiveSmallIntegerField("paso", default=0)
    moving = ArrayField(models.BigIntegerField(), default=list, verbose_name="áreas en movimiento")
    failure = models.CharField("error", max_length=250, blank=True)
    created_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="creado por")
    created_at = models.DateTimeField("creado el")
    applied_at = models.DateTimeField("aplicado el", null=True, blank=True)

    objects = ReorganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "plan de reorganización"
        verbose_name_plural = "planes de reorganización"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=PlanState.values), name="reorganisation_known_state"),
            models.CheckConstraint(condition=models.Q(kind__in=PlanKind.values), name="reorganisation_known_kind"),
            models.UniqueConstraint(fields=["origin"], name="reorganisation_one_open",
                                    condition=models.Q(state__in=PlanState.open()),
                                    violation_error_message="Esa área ya tiene un plan abierto."),
        ]  # fmt: skip
        indexes = [models.Index(fields=["effective_on"], name="reorganisation_due",
                                condition=models.Q(state__in=["scheduled", "running"]))]  # fmt: skip

    def __str__(self):
        return f"{self.origin} → {self.destination}"

    def get_absolute_url(self):
        name = "institutions:reorganisation" if self.kind == PlanKind.INSIDE else "admin:reorganisation:plan"
        return reverse(name, args=[self.uuid])

    def history_subject(self):
        return "reorganisation", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción ya no es posible: el plan está en estado {self.get_state_display()}."

    @transition(state, source=[PlanState.DRAFT, PlanState.SIMULATED], target=PlanState.SIMULATED, permission=may_plan)
    def simulate(self, expected, clashes, decisions):
        self.expected, self.clashes, self.decisions = expected, clashes, decisions

    @transition(state, source=PlanState.SIMULATED, target=PlanState.SCHEDULED, permission=may_plan)
    def schedule(self):
        """Nothing is left to decide."""

    @transition(state, source=[PlanState.DRAFT, PlanState.SIMULATED, PlanState.SCHEDULED], target=PlanState.CANCELLED,
                permission=may_plan)  # fmt: skip
    def cancel(self):
        """Nothing moves."""

    @transition(state, source=PlanState.SCHEDULED, target=PlanState.RUNNING, permission=is_clock)
    def begin(self, moving):
        self.moving = moving

    @transition(state, source=PlanState.RUNNING, target=PlanState.APPLIED, permission=is_clock)
    def finish(self, instant):
        self.applied_at, self.moving = instant, []

    @transition(state, source=PlanState.RUNNING, target=PlanState.FAILED, permission=is_clock)
    def fail(self, failure):
        self.failure = failure

    @transition(state, source=PlanState.FAILED, target=PlanState.RUNNING, permission=may_plan)
    def resume(self):
        self.failure = ""


class Succession(models.Model):
    """An área went on as another since a day: what was looked for in the old one is found by the new."""

    plan = models.ForeignKey(ReorganisationPlan, models.PROTECT, related_name="successions",
                             verbose_name="plan de reorganización")  # fmt: skip
    old = models.OneToOneField(
        "institutions.Area", models.PROTECT, related_name="succeeded_by", verbose_name="anterior"
    )
    new = models.ForeignKey("institutions.Area", models.PROTECT, related_name="succeeds", verbose_name="sucesora")
    since = models.DateField("desde")

    class Meta:
        verbose_name = "sucesión"
        verbose_name_plural = "sucesiones"
        constraints = [models.CheckConstraint(condition=~models.Q(old=models.F("new")), name="succession_of_another")]

    def __str__(self):
        return f"{self.old_id} → {self.new_id}"
