"""Catalogues of the whole platform: places and academic titles (institutions §6.5)."""

import uuid

from django.db import models
from django.db.models.functions import Lower


class CatalogueKind(models.TextChoices):
    COUNTRY = "country", "País"
    PROVINCE = "province", "Provincia"
    CITY = "city", "Ciudad"
    CANTON = "canton", "Cantón"
    TITLE = "title", "Título académico"

    @property
    def above(self):
        """The kind its rows stand under; None for those under nothing."""
        return {
            self.PROVINCE: CatalogueKind.COUNTRY,
            self.CITY: CatalogueKind.PROVINCE,
            self.CANTON: CatalogueKind.CITY,
        }.get(self)


class CatalogueEntry(models.Model):
    """One row; it is closed and never deleted. Its name is unique under its parent."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("catálogo", max_length=10, choices=CatalogueKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below",
                               verbose_name="pertenece a")  # fmt: skip
    name = models.CharField("nombre", max_length=120)
    feminine = models.CharField("forma femenina", max_length=120, blank=True, default="")
    abbreviation = models.CharField("abreviatura", max_length=20, blank=True, default="")
    is_active = models.BooleanField("activo", default=True)

    class Meta:
        verbose_name = "fila de un catálogo"
        verbose_name_plural = "filas de los catálogos"
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=CatalogueKind.values), name="catalogue_known_kind"),
            models.UniqueConstraint(models.F("kind"), models.F("parent"), Lower("name"), name="catalogue_unique_under_parent",
                                    nulls_distinct=False, violation_error_message="Ya existe una fila con ese nombre."),
        ]  # fmt: skip

    def __str__(self):
        return self.name

    def history_subject(self):
        return "catalogue_entry", self.uuid

    def history_states(self):
        return ("Activo" if self.is_active else "Inactivo"), ""
