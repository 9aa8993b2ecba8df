"""Notices inside the product: what a person in one context is told of (documents §16.6)."""

from django.conf import settings
from django.db import models


class NoticeQuerySet(models.QuerySet):
    def of(self, user, context: str):
        """Those of one person in one context (its ``context_id``) or in any, newest first."""
        return self.filter(user=user, context__in=["", context]).order_by("-at", "-pk")

    def unread(self):
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """One event told to one person; ``key`` makes the event unrepeatable."""

    key = models.CharField("evento", max_length=120, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="persona")
    context = models.CharField("puesto", max_length=36, blank=True)
    text = models.CharField("aviso", max_length=300)
    url = models.CharField("enlace", max_length=200, blank=True)
    at = models.DateTimeField("fecha")
    read_at = models.DateTimeField("leído el", null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "aviso"
        verbose_name_plural = "avisos"
        indexes = [
            models.Index("user", "context", models.F("at").desc(), name="notice_list"),
            models.Index("user", "context", name="notice_unread", condition=models.Q(read_at__isnull=True)),
        ]

    def __str__(self):
        return self.key
