"""Institutions and their áreas (institutions §5)."""

import uuid

from django.db import models

from institutions.states import Environment, InstitutionState


class Institution(models.Model):
    """A tenant: its documents, people and numbers never meet another environment's."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("nombre", max_length=200)
    sigla = models.CharField("sigla", max_length=10)
    ruc = models.CharField("RUC", max_length=13)
    environment = models.CharField("ambiente", max_length=10, choices=Environment, default=Environment.PRODUCTION)
    state = models.CharField("estado", max_length=10, choices=InstitutionState, default=InstitutionState.ACTIVE)
    address = models.CharField("dirección", max_length=250, blank=True)
    phone = models.CharField("teléfono", max_length=30, blank=True)
    city = models.CharField("ciudad", max_length=80, default="Quito, D.M.")
    farewell = models.CharField("frase de despedida", max_length=60, blank=True)
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

    def __str__(self):
        return self.name

    @property
    def is_training(self) -> bool:
        """Whether it is a training tenant, whose papers have no validity."""
        return self.environment == Environment.TRAINING


class Area(models.Model):
    """A unit of an institution; the root has the institution's own name and sigla."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="areas", verbose_name="institución")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children",
                               verbose_name="área padre")  # fmt: skip
    name = models.CharField("nombre", max_length=200)
    sigla = models.CharField("sigla", max_length=20)
    city = models.CharField("ciudad", max_length=80, default="Quito, D.M.")
    is_active = models.BooleanField("activa", default=True)

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
        ]  # fmt: skip

    def __str__(self):
        return self.name
