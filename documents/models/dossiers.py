"""An expediente asked for as one file: the row is the work, and then its result (documents §13.8)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class DossierQuerySet(models.QuerySet):
    def of(self, actor):
        """Those that one person asked for in one context."""
        return self.filter(user=actor.user, appointment=actor.appointment)

    def waiting(self):
        """Neither made nor given up, and nobody's now."""
        return self.filter(Q(lease_until=None) | Q(lease_until__lt=Now()), finished_at=None)


class Dossier(models.Model):
    """The documents of a carpeta virtual, or those associated to one, as a ZIP asked for by a person in a context.

    What it holds is chosen when it is made, by the rights of that moment. ``contents`` names afterwards each copy in it
    with its bytes: whoever downloads it must still read all of them.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="persona")
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="puesto")
    folder = models.ForeignKey("documents.Folder", models.PROTECT, null=True, blank=True, related_name="+",
                               verbose_name="carpeta")  # fmt: skip
    copy = models.ForeignKey("documents.Copy", models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name="copia")  # fmt: skip
    total = models.PositiveIntegerField("documentos")
    asked_at = models.DateTimeField("pedido el")
    attempts = models.PositiveSmallIntegerField("intentos", default=0)
    lease_token = models.UUIDField("reserva", null=True, blank=True)
    lease_until = models.DateTimeField("reservado hasta", null=True, blank=True)
    finished_at = models.DateTimeField("terminado el", null=True, blank=True)
    failure = models.CharField("motivo", max_length=250, blank=True)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name="archivo")  # fmt: skip
    contents = models.JSONField("contenido", default=list, blank=True)

    objects = DossierQuerySet.as_manager()

    class Meta:
        verbose_name = "expediente pedido"
        verbose_name_plural = "expedientes pedidos"
        constraints = [
            models.CheckConstraint(name="dossier_of_one_thing", condition=Q(folder=None) ^ Q(copy=None)),
            models.CheckConstraint(name="dossier_finished_with_result",
                                   condition=Q(finished_at=None, file=None, failure="")
                                   | Q(finished_at__isnull=False, file__isnull=False, failure="")
                                   | Q(finished_at__isnull=False, file=None) & ~Q(failure="")),
        ]  # fmt: skip
        indexes = [models.Index(fields=["asked_at"], name="dossier_waiting", condition=Q(finished_at=None)),
                   models.Index(fields=["user", "appointment", "-asked_at"], name="dossier_of_person")]  # fmt: skip

    def __str__(self):
        return self.folder.name if self.folder else (self.copy.number or self.copy.document.temporary_number)
