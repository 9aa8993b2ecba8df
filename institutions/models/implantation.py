"""The case of an institution that enters Quipux, with its people, files and observations (institutions §12.1)."""

import uuid

from django.conf import settings
from django.db import models
from django_fsm import FSMModelMixin, transition

from institutions.implantation.permissions import (
    can_review,
    can_review_or_is_system,
    can_teach,
    is_aiq,
    is_applicant,
    is_system,
)
from institutions.implantation.states import CaseState, Channel, FileKind, PersonRole
from institutions.states import InstitutionFunction
from quipux.statefield import StateField


class YearlyNumber(models.Model):
    """The last number given in a year to one kind of case: «IMP», «CAS»."""

    kind = models.CharField("clase", max_length=3)
    year = models.PositiveSmallIntegerField("año")
    last = models.PositiveIntegerField("último", default=0)

    class Meta:
        verbose_name = "número del año"
        verbose_name_plural = "números del año"
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="yearly_number_unique")]

    def __str__(self):
        return f"{self.kind}-{self.year}"


class ImplantationCase(FSMModelMixin, models.Model):
    """One institution's road, from its request to «En operación» (§12.3)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("número", max_length=20, blank=True)
    state = StateField("estado", choices=CaseState.choices, default=CaseState.DRAFT, protected=True)
    channel = models.CharField("canal", max_length=10, choices=Channel, default=Channel.PORTAL)
    applicant_email = models.EmailField("correo de quien solicita")
    name = models.CharField("nombre", max_length=200, blank=True)
    ruc = models.CharField("RUC", max_length=13, blank=True)
    sigla = models.CharField("sigla", max_length=10, blank=True)
    phone = models.CharField("teléfono", max_length=30, blank=True)
    address = models.CharField("dirección", max_length=250, blank=True)
    function = models.CharField("función o tipo", max_length=20, choices=InstitutionFunction, blank=True)
    authority_name = models.CharField("máxima autoridad", max_length=200, blank=True)
    authority_title = models.CharField("cargo de la máxima autoridad", max_length=200, blank=True)
    authority_email = models.EmailField("correo de la máxima autoridad", blank=True)
    justification = models.TextField("justificación", max_length=2000, blank=True)
    letter_number = models.CharField("número del oficio", max_length=60, blank=True)
    letter_date = models.DateField("fecha del oficio", null=True, blank=True)
    letter_signer = models.CharField("quien firma el oficio", max_length=200, blank=True)
    letter_signer_title = models.CharField("cargo de quien firma", max_length=200, blank=True)
    declared_areas = models.PositiveIntegerField("áreas declaradas", null=True, blank=True)
    declared_people = models.PositiveIntegerField("servidores declarados", null=True, blank=True)
    created_at = models.DateTimeField("creada el")
    submitted_at = models.DateTimeField("enviada el", null=True, blank=True)
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
                                 verbose_name="AGQ asignado")  # fmt: skip
    due_at = models.DateTimeField("vence el", null=True, blank=True)
    extensions = models.PositiveSmallIntegerField("extensiones", default=0)
    rounds = models.PositiveSmallIntegerField("rondas de verificación", default=0)
    required_hours = models.JSONField("horas de cada curso", default=dict, blank=True)
    tenant_created_at = models.DateTimeField("ambiente creado el", null=True, blank=True)
    asked_operation_at = models.DateTimeField("operación solicitada el", null=True, blank=True)
    operating_at = models.DateTimeField("en operación desde", null=True, blank=True)
    training = models.ForeignKey("institutions.Institution", models.PROTECT, null=True, blank=True, related_name="+",
                                 verbose_name="institución de capacitación")  # fmt: skip
    production = models.ForeignKey("institutions.Institution", models.PROTECT, null=True, blank=True, related_name="+",
                                   verbose_name="institución de producción")  # fmt: skip

    class Meta:
        verbose_name = "solicitud de implantación"
        verbose_name_plural = "solicitudes de implantación"
        permissions = [
            ("review_implantation", "Revisar, aceptar y aprobar implantaciones"),
            ("run_courses", "Organizar cursos y registrar asistencia"),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=CaseState.values), name="implantation_known_state"),
            models.UniqueConstraint(fields=["ruc"], name="implantation_one_open", condition=models.Q(
                state__in=CaseState.open())),
            models.UniqueConstraint(fields=["number"], name="implantation_number_unique",
                                    condition=~models.Q(number="")),
            models.CheckConstraint(name="implantation_sent_numbered", condition=(
                models.Q(state__in=[CaseState.DRAFT, CaseState.WITHDRAWN]) | ~models.Q(number=""))),
        ]  # fmt: skip
        indexes = [models.Index(fields=["state", "due_at"], name="implantation_queue")]

    def __str__(self):
        return self.number or "Borrador"

    @property
    def aiq(self):
        """The person who will administer, None in a draft that did not name her yet."""
        return next((one for one in self.people.all() if one.role == PersonRole.AIQ), None)

    @property
    def is_final(self) -> bool:
        return self.state in CaseState.final()

    def history_subject(self):
        return "implantation", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción no es posible: la solicitud está en estado «{self.get_state_display()}»."

    # T2 to T7, T22, T23: the request -------------------------------------------------------------

    @transition(state, source=CaseState.DRAFT, target=CaseState.SUBMITTED, permission=is_applicant)
    def submit(self, number, instant):
        self.number, self.submitted_at, self.due_at = number, instant, None

    @transition(state, source=CaseState.SUBMITTED, target=CaseState.IN_REVIEW, permission=can_review)
    def take(self, assignee, due_at):
        self.assignee, self.due_at = assignee, due_at

    @transition(state, source=CaseState.IN_REVIEW, target=CaseState.OBSERVED, permission=can_review)
    def observe(self, due_at):
        self.due_at = due_at

    @transition(state, source=CaseState.OBSERVED, target=CaseState.IN_REVIEW, permission=is_applicant)
    def answer(self, due_at):
        self.due_at = due_at

    @transition(state, source=CaseState.IN_REVIEW, target=CaseState.ACCEPTED, permission=can_review)
    def accept(self, required_hours):
        self.required_hours, self.due_at = required_hours, None

    @transition(state, source=CaseState.IN_REVIEW, target=CaseState.REJECTED, permission=can_review)
    def reject(self):
        self.due_at = None

    @transition(state, source=CaseState.IN_REVIEW, target=CaseState.NOT_ELIGIBLE, permission=can_review)
    def declare_not_eligible(self):
        self.due_at = None

    @transition(state, source=CaseState.by_applicant(), target=CaseState.WITHDRAWN, permission=is_applicant)
    def give_up(self):
        self.due_at = None

    @transition(state, source=CaseState.open(), target=CaseState.WITHDRAWN, permission=can_review)
    def withdraw(self):
        self.due_at = None

    # T8 to T11: the courses and the training tenant -------------------------------------------------

    @transition(state, source=CaseState.ACCEPTED, target=CaseState.IN_TRAINING, permission=can_teach)
    def schedule(self):
        """The AIQ has dates for every course."""

    @transition(state, source=CaseState.IN_TRAINING, target=None, permission=can_teach)
    def record_attendance(self):
        """Attendance of one edition, or its correction."""

    @transition(state, source=CaseState.IN_TRAINING, target=CaseState.TRAINED, permission=is_system)
    def complete_training(self):
        """Every course and the sum of hours are complete."""

    @transition(state, source=CaseState.TRAINED, target=CaseState.CONFIGURING_TRAINING, permission=can_review)
    def create_training(self, institution, instant):
        self.training, self.tenant_created_at, self.due_at = institution, instant, None

    # T12 to T16: the term ---------------------------------------------------------------------------

    @transition(state, source=CaseState.CONFIGURING_TRAINING, target=None, permission=is_system)
    def start_clock(self, due_at):
        self.due_at = due_at

    @transition(state, source=CaseState.counting(), target=None, permission=is_system)
    def remind(self):
        """One reminder more."""

    @transition(state, source=CaseState.counting(), target=CaseState.DEADLINE_PASSED, permission=is_system)
    def pass_deadline(self, lapses_at):
        self.due_at = lapses_at

    @transition(state, source=CaseState.DEADLINE_PASSED, target=CaseState.CONFIGURING_TRAINING, permission=can_review)
    def extend(self, due_at):
        self.due_at, self.extensions = due_at, self.extensions + 1

    @transition(state, source=CaseState.DEADLINE_PASSED, target=CaseState.LAPSED, permission=can_review_or_is_system)
    def lapse(self):
        self.due_at = None

    @transition(state, source=CaseState.counting(), target=CaseState.GOLIVE_REQUESTED, permission=is_aiq)
    def request_golive(self):
        self.due_at = None

    # T17 to T21: the review and production ------------------------------------------------------------

    @transition(state, source=CaseState.GOLIVE_REQUESTED, target=CaseState.VERIFYING, permission=can_review)
    def verify(self, due_at):
        self.due_at, self.rounds = due_at, self.rounds + 1

    @transition(state, source=CaseState.VERIFYING, target=CaseState.WITH_REMARKS, permission=can_review)
    def remark(self, due_at):
        self.due_at = due_at

    @transition(state, source=CaseState.VERIFYING, target=CaseState.APPROVED, permission=can_review)
    def approve(self):
        self.due_at = None

    @transition(state, source=CaseState.APPROVED, target=CaseState.CONFIGURING_PRODUCTION, permission=can_review)
    def create_production(self, institution):
        self.production, self.due_at = institution, None

    @transition(state, source=CaseState.CONFIGURING_PRODUCTION, target=None, permission=is_aiq)
    def ask_operation(self, instant, due_at):
        self.asked_operation_at, self.due_at = instant, due_at

    @transition(state, source=CaseState.CONFIGURING_PRODUCTION, target=CaseState.OPERATING,
                permission=can_review_or_is_system)  # fmt: skip
    def operate(self, instant):
        self.operating_at, self.due_at = instant, None

    # T24: another AIQ ---------------------------------------------------------------------------------

    @transition(state, source=CaseState.from_training_on(), target=None, permission=can_review)
    def change_aiq(self, due_at):
        self.due_at = due_at


class CasePerson(models.Model):
    """Who the institution names: the AIQ, and the AIQ de respaldo if it wants one."""

    case = models.ForeignKey(ImplantationCase, models.CASCADE, related_name="people", verbose_name="solicitud")
    role = models.CharField("función", max_length=10, choices=PersonRole)
    given_names = models.CharField("nombres", max_length=100)
    surnames = models.CharField("apellidos", max_length=100)
    identity_number = models.CharField("cédula", max_length=10)
    title = models.CharField("cargo", max_length=200)
    email = models.EmailField("correo electrónico")
    phone = models.CharField("teléfono y extensión", max_length=30)
    mobile = models.CharField("número celular", max_length=20)

    class Meta:
        verbose_name = "persona de la solicitud"
        verbose_name_plural = "personas de la solicitud"
        constraints = [models.UniqueConstraint(fields=["case", "role"], name="case_person_unique")]

    def __str__(self):
        return self.full_name

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.surnames}".strip()


class CaseFile(models.Model):
    """A file of the case; several of one kind are its history."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(ImplantationCase, models.CASCADE, related_name="files", verbose_name="solicitud")
    kind = models.CharField("clase", max_length=20, choices=FileKind)
    name = models.CharField("nombre", max_length=200)
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="archivo")
    added_at = models.DateTimeField("agregado el")

    class Meta:
        verbose_name = "archivo de la solicitud"
        verbose_name_plural = "archivos de la solicitud"
        ordering = ["pk"]

    def __str__(self):
        return self.name


class Observation(models.Model):
    """What an AGQ asks to correct in a field or a file, and the answer (T4, T5)."""

    case = models.ForeignKey(ImplantationCase, models.CASCADE, related_name="observations", verbose_name="solicitud")
    about = models.CharField("sobre", max_length=60)
    text = models.TextField("observación", max_length=1000)
    answer = models.TextField("respuesta", max_length=1000, blank=True)
    created_at = models.DateTimeField("creada el")
    answered_at = models.DateTimeField("respondida el", null=True, blank=True)

    class Meta:
        verbose_name = "observación"
        verbose_name_plural = "observaciones"
        ordering = ["pk"]

    def __str__(self):
        return f"{self.about}: {self.text}"
