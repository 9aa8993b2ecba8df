"""Who has a document and in what state (documents §2.2, §4)."""

import uuid

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django_fsm import GET_STATE, FSMModelMixin, transition

from documents import permissions
from documents.folding import OF_COPY, folded_together
from documents.querysets import CopyQuerySet
from documents.states import (
    ORIGINAL_STATES,
    RECIPIENT_STATES,
    Category,
    Confidentiality,
    CopyRole,
    CopyState,
)
from quipux.statefield import StateField


class Copy(FSMModelMixin, models.Model):
    """One recipient's copy, or the author's original; each has exactly one holder."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="copies", verbose_name="documento")
    role = models.CharField("calidad", max_length=8, choices=CopyRole)
    party = models.ForeignKey("documents.Party", models.PROTECT, null=True, blank=True, verbose_name="destinatario")
    institution = models.ForeignKey("institutions.Institution", models.PROTECT, null=True, blank=True,
                                    verbose_name="institución")  # fmt: skip
    holder = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True,
                               related_name="held_copies", verbose_name="usuario actual")  # fmt: skip
    holder_citizen = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True,
                                       related_name="held_copies", verbose_name="ciudadano que lo tiene")  # fmt: skip
    previous_holder = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True,
                                        related_name="+", verbose_name="usuario anterior")  # fmt: skip
    state = StateField("estado", choices=CopyState.choices, default=CopyState.DRAFT, protected=True)
    number = models.CharField("número", max_length=80, blank=True)
    category = models.CharField("categoría", max_length=10, choices=Category, default=Category.NORMAL)
    classification = models.CharField("tipificación", max_length=80, default="Sin tipificación")
    confidentiality = models.CharField("nivel de seguridad", max_length=12, choices=Confidentiality,
                                       default=Confidentiality.PUBLIC)  # fmt: skip
    notes = models.TextField("notas", max_length=1000, blank=True)
    is_read = models.BooleanField("leído", default=False)
    deadline = models.DateField("fecha máxima", null=True, blank=True)
    reassigned_at = models.DateTimeField("reasignado el", null=True, blank=True)
    reassigned_by = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True,
                                      related_name="+", verbose_name="reasignado por")  # fmt: skip
    directed_to = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True,
                                    related_name="+", verbose_name="dirigido a")  # fmt: skip
    shown_type = models.ForeignKey("documents.DocumentType", models.PROTECT, null=True, blank=True, related_name="+",
                                   verbose_name="tipo de esta copia")  # fmt: skip
    own_reference = models.CharField("referencia de esta copia", max_length=100, blank=True, default="", db_default="")
    out_on_task = models.BooleanField("en tarea", default=False, db_default=False)
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
            models.CheckConstraint(condition=models.Q(holder__isnull=False) ^ models.Q(holder_citizen__isnull=False),
                                   name="copy_one_holder"),
            models.CheckConstraint(condition=models.Q(role="original") ^ models.Q(party__isnull=False),
                                   name="copy_party_unless_original"),
            models.CheckConstraint(name="copy_state_of_role", condition=(
                models.Q(role="original", state__in=ORIGINAL_STATES)
                | (~models.Q(role="original") & models.Q(state__in=RECIPIENT_STATES)))),
        ]  # fmt: skip
        indexes = [
            # Each holds what a counter asks besides, so that counting never reaches the table.
            models.Index(
                "holder",
                "state",
                models.F("sort_at").desc(),
                models.F("id").desc(),
                name="copy_held",
                include=["is_read", "out_on_task", "role", "category", "document"],
            ),
            models.Index(
                "holder",
                "state",
                models.F("sort_at").desc(),
                models.F("id").desc(),
                name="copy_unread",
                include=["out_on_task", "role"],
                condition=models.Q(is_read=False),
            ),
            # What a search goes through that finds enough among the newest.
            models.Index("institution", models.F("sort_at").desc(), models.F("id").desc(), name="copy_newest"),
            models.Index(
                "institution",
                models.F("sort_at").desc(),
                models.F("id").desc(),
                name="copy_to_print",
                condition=models.Q(state="to_print"),
            ),
            models.Index(
                "institution",
                models.F("sort_at").desc(),
                models.F("id").desc(),
                name="copy_from_citizens",
                condition=models.Q(state="citizen_pending"),
            ),
            GinIndex(
                OpClass(folded_together(*OF_COPY), "gin_trgm_ops"),
                name="copy_said",
                condition=~models.Q(own_reference=""),
            ),
            models.Index(
                "holder",
                "deadline",
                name="copy_overdue",
                condition=models.Q(state="in_process", deadline__isnull=False),
            ),
        ]

    def __str__(self):
        return self.number or str(self.uuid)

    @property
    def holder_name(self) -> str:
        """Usuario Actual: an official, or the citizen who holds it."""
        return (self.holder.person if self.holder_id else self.holder_citizen).full_name

    @property
    def holder_area_name(self) -> str:
        """Área Actual; a citizen has none."""
        return self.holder.area.name if self.holder_id else "Ciudadanía"

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

    @property
    def shown_type_label(self) -> str:
        """«Externo» for what another institution sent, else the document's own type."""
        return str(self.shown_type or self.document.type)

    @property
    def reference(self) -> str:
        """No. Referencia of this copy: its own, else the document's."""
        return self.own_reference or self.document.reference

    # Sending (documents §10) -------------------------------------------------------------------------
    @transition(state, source=CopyState.DRAFT, target=CopyState.UNSENT_ORIGINAL, permission=permissions.is_holder)
    def number_and_freeze(self, number, instant):
        self.number, self.sort_at, self.is_read = number, instant, True

    @transition(state, source=CopyState.DRAFT, target=CopyState.SENT, permission=permissions.can_send_incoming)
    def send_incoming(self, directed_to):
        self.directed_to, self.is_read = directed_to, True

    @transition(state, source=CopyState.UNSENT_ORIGINAL, target=CopyState.SENT, permission=permissions.is_system)
    def dispatch(self):
        """Every copy was dealt with."""

    @transition(state, source=CopyState.UNSENT_ORIGINAL, target=None, permission=permissions.is_holder)
    def force_paper(self):
        """Envío Manual is ordered: once the undelivered copies are in Por Imprimir it is dispatched."""

    @transition(state, source=CopyState.UNSENT_ELECTRONIC, target=CopyState.IN_PROCESS,
                permission=permissions.is_system)  # fmt: skip
    def deliver(self, holder, instant, received=None):
        self.holder, self.arrived_at, self.is_read = holder, instant, False
        for name, value in (received or {}).items():  # another institution's number, type and reference
            setattr(self, name, value)

    @transition(state, source=CopyState.UNSENT_ELECTRONIC, target=CopyState.IN_PROCESS,
                permission=permissions.is_system)  # fmt: skip
    def deliver_to_citizen(self, citizen, instant):
        self.holder, self.holder_citizen, self.arrived_at, self.is_read = None, citizen, instant, False

    @transition(state, source=CopyState.UNSENT_ELECTRONIC, target=CopyState.IN_PROCESS,
                permission=permissions.is_system)  # fmt: skip
    def deliver_external(self, holder, directed_to, instant):
        self.holder, self.directed_to, self.arrived_at, self.is_read = holder, directed_to, instant, False

    @transition(state, source=CopyState.UNSENT_ELECTRONIC, target=CopyState.CITIZEN_PENDING,
                permission=permissions.is_system)  # fmt: skip
    def wait_for_clerk(self, holder, number, instant):
        self.holder, self.number, self.arrived_at, self.is_read = holder, number, instant, False
        self.holder_citizen = None

    @transition(state, source=CopyState.CITIZEN_PENDING, target=CopyState.IN_PROCESS,
                permission=permissions.can_process_citizens)  # fmt: skip
    def release(self, holder, directed_to, instant):
        self.holder, self.directed_to, self.arrived_at, self.is_read = holder, directed_to, instant, False

    @transition(state, source=CopyState.UNSENT_ELECTRONIC, target=CopyState.TO_PRINT, permission=permissions.is_system)
    def put_to_print(self):
        """The paper route: the copy waits for the secretary."""

    @transition(state, source=CopyState.TO_PRINT, target=CopyState.IN_PROCESS, permission=permissions.can_send_paper)
    def hand_in_paper(self, holder, instant):
        self.holder, self.arrived_at, self.is_read = holder, instant, False

    @transition(state, source=CopyState.TO_PRINT, target=CopyState.SENT, permission=permissions.can_send_paper)
    def send_out_paper(self, instant):
        self.arrived_at = instant

    @transition(state, source=CopyState.TO_PRINT, target=CopyState.ANNULLED, permission=permissions.can_annul_copy)
    def annul_copy(self):
        """The secretary takes the copy out before printing."""

    @transition(state, source=CopyState.ANNULLED, target=CopyState.TO_PRINT, permission=permissions.is_holder,
                conditions=[permissions.is_of_recipient])  # fmt: skip
    def restore_annulled(self):
        """The signer sends it to be printed again."""

    @transition(state, source=CopyState.UNSENT_ORIGINAL, target=CopyState.ANNULLED, permission=permissions.is_holder)
    def annul(self):
        """A numbered document that will not be sent; its number stays."""

    @transition(state, source=[CopyState.UNSENT_ELECTRONIC, CopyState.TO_PRINT], target=CopyState.ANNULLED,
                permission=permissions.is_system)  # fmt: skip
    def annul_undelivered(self):
        """With its original."""

    # Drafts -------------------------------------------------------------------------------------------
    @transition(state, source=CopyState.DRAFT, target=CopyState.DELETED, permission=permissions.is_holder)
    def delete_draft(self):
        """To Eliminados."""

    @transition(state, source=CopyState.DELETED, target=CopyState.DRAFT, permission=permissions.is_holder)
    def restore_deleted(self):
        """Back from Eliminados."""

    @transition(state, source=CopyState.DELETED, target=CopyState.PURGED, permission=permissions.is_holder,
                conditions=[permissions.was_never_numbered])  # fmt: skip
    def purge(self):
        """Nobody opens it again; auditors can account for it."""

    # Routing (documents §4.2) -------------------------------------------------------------------------
    @transition(state, source=[CopyState.DRAFT, CopyState.IN_PROCESS], target=None, permission=permissions.can_reassign)
    def reassign(self, holder, by, deadline, instant):
        self.previous_holder, self.reassigned_by, self.holder = self.holder, by, holder
        self.deadline, self.reassigned_at, self.is_read = deadline, instant, False

    @transition(state, source=[CopyState.DRAFT, CopyState.IN_PROCESS], target=None, permission=permissions.can_recover)
    def recover(self, holder, instant):
        self.previous_holder, self.reassigned_by, self.holder = None, None, holder
        self.deadline, self.reassigned_at, self.is_read = None, instant, False

    @transition(state, source=[CopyState.DRAFT, CopyState.IN_PROCESS, CopyState.UNSENT_ORIGINAL, CopyState.TO_PRINT,
                               CopyState.UNSENT_ELECTRONIC, CopyState.CITIZEN_PENDING], target=None,
                permission=permissions.is_system)  # fmt: skip
    def admin_reassign(self, holder, instant):
        self.previous_holder, self.holder = self.holder, holder
        self.reassigned_at, self.is_read = instant, False

    @transition(state, source="*", target=None, permission=permissions.can_inform)
    def inform(self):
        """Informing moves neither holder nor state."""

    @transition(state, source="*", target=None, permission=permissions.can_comment)
    def comment(self):
        """A comment moves nothing."""

    @transition(state, source=[CopyState.IN_PROCESS, CopyState.SENT], target=CopyState.SHELVED,
                permission=permissions.is_holder, conditions=[permissions.is_delivered_or_original])  # fmt: skip
    def shelve(self, instant):
        self.shelved_at = instant

    @transition(state, source=CopyState.SHELVED, permission=permissions.is_holder, target=GET_STATE(
        lambda copy, *args, **kwargs: CopyState.SENT if copy.is_original else CopyState.IN_PROCESS,
        states=[CopyState.SENT, CopyState.IN_PROCESS]))  # fmt: skip
    def unshelve(self):
        self.shelved_at, self.is_read = None, False

    @transition(state, source=[CopyState.DRAFT, CopyState.IN_PROCESS, CopyState.SENT, CopyState.CITIZEN_PENDING],
                target=None, permission=permissions.can_change_data)  # fmt: skip
    def change_data(self, changes):
        for name, value in changes.items():
            setattr(self, name, value)

    @transition(state, source=[CopyState.DRAFT, CopyState.IN_PROCESS], target=None,
                permission=permissions.can_assign_task)  # fmt: skip
    def give_task(self):
        self.out_on_task = True

    @transition(state, source="*", target=None, permission=permissions.is_system)
    def end_tasks(self, out_on_task):
        self.out_on_task = out_on_task
