"""How often a limited act was done (safety §2.3): counted in PostgreSQL, so no broker opens the door."""

from django.db import models


class PageUse(models.Model):
    """The pages that one person opened of one kind in one window: of every page of a list, so its table is not logged.

    PostgreSQL empties it if the server is killed, and counts begin anew; nothing else is lost by that.
    """

    act = models.CharField("acto", max_length=40)
    subject = models.CharField("huella de quién", max_length=64)
    window = models.DateTimeField("desde")
    count = models.PositiveIntegerField("veces", default=1)

    class Meta:
        verbose_name = "páginas abiertas"
        verbose_name_plural = "páginas abiertas"
        constraints = [models.UniqueConstraint(fields=["act", "subject", "window"], name="page_use_unique")]
        indexes = [models.Index(fields=["window"], name="page_use_by_window")]

    def __str__(self):
        return f"{self.act}: {self.count}"


class Use(models.Model):
    """The uses of one limited act by one subject in one window; the subject is a keyed digest, never an address."""

    act = models.CharField("acto", max_length=40)
    subject = models.CharField("huella de quién", max_length=64)
    window = models.DateTimeField("desde")
    count = models.PositiveIntegerField("veces", default=1)

    class Meta:
        verbose_name = "uso limitado"
        verbose_name_plural = "usos limitados"
        constraints = [models.UniqueConstraint(fields=["act", "subject", "window"], name="use_unique")]
        indexes = [models.Index(fields=["window"], name="use_by_window")]

    def __str__(self):
        return f"{self.act}: {self.count}"
