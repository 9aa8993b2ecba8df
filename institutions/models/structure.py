"""Institutions and their áreas (institutions §5)."""

import uuid

import pgtrigger
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django_fsm import FSMModelMixin, transition

from institutions.querysets import AreaQuerySet
from institutions.states import Environment, InstitutionFunction, InstitutionState
from quipux.statefield import StateField

# Two administrators who move two áreas at once wait for each other, so that neither closes a ring unseen.
_NO_RING = """
    IF NEW.parent_id IS NULL THEN
        RETURN NEW;
    END IF;
    PERFORM pg_advisory_xact_lock(hashtextextended('area tree ' || NEW.institution_id, 0));
    IF NOT EXISTS (SELECT 1 FROM institutions_area
                   WHERE id = NEW.parent_id AND institution_id = NEW.institution_id) THEN
        RAISE EXCEPTION 'el área padre es de otra institución' USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        WITH RECURSIVE above AS (
            SELECT id, parent_id FROM institutions_area WHERE id = NEW.parent_id
            UNION SELECT upper.id, upper.parent_id FROM institutions_area upper JOIN above ON upper.id = above.parent_id)
        SELECT 1 FROM above WHERE id = NEW.id) THEN
        RAISE EXCEPTION 'el área padre no puede ser la misma área ni una de sus subáreas'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'area_no_ring';
    END IF;
    RETURN NEW;
"""


CHANGE = "institutions.change_institution"  # AGQ


def is_operator(_institution, actor) -> bool:
    """An AGQ, in no office."""
    in_no_office = getattr(actor, "appointment", None) is None and not getattr(actor, "is_citizen", False)
    return in_no_office and getattr(actor, "user", None) is not None and actor.user.has_perm(CHANGE)


class Institution(FSMModelMixin, models.Model):
    """A tenant: its documents, people and numbers never meet another environment's."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("nombre", max_length=200)
    sigla = models.CharField("sigla", max_length=10)
    ruc = models.CharField("RUC", max_length=13)
    environment = models.CharField("ambiente", max_length=10, choices=Environment, default=Environment.PRODUCTION)
    state = StateField("estado", max_length=10, choices=InstitutionState.choices, default=InstitutionState.ACTIVE,
                     protected=True)  # fmt: skip
    address = models.CharField("dirección", max_length=250, blank=True)
    phone = models.CharField("teléfono", max_length=30, blank=True)
    city = models.CharField("ciudad", max_length=80, default="Quito, D.M.")
    farewell = models.CharField("frase de despedida", max_length=60, blank=True)
    function = models.CharField("función", max_length=20, choices=InstitutionFunction, blank=True, default="",
                                db_default="")  # fmt: skip
    authority_name = models.CharField("máxima autoridad", max_length=200, blank=True, default="", db_default="")
    authority_post = models.CharField(
        "cargo de la máxima autoridad", max_length=200, blank=True, default="", db_default=""
    )
    authority_email = models.EmailField("correo de la máxima autoridad", blank=True, default="", db_default="")
    support_email = models.EmailField("correo de soporte", blank=True, default="", db_default="")
    support_email_verified_at = models.DateTimeField("correo de soporte confirmado el", null=True, blank=True)
    mail_domains = models.TextField("dominios de correo", blank=True, default="", db_default="")
    website = models.URLField("página web", blank=True, default="", db_default="")
    logo = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name="logotipo")  # fmt: skip
    read_only_at = models.DateTimeField("solo lectura desde", null=True, blank=True)
    frozen_at = models.DateTimeField("cerrada a sus usuarios desde", null=True, blank=True)
    custodian = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="in_custody",
                                  verbose_name="institución custodia")  # fmt: skip
    custody_accepted_at = models.DateTimeField("custodia aceptada el", null=True, blank=True)
    closed_at = models.DateTimeField("cerrada el", null=True, blank=True)
    attached_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="attached",
                                    verbose_name="adscrita a")  # fmt: skip

    class Meta:
        verbose_name = "institución"
        verbose_name_plural = "instituciones"
        constraints = [
            models.UniqueConstraint(fields=["environment", "sigla"], name="institution_sigla_unique",
                                    condition=~models.Q(state="closed")),
            models.UniqueConstraint(fields=["environment", "ruc"], name="institution_ruc_unique",
                                    condition=~models.Q(state="closed")),
        ]  # fmt: skip
        # Fixed at creation (institutions §5.1): what may be deleted of a training tenant depends on it.
        triggers = [pgtrigger.ReadOnly(name="environment_kept", fields=["environment"])]

    def __str__(self):
        return self.name

    def history_subject(self):
        return "institution", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    @property
    def is_training(self) -> bool:
        """Whether it is a training tenant, whose papers have no validity."""
        return self.environment == Environment.TRAINING

    def refusal_message(self):
        return f"Esta acción ya no es posible: la institución está {self.get_state_display().lower()}."

    def may_change(self, actor) -> bool:
        """An AGQ, in no office."""
        return is_operator(self, actor)

    @transition(state, source=InstitutionState.ACTIVE, target=InstitutionState.SUSPENDED, permission=is_operator)
    def suspend(self):
        """Nobody enters."""

    @transition(state, source=InstitutionState.SUSPENDED, target=InstitutionState.ACTIVE, permission=is_operator)
    def reinstate(self):
        """It works again."""

    @transition(state, source=[InstitutionState.ACTIVE, InstitutionState.SUSPENDED], target=InstitutionState.CLOSED,
                permission=is_operator)  # fmt: skip
    def close(self, instant):
        self.closed_at = instant


class Area(models.Model):
    """A unit of an institution; the root has the institution's own name and sigla."""

    uuid = models.UUIDField(default=uuid.uuid4, db_default=RandomUUID(), editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="areas", verbose_name="institución")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children",
                               verbose_name="área padre")  # fmt: skip
    name = models.CharField("nombre", max_length=200)
    sigla = models.CharField("sigla", max_length=20)
    city = models.CharField("ciudad", max_length=80, default="Quito, D.M.")
    code = models.CharField("código", max_length=20, blank=True, default="", db_default="")
    email = models.EmailField("correo del área", blank=True, default="", db_default="")
    archive_area = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="archived_here",
                                     verbose_name="ubicación del archivo físico")  # fmt: skip
    template_area = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="templates_from_here",
                                      verbose_name="área de la que se copiará la plantilla")  # fmt: skip
    attached_name = models.CharField("institución adscrita", max_length=200, blank=True, default="", db_default="")
    attached_sigla = models.CharField("sigla de la adscrita", max_length=10, blank=True, default="", db_default="")
    is_active = models.BooleanField("activa", default=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = "área"
        verbose_name_plural = "áreas"
        constraints = [
            models.UniqueConstraint(fields=["institution", "sigla"], name="area_sigla_unique",
                                    condition=models.Q(is_active=True),
                                    violation_error_message="Ya existe un área activa con esa sigla."),
            models.UniqueConstraint(fields=["institution"], name="area_one_root",
                                    condition=models.Q(parent__isnull=True)),
            models.UniqueConstraint(fields=["id", "institution"], name="area_with_institution"),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="area_not_its_own_parent"),
            models.UniqueConstraint(models.F("uuid"), name="area_uuid_unique"),
        ]  # fmt: skip
        triggers = [pgtrigger.Trigger(name="no_ring", when=pgtrigger.Before, func=_NO_RING,
                                      operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id", "institution_id"))]  # fmt: skip

    def __str__(self):
        return self.name

    def history_subject(self):
        return "area", self.uuid

    def history_states(self):
        return ("Activa" if self.is_active else "Inactiva"), ""


class AreaVersion(models.Model):
    """Name and sigla an área had in a span of time; the open one is today's (institutions §6.1)."""

    area = models.ForeignKey(Area, models.PROTECT, related_name="versions", verbose_name="área")
    name = models.CharField("nombre", max_length=200)
    sigla = models.CharField("sigla", max_length=20)
    since = models.DateTimeField("desde", null=True, blank=True)
    until = models.DateTimeField("hasta", null=True, blank=True)

    class Meta:
        verbose_name = "versión del área"
        verbose_name_plural = "versiones del área"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["area"], condition=models.Q(until__isnull=True),
                                               name="area_version_one_open")]  # fmt: skip

    def __str__(self):
        return f"{self.sigla} {self.since or ''}"
