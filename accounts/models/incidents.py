"""Incidents with personal data: what happened, whose data, and by when it is told (accounts-portal §13, safety §2.10)."""

import uuid

from django.conf import settings
from django.db import models
from django_fsm import FSMModelMixin, transition

from quipux.statefield import StateField

MANAGE_INCIDENTS = "accounts.manage_incidents"
READ_INCIDENTS = "accounts.read_incidents"


class IncidentState(models.TextChoices):
    OPEN = "open", "Abierto"
    CLOSED = "closed", "Cerrado"


class IncidentNature(models.TextChoices):
    DISCLOSURE = "disclosure", "Alguien vio datos que no debía ver"
    ALTERATION = "alteration", "Los datos se cambiaron sin permiso"
    LOSS = "loss", "Los datos se perdieron o no se pueden usar"


def manages_incidents(_incident, actor) -> bool:
    """An operator of the SGE with that right."""
    return getattr(actor, "appointment", None) is None and not actor.is_system and actor.user.has_perm(MANAGE_INCIDENTS)


class Incident(FSMModelMixin, models.Model):
    """One incident. What was written of it never changes: what is learned later is added to its Recorrido.

    ``tables`` holds keys of ``accounts.personal_tables``. A term is met by telling, or by the reason why nobody has to
    be told, which is in the note.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = StateField("estado", choices=IncidentState.choices, default=IncidentState.OPEN, protected=True)
    title = models.CharField("qué pasó", max_length=150)
    description = models.TextField("descripción", max_length=4000)
    nature = models.CharField("naturaleza", max_length=12, choices=IncidentNature)
    measures = models.TextField("medidas tomadas", max_length=2000, blank=True)
    tables = models.JSONField("dónde estaban los datos")
    known_at = models.DateTimeField("conocido el")
    authority_due_at = models.DateTimeField("avisar a la autoridad hasta")
    people_due_at = models.DateTimeField("avisar a las personas hasta")
    authority_settled_at = models.DateTimeField("resuelto con la autoridad el", null=True)
    authority_note = models.TextField("constancia de la autoridad", max_length=600, blank=True)
    people_settled_at = models.DateTimeField("resuelto con las personas el", null=True)
    people_note = models.TextField("por qué no se avisa a las personas", max_length=600, blank=True)
    message = models.TextField("aviso a las personas", max_length=2000, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="quien lo registró"
    )
    created_at = models.DateTimeField("registrado el")

    class Meta:
        verbose_name = "incidente con datos personales"
        verbose_name_plural = "incidentes con datos personales"
        permissions = [("manage_incidents", "Registrar incidentes con datos personales y sus avisos"),
                       ("read_incidents", "Leer el registro de incidentes con datos personales")]  # fmt: skip
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=IncidentState.values), name="incident_known_state"),
            models.CheckConstraint(condition=models.Q(nature__in=IncidentNature.values), name="incident_known_nature"),
        ]

    def __str__(self):
        return f"Incidente No. {self.pk}"

    def history_subject(self):
        return "incident", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción ya no es posible: el incidente está en estado {self.get_state_display()}."

    @transition(state, source=IncidentState.OPEN, target=IncidentState.CLOSED, permission=manages_incidents)
    def close(self):
        """Both terms were met."""


class IncidentPerson(models.Model):
    """Somebody whose data were in it. ``told_at`` is when the notice was queued; without confirmed e-mail it stays empty."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="people", verbose_name="incidente")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="persona")
    handled_at = models.DateTimeField("atendida el", null=True)
    told_at = models.DateTimeField("avisada el", null=True)

    class Meta:
        verbose_name = "persona de un incidente"
        verbose_name_plural = "personas de los incidentes"
        constraints = [models.UniqueConstraint(fields=["incident", "person"], name="incident_person_once")]
        indexes = [models.Index(fields=["incident"], name="incident_person_waiting",
                                condition=models.Q(handled_at__isnull=True))]  # fmt: skip

    def __str__(self):
        return f"{self.incident_id}: {self.person_id}"
