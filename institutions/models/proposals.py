"""What an AIQ proposes for the catalogues of the whole platform (institutions §6.5)."""

import uuid

from django.db import models
from django.db.models.functions import Lower
from django_fsm import FSMModelMixin, transition

from accounts.models import CatalogueKind
from institutions.models.posts import Appointment
from institutions.models.structure import Institution
from institutions.states import DataChangeState
from quipux.statefield import StateField


def is_operator(proposal, actor) -> bool:
    """The AGQ, in no office."""
    return actor.appointment is None and not actor.is_citizen


class CatalogueProposal(FSMModelMixin, models.Model):
    """«Proponer»: a row that a catalogue lacks, answered by the AGQ."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="proposals", verbose_name="institución")
    kind = models.CharField("catálogo", max_length=10, choices=CatalogueKind)
    parent = models.ForeignKey("accounts.CatalogueEntry", models.PROTECT, null=True, blank=True, related_name="+",
                               verbose_name="pertenece a")  # fmt: skip
    name = models.CharField("nombre", max_length=120)
    abbreviation = models.CharField("abreviatura", max_length=20, blank=True, default="")
    reason = models.CharField("motivo", max_length=500)
    state = StateField("estado", choices=DataChangeState.choices, default=DataChangeState.REQUESTED, protected=True)
    requested_by = models.ForeignKey(Appointment, models.PROTECT, related_name="+", verbose_name="solicitante")
    requested_at = models.DateTimeField("solicitado el")
    decided_at = models.DateTimeField("respondido el", null=True, blank=True)
    answer = models.CharField("respuesta", max_length=500, blank=True)

    class Meta:
        verbose_name = "propuesta para un catálogo"
        verbose_name_plural = "propuestas para los catálogos"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=DataChangeState.values), name="proposal_known_state"),
            models.UniqueConstraint(models.F("kind"), models.F("parent"), Lower("name"), name="proposal_one_open",
                                    condition=models.Q(state="requested"), nulls_distinct=False,
                                    violation_error_message="Esa fila ya fue propuesta."),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.get_kind_display()}: {self.name}"

    def history_subject(self):
        return "catalogue_proposal", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción ya no es posible: la propuesta está en estado {self.get_state_display()}."

    @transition(state, source=DataChangeState.REQUESTED, target=DataChangeState.ACCEPTED, permission=is_operator)
    def accept(self, instant, answer):
        self.decided_at, self.answer = instant, answer

    @transition(state, source=DataChangeState.REQUESTED, target=DataChangeState.REJECTED, permission=is_operator)
    def reject(self, instant, answer):
        self.decided_at, self.answer = instant, answer
