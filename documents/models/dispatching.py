"""Paper that leaves the building or changes hands inside it (documents §2.2, §10.4)."""

import uuid

import pgtrigger
from django.db import models
from django_fsm import FSMModelMixin, transition

from documents import permissions
from documents.models.practice import OF_COPY, kept, of_document
from documents.states import Condition, DispatchState, ReturnReason
from quipux.statefield import StateField


class PaperDispatch(FSMModelMixin, models.Model):
    """One journey of a paper copy; a copy that came back may travel again, and the newest journey counts."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    copy = models.ForeignKey("documents.Copy", models.PROTECT, related_name="dispatches", verbose_name="copia")
    is_current = models.BooleanField("el más reciente", default=True)
    carrier = models.CharField("transporte", max_length=80, blank=True)
    guide = models.CharField("número de guía", max_length=60, blank=True)
    sent_on = models.DateField("enviado el")
    sent_by = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+",
                                verbose_name="enviado por")  # fmt: skip
    state = StateField("estado", choices=DispatchState.choices, default=DispatchState.SENT, protected=True)
    delivered_on = models.DateField("entregado el", null=True, blank=True)
    received_by = models.CharField("recibió", max_length=150, blank=True)
    evidence = models.ForeignKey("documents.Attachment", models.PROTECT, null=True, blank=True, related_name="+",
                                 verbose_name="constancia")  # fmt: skip
    returned_on = models.DateField("devuelto el", null=True, blank=True)
    return_reason = models.CharField("motivo de la devolución", max_length=10, choices=ReturnReason, blank=True)
    return_note = models.CharField("detalle de la devolución", max_length=250, blank=True)
    created_at = models.DateTimeField("registrado el")

    class Meta:
        verbose_name = "despacho"
        verbose_name_plural = "despachos"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=DispatchState.values), name="dispatch_known_state"),
            models.UniqueConstraint(fields=["copy"], condition=models.Q(is_current=True), name="dispatch_one_current"),
            models.CheckConstraint(name="dispatch_delivered_has_day",
                                   condition=~models.Q(state="delivered") | models.Q(delivered_on__isnull=False)),
            models.CheckConstraint(name="dispatch_returned_has_reason", condition=(
                ~models.Q(state="returned") | models.Q(returned_on__isnull=False) & ~models.Q(return_reason=""))),
        ]  # fmt: skip
        indexes = [models.Index(fields=["-sent_on", "-id"], name="dispatch_newest", include=["copy", "state"],
                                condition=models.Q(is_current=True))]  # fmt: skip

    def __str__(self):
        return f"{self.carrier} {self.guide}".strip() or str(self.sent_on)

    def refusal_message(self):
        return f"El despacho ya consta como {self.get_state_display()}."

    @property
    def return_words(self) -> str:
        """«Otro: se mudó»; empty while it did not come back."""
        return ": ".join(filter(None, [self.get_return_reason_display(), self.return_note]))

    @transition(state, source=DispatchState.SENT, target=DispatchState.DELIVERED,
                permission=permissions.can_follow_dispatch)  # fmt: skip
    def confirm(self, day, received_by, evidence):
        self.delivered_on, self.received_by, self.evidence = day, received_by, evidence

    @transition(state, source=[DispatchState.SENT, DispatchState.DELIVERED], target=DispatchState.RETURNED,
                permission=permissions.can_follow_dispatch)  # fmt: skip
    def take_back(self, day, reason, note):
        self.returned_on, self.return_reason, self.return_note = day, reason, note


class EnvelopeAddress(models.Model):
    """Where the envelope of one addressee goes, when somebody corrected it for this document (documents §10.4)."""

    party = models.OneToOneField(
        "documents.Party", models.PROTECT, related_name="envelope", verbose_name="destinatario"
    )
    address = models.CharField("dirección", max_length=250, blank=True)
    city = models.CharField("ciudad", max_length=80, blank=True)
    phone = models.CharField("teléfono", max_length=30, blank=True)
    edited_by = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+",
                                  verbose_name="corregida por")  # fmt: skip
    edited_at = models.DateTimeField("corregida el")

    class Meta:
        verbose_name = "dirección de sobre"
        verbose_name_plural = "direcciones de sobres"

    def __str__(self):
        return ", ".join(filter(None, [self.address, self.city]))


class PhysicalTransfer(models.Model):
    """The paper of a copy changed hands inside the institution; the copy itself stays with its holder.

    Rows of one act share ``sheet`` and are printed together; names and posts are those of that moment.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sheet = models.UUIDField("hoja de traspaso", db_index=True)
    copy = models.ForeignKey("documents.Copy", models.PROTECT, related_name="transfers", verbose_name="copia")
    giver = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="entrega")
    receiver = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="recibe")
    giver_label = models.CharField("quien entrega", max_length=500)
    receiver_label = models.CharField("quien recibe", max_length=500)
    responsible = models.CharField("responsable de traslado", max_length=150)
    condition = models.CharField("estado de los documentos", max_length=4, choices=Condition)
    comment = models.CharField("comentario", max_length=110, blank=True)
    at = models.DateTimeField("fecha")

    class Meta:
        verbose_name = "traspaso de documentos físicos"
        verbose_name_plural = "traspasos de documentos físicos"
        constraints = [models.UniqueConstraint(fields=["sheet", "copy"], name="transfer_copy_once"),
                       models.CheckConstraint(condition=models.Q(condition__in=Condition.values),
                                              name="transfer_known_condition")]  # fmt: skip
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Update), kept(of_document(OF_COPY))]

    def __str__(self):
        return f"{self.giver_label} → {self.receiver_label}"
