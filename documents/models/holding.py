"""Who has a document, in what state, and what they did with it (documents §2.2)."""

import uuid

from django.db import models
from django_fsm import FSMField, FSMModelMixin, transition

from documents import permissions
from documents.participation import ParticipationQuerySet
from documents.querysets import CopyQuerySet
from documents.states import Category, Confidentiality, CopyRole, CopyState, How


class Copy(FSMModelMixin, models.Model):
    """One recipient's copy, or the author's original; each has exactly one holder."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="copies", verbose_name="documento")
    role = models.CharField("calidad", max_length=8, choices=CopyRole)
    party = models.ForeignKey("documents.Party", models.PROTECT, null=True, blank=True, verbose_name="destinatario")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, verbose_name="institución")
    holder = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="held_copies",
                               verbose_name="usuario actual")  # fmt: skip
    previous_holder = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True,
                                        related_name="+", verbose_name="usuario anterior")  # fmt: skip
    state = FSMField("estado", choices=CopyState.choices, default=CopyState.DRAFT, protected=True)
    number = models.CharField("número", max_length=80, blank=True)
    category = models.CharField("categoría", max_length=10, choices=Category, default=Category.NORMAL)
    classification = models.CharField("tipificación", max_length=80, default="Sin tipificación")
    confidentiality = models.CharField("nivel de seguridad", max_length=12, choices=Confidentiality,
                                       default=Confidentiality.PUBLIC)  # fmt: skip
    notes = models.TextField("notas", max_length=1000, blank=True)
    is_read = models.BooleanField("leído", default=False)
    deadline = models.DateField("fecha máxima", null=True, blank=True)
    reassigned_at = models.DateTimeField("reasignado el", null=True, blank=True)
    arrived_at = models.DateTimeField("llegada")
    sort_at = models.DateTimeField("fecha del documento")
    shelved_at = models.DateTimeField("archivado el", null=True, blank=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = "copia"
        verbose_name_plural = "copias"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=CopyState.values), name="copy_known_state"),
            models.UniqueConstraint(fields=["document"], condition=models.Q(role="original"),
                                    name="copy_one_original"),
            models.UniqueConstraint(fields=["document", "party"], name="copy_one_per_party"),
            models.CheckConstraint(condition=models.Q(role="original") ^ models.Q(party__isnull=False),
                                   name="copy_party_unless_original"),
        ]  # fmt: skip
        indexes = [
            models.Index("holder", "state", models.F("sort_at").desc(), models.F("id").desc(), name="copy_tray"),
            models.Index("holder", "state", name="copy_tray_unread", condition=models.Q(is_read=False)),
        ]

    def __str__(self):
        return self.number or str(self.uuid)

    @property
    def is_confidential(self) -> bool:
        return self.confidentiality == Confidentiality.CONFIDENTIAL

    @property
    def is_original(self) -> bool:
        return self.role == CopyRole.ORIGINAL

    def history_subject(self):
        return "copy", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        if self.state == CopyState.SHELVED:
            return "El documento está archivado; debe restaurarlo."
        return f"El documento ya no está en esta bandeja: su estado es {self.get_state_display()}."

    @transition(state, source=CopyState.DRAFT, target=CopyState.UNSENT_ORIGINAL, permission=permissions.is_holder)
    def number_and_freeze(self, number, instant):
        self.number, self.sort_at, self.is_read = number, instant, True

    @transition(state, source=CopyState.UNSENT_ORIGINAL, target=CopyState.SENT, permission=permissions.is_system)
    def dispatch(self):
        """Every copy was dealt with."""

    @transition(state, source=CopyState.UNSENT_ELECTRONIC, target=CopyState.IN_PROCESS,
                permission=permissions.is_system)  # fmt: skip
    def deliver(self, instant):
        self.arrived_at = instant

    @transition(state, source=[CopyState.DRAFT, CopyState.IN_PROCESS], target=None, permission=permissions.is_holder)
    def reassign(self, holder, deadline, instant):
        self.previous_holder, self.holder = self.holder, holder
        self.deadline, self.reassigned_at, self.is_read = deadline, instant, False

    @transition(state, source="*", target=None, permission=permissions.can_inform)
    def inform(self):
        """Informing moves neither holder nor state."""

    @transition(state, source=[CopyState.IN_PROCESS, CopyState.SENT], target=CopyState.SHELVED,
                permission=permissions.is_holder)  # fmt: skip
    def shelve(self, instant):
        self.shelved_at = instant


class Informed(models.Model):
    """Somebody was told of a copy; informing again refreshes the row."""

    copy = models.ForeignKey(Copy, models.PROTECT, related_name="informed", verbose_name="copia")
    informer = models.ForeignKey(
        "institutions.Appointment", models.PROTECT, related_name="+", verbose_name="informador"
    )
    informed = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="informado")
    comment = models.TextField("comentario", blank=True)
    at = models.DateTimeField("fecha")
    read_at = models.DateTimeField("leído el", null=True, blank=True)
    removed_at = models.DateTimeField("borrado el", null=True, blank=True)

    class Meta:
        verbose_name = "informado"
        verbose_name_plural = "informados"
        constraints = [models.UniqueConstraint(fields=["copy", "informer", "informed"], name="informed_unique")]

    def __str__(self):
        return f"{self.copy_id}: {self.informed_id}"


class ConfidentialGrant(models.Model):
    """Leave to read one confidential copy, given when informing or assigning a task."""

    copy = models.ForeignKey(Copy, models.PROTECT, related_name="grants", verbose_name="copia")
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="puesto")
    granted_by = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+",
                                   verbose_name="otorgado por")  # fmt: skip
    at = models.DateTimeField("fecha")
    revoked_at = models.DateTimeField("retirado el", null=True, blank=True)

    class Meta:
        verbose_name = "autorización de lectura"
        verbose_name_plural = "autorizaciones de lectura"
        constraints = [models.UniqueConstraint(fields=["copy", "appointment"], name="grant_confidential_unique",
                                               condition=models.Q(revoked_at__isnull=True))]  # fmt: skip

    def __str__(self):
        return f"{self.copy_id}: {self.appointment_id}"


class Participation(models.Model):
    """One fact: an appointment took part in a document, and how (performance §2).

    Written by the service that makes the fact. It answers which documents of an appointment lie
    between two dates by one range scan, and bounds what a person may see.
    """

    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, related_name="+", verbose_name="puesto")
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+", verbose_name="documento")
    copy = models.ForeignKey(Copy, models.PROTECT, related_name="participations", verbose_name="copia")
    how = models.CharField("modo", max_length=14, choices=How)
    document_date = models.DateTimeField("fecha del documento")
    at = models.DateTimeField("fecha de la acción")
    other = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, related_name="+",
                              verbose_name="otra persona")  # fmt: skip

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = "participación"
        verbose_name_plural = "participaciones"
        indexes = [models.Index(fields=["appointment", "document_date", "document"], name="participation_period")]

    def __str__(self):
        return f"{self.appointment_id} {self.how} {self.document_id}"
