"""Who entered, read, downloaded or was refused (accounts-portal §9.5, documents §16.2): only ever added to."""

import pgtrigger
from django.conf import settings
from django.db import models


class Event(models.TextChoices):
    LOGIN = "login", "Ingreso"
    FAILURE = "failure", "Fallo"
    LOCK = "lock", "Bloqueo"
    UNLOCK = "unlock", "Desbloqueo"
    LOGOUT = "logout", "Salida"
    EXPULSION = "expulsion", "Expulsión"
    CONTEXT = "context", "Cambio de contexto"
    RECOVERY_ASKED = "recovery_asked", "Recuperación pedida"
    RECOVERY_USED = "recovery_used", "Recuperación usada"
    ACTIVATION = "activation", "Activación"
    PASSWORD = "password", "Cambio de clave"
    EMAIL = "email", "Cambio de correo"
    SECOND_FACTOR = "second_factor", "Segundo factor"
    DENIED = "denied", "Denegado"
    EXPORT = "export", "Exportación"
    READ = "read", "Lectura"
    DOWNLOAD = "download", "Descarga"


class Result(models.TextChoices):
    DONE = "done", "Permitido"
    REFUSED = "refused", "Rechazado"


class AccessEntryQuerySet(models.QuerySet):
    def about(self, kind: str, uuid):
        """What was tried on one object, newest first."""
        return self.filter(object_kind=kind, object_uuid=uuid).order_by("-at", "-pk")

    def by(self, user):
        """What one person did, newest first: «Mis accesos»."""
        return self.filter(user=user).order_by("-at", "-pk")


class AccessEntry(models.Model):
    """One event of one person or of nobody known."""

    at = models.DateTimeField("fecha")
    event = models.CharField("evento", max_length=16, choices=Event)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+",
                             verbose_name="persona")  # fmt: skip
    identifier = models.CharField("identificación escrita", max_length=64, blank=True)
    context = models.CharField("puesto", max_length=36, blank=True)
    object_kind = models.CharField("clase de objeto", max_length=40, blank=True)
    object_uuid = models.UUIDField("objeto", null=True)
    result = models.CharField("resultado", max_length=8, choices=Result, default=Result.DONE)
    size = models.BigIntegerField("bytes", null=True)
    network = models.CharField("red", max_length=45, blank=True)
    device = models.CharField("equipo", max_length=200, blank=True)

    objects = AccessEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "acceso"
        verbose_name_plural = "accesos"
        constraints = [
            models.CheckConstraint(condition=models.Q(event__in=Event.values), name="access_known_event"),
            models.CheckConstraint(condition=models.Q(result__in=Result.values), name="access_known_result"),
        ]
        indexes = [
            models.Index("user", models.F("at").desc(), name="access_of_person"),
            models.Index("object_uuid", models.F("at").desc(), name="access_of_object"),
            models.Index(fields=["at"], name="access_by_date"),
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update),
            # Only the sweep of what is older than a year passes (`forgetting`).
            pgtrigger.Trigger(name="kept_a_year", operation=pgtrigger.Delete, when=pgtrigger.Before,
                              func="IF OLD.at < now() - interval '12 months' THEN RETURN OLD; END IF; "
                                   "RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;"),
            pgtrigger.Trigger(name="no_truncate", operation=pgtrigger.Truncate, when=pgtrigger.Before,
                              level=pgtrigger.Statement,
                              func="RAISE EXCEPTION 'el registro de accesos no se borra';"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.event} {self.at:%Y-%m-%d %H:%M:%S}"


class AccessCount(models.Model):
    """How many entries of a month there were, when they themselves are gone."""

    month = models.DateField("mes")
    event = models.CharField("evento", max_length=16, choices=Event)
    result = models.CharField("resultado", max_length=8, choices=Result)
    count = models.BigIntegerField("cuántos")

    class Meta:
        verbose_name = "cuenta de accesos"
        verbose_name_plural = "cuentas de accesos"
        constraints = [models.UniqueConstraint(fields=["month", "event", "result"], name="access_one_count")]

    def __str__(self):
        return f"{self.month:%Y-%m} {self.event} {self.result}: {self.count}"
