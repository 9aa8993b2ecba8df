"""States and kinds of institutions and appointments (institutions §5, §6.2)."""

from django.db import models


class Environment(models.TextChoices):
    PRODUCTION = "production", "Producción"
    TRAINING = "training", "Capacitación"


class InstitutionState(models.TextChoices):
    ACTIVE = "active", "Activa"
    SUSPENDED = "suspended", "Suspendida"
    CLOSED = "closed", "Inactiva"


class AppointmentState(models.TextChoices):
    SCHEDULED = "scheduled", "Programado"
    ACTIVE = "active", "Activo"
    LEAVING = "leaving", "En desvinculación"
    INACTIVE = "inactive", "Inactivo"

    @classmethod
    def working(cls):
        """Those in which the person acts in the appointment."""
        return (cls.ACTIVE, cls.LEAVING)
