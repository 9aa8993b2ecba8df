"""Archivo físico: where the paper stands, and who has it on loan (documents §2.2, §11)."""

from django.db import models


class PhysicalLocation(models.Model):
    """A place of the archive of an área: building, room, shelf, box; each inside another."""

    area = models.ForeignKey("institutions.Area", models.PROTECT, related_name="locations", verbose_name="área")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children",
                               verbose_name="dentro de")  # fmt: skip
    code = models.CharField("código", max_length=30, blank=True)
    name = models.CharField("nombre", max_length=120)
    is_active = models.BooleanField("activa", default=True)

    class Meta:
        verbose_name = "ubicación física"
        verbose_name_plural = "ubicaciones físicas"
        constraints = [
            models.UniqueConstraint(fields=["area", "parent", "name"], nulls_distinct=False, name="location_unique",
                                    violation_error_message="Ya existe una ubicación con ese nombre."),
            models.CheckConstraint(condition=~models.Q(parent=models.F("id")), name="location_not_inside_itself"),
        ]  # fmt: skip

    def __str__(self):
        return self.name


class PhysicalPlacement(models.Model):
    """The paper of a copy, or one of its physical anexos, in a location; while it is lent, with whom."""

    copy = models.ForeignKey("documents.Copy", models.PROTECT, related_name="placements", verbose_name="copia")
    attachment = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+",
                                   verbose_name="anexo")  # fmt: skip
    location = models.ForeignKey(PhysicalLocation, models.PROTECT, related_name="placements", verbose_name="ubicación")
    placed_by = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+",
                                  verbose_name="colocado por")  # fmt: skip
    placed_at = models.DateTimeField("colocado el")
    lent_to = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True, related_name="+",
                                verbose_name="prestado a")  # fmt: skip
    lent_at = models.DateTimeField("prestado el", null=True, blank=True)
    due_on = models.DateField("devolver hasta", null=True, blank=True)
    returned_at = models.DateTimeField("devuelto el", null=True, blank=True)

    class Meta:
        verbose_name = "documento en el archivo físico"
        verbose_name_plural = "documentos en el archivo físico"
        constraints = [
            models.UniqueConstraint(fields=["copy", "attachment"], nulls_distinct=False, name="placement_one_place"),
            models.CheckConstraint(name="placement_loan_whole", condition=(
                models.Q(lent_to=None, lent_at=None, due_on=None)
                | models.Q(lent_to__isnull=False, lent_at__isnull=False, due_on__isnull=False))),
        ]  # fmt: skip
        indexes = [models.Index(fields=["due_on"], name="placement_on_loan",
                                condition=models.Q(lent_to__isnull=False, returned_at__isnull=True))]  # fmt: skip

    def __str__(self):
        return f"{self.copy_id}: {self.location_id}"

    @property
    def is_lent(self) -> bool:
        """Whether somebody has it now; the last loan stays written after it came back."""
        return self.lent_to_id is not None and self.returned_at is None
