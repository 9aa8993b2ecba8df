"""«Coordina a»: the ministry that coordinates an institution, from one day to another (institutions §5.1)."""

from django.db import models

from institutions.models.structure import Institution


class Coordination(models.Model):
    """Who coordinates an institution; one at a time."""

    coordinator = models.ForeignKey(
        Institution, models.PROTECT, related_name="coordinates", verbose_name="coordinadora"
    )
    institution = models.ForeignKey(
        Institution, models.PROTECT, related_name="coordinations", verbose_name="institución"
    )
    since = models.DateField("desde")
    until = models.DateField("hasta", null=True, blank=True)

    class Meta:
        verbose_name = "coordinación"
        verbose_name_plural = "coordinaciones"
        constraints = [
            models.UniqueConstraint(fields=["institution"], condition=models.Q(until=None), name="coordination_one_open"),
            models.CheckConstraint(condition=~models.Q(coordinator=models.F("institution")), name="coordination_of_another"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.coordinator} → {self.institution}"
