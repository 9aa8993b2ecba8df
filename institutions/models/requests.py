"""What an AIQ asks for, and what it brings in a file (institutions §5.2, §10.1)."""

import uuid

from django.db import models
from django_fsm import FSMModelMixin, transition

from institutions.models.posts import Appointment
from institutions.models.structure import Institution
from institutions.states import DataChangeState, ImportState
from quipux.statefield import StateField


def is_operator(change, actor) -> bool:
    """The AGQ, who never decides on an institution of one's own (§4.1, rule 7)."""
    return actor.appointment is None and not actor.is_citizen


class DataChange(FSMModelMixin, models.Model):
    """«Solicitar cambio de datos»: nombre, RUC or sigla, answered by the AGQ."""

    class Field(models.TextChoices):
        NAME = "name", "Nombre"
        RUC = "ruc", "RUC"
        SIGLA = "sigla", "Sigla"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="data_changes",
                                    verbose_name="institución")  # fmt: skip
    field = models.CharField("dato", max_length=10, choices=Field)
    old_value = models.CharField("valor anterior", max_length=200)
    value = models.CharField("valor nuevo", max_length=200)
    reason = models.CharField("motivo", max_length=500)
    evidence = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
                                 verbose_name="documento de respaldo")  # fmt: skip
    state = StateField("estado", choices=DataChangeState.choices, default=DataChangeState.REQUESTED, protected=True)
    requested_by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="solicitante")
    requested_at = models.DateTimeField("solicitado el")
    decided_at = models.DateTimeField("respondido el", null=True, blank=True)
    answer = models.CharField("respuesta", max_length=500, blank=True)

    class Meta:
        verbose_name = "solicitud de cambio de datos"
        verbose_name_plural = "solicitudes de cambio de datos"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=DataChangeState.values), name="data_change_known_state"),
            models.UniqueConstraint(fields=["institution", "field"], condition=models.Q(state="requested"),
                                    name="data_change_one_open",
                                    violation_error_message="Ya existe una solicitud pendiente para ese dato."),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_field_display()}: {self.value}"

    def history_subject(self):
        return "data_change", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción ya no es posible: la solicitud está en estado {self.get_state_display()}."

    @transition(state, source=DataChangeState.REQUESTED, target=DataChangeState.ACCEPTED, permission=is_operator)
    def accept(self, instant, answer):
        self.decided_at, self.answer = instant, answer

    @transition(state, source=DataChangeState.REQUESTED, target=DataChangeState.REJECTED, permission=is_operator)
    def reject(self, instant, answer):
        self.decided_at, self.answer = instant, answer


def is_own_import(job, actor) -> bool:
    """The AIQ who brought the file."""
    return actor.appointment is not None and actor.appointment.pk == job.owner_id


class ImportJob(FSMModelMixin, models.Model):
    """A file of áreas or people: validated first, applied whole afterwards."""

    class Kind(models.TextChoices):
        AREAS = "areas", "Áreas"
        PEOPLE = "people", "Servidores públicos"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="imports", verbose_name="institución")
    owner = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="responsable")
    kind = models.CharField("contenido", max_length=10, choices=Kind)
    file_name = models.CharField("archivo", max_length=200)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
                             verbose_name="contenido del archivo")  # fmt: skip
    state = StateField("estado", choices=ImportState.choices, default=ImportState.UPLOADED, protected=True)
    report = models.JSONField("informe", default=list)
    fingerprint = models.CharField("huella del directorio", max_length=64, blank=True)
    created_at = models.DateTimeField("cargado el")
    validated_at = models.DateTimeField("validado el", null=True, blank=True)
    applied_at = models.DateTimeField("aplicado el", null=True, blank=True)
    confirmed_at = models.DateTimeField("confirmado el", null=True, blank=True)
    problem = models.CharField("por qué no se aplicó", max_length=250, blank=True, default="", db_default="")

    class Meta:
        verbose_name = "importación"
        verbose_name_plural = "importaciones"
        constraints = [models.CheckConstraint(condition=models.Q(state__in=ImportState.values),
                                              name="import_known_state")]  # fmt: skip
        indexes = [models.Index(fields=["institution", "-created_at"], name="import_of_institution"),
                   models.Index(fields=["confirmed_at"], name="import_to_apply",
                                condition=models.Q(state="validated", confirmed_at__isnull=False))]  # fmt: skip

    def __str__(self):
        return self.file_name

    def history_subject(self):
        return "import", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción ya no es posible: la importación está en estado {self.get_state_display()}."

    @transition(state, source=[ImportState.UPLOADED, ImportState.VALIDATED], target=ImportState.VALIDATED,
                permission=is_own_import)  # fmt: skip
    def validated(self, report, fingerprint, instant):
        self.report, self.fingerprint, self.validated_at = report, fingerprint, instant

    @transition(state, source=ImportState.VALIDATED, target=ImportState.APPLIED, permission=is_own_import)
    def applied(self, report, instant):
        self.report, self.applied_at = report, instant

    @transition(state, source=[ImportState.UPLOADED, ImportState.VALIDATED], target=ImportState.DISCARDED,
                permission=is_own_import)  # fmt: skip
    def discard(self):
        """Nothing of the file was stored but its report."""

    @transition(state, source=[ImportState.UPLOADED, ImportState.VALIDATED], target=ImportState.FAILED,
                permission=is_own_import)  # fmt: skip
    def fail(self, report):
        self.report = report
