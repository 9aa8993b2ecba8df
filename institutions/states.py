"""States and kinds of institutions and appointments (institutions §5, §6.2)."""

from django.db import models


class Environment(models.TextChoices):
    PRODUCTION = "production", "Producción"
    TRAINING = "training", "Capacitación"


class InstitutionState(models.TextChoices):
    ACTIVE = "active", "Activa"
    SUSPENDED = "suspended", "Suspendida"
    CLOSED = "closed", "Inactiva"


class InstitutionFunction(models.TextChoices):
    EXECUTIVE = "executive", "Ejecutiva (APC)"
    LEGISLATIVE = "legislative", "Legislativa"
    JUDICIAL = "judicial", "Judicial"
    TRANSPARENCY = "transparency", "Transparencia"
    ELECTORAL = "electoral", "Electoral"
    GAD = "gad", "GAD"
    COMPANY = "company", "Empresa pública"
    OTHER = "other", "Otra"


class AppointmentState(models.TextChoices):
    SCHEDULED = "scheduled", "Programado"
    ACTIVE = "active", "Activo"
    LEAVING = "leaving", "En desvinculación"
    INACTIVE = "inactive", "Inactivo"

    @classmethod
    def working(cls):
        """Those in which the person acts in the appointment."""
        return (cls.ACTIVE, cls.LEAVING)


class DataChangeState(models.TextChoices):
    """«Solicitar cambio de datos» of an institution (§5.2)."""

    REQUESTED = "requested", "Solicitado"
    ACCEPTED = "accepted", "Aceptado"
    REJECTED = "rejected", "Rechazado"


class ImportState(models.TextChoices):
    """An import of áreas or people (§10.1)."""

    UPLOADED = "uploaded", "Cargado"
    VALIDATED = "validated", "Validado"
    APPLIED = "applied", "Aplicado"
    DISCARDED = "discarded", "Descartado"
    FAILED = "failed", "Con error"
