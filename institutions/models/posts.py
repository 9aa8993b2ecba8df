"""Who serves where, and what they may do (institutions §3, §6)."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django_fsm import FSMModelMixin, transition

from institutions.catalogue import PLATFORM_SLUGS
from institutions.models.structure import Area, Institution
from institutions.querysets import AppointmentQuerySet
from institutions.states import AppointmentState
from quipux import clock
from quipux.statefield import StateField


class Appointment(FSMModelMixin, models.Model):
    """A person in a post («puesto»); documents, trays and backups belong to it."""

    class Profile(models.TextChoices):
        NORMAL = "normal", "Normal"
        CHIEF = "jefe", "Jefe"

    class Kind(models.TextChoices):
        REGULAR = "regular", "Titular"
        CHARGE = "charge", "Encargo"

    class Certificate(models.TextChoices):
        NONE = "", "Sin certificado"
        TOKEN = "token", "Token"
        FILE = "file", "Archivo"
        BIOMETRIC = "biometric", "Biométrico"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="appointments", verbose_name="persona")
    institution = models.ForeignKey(Institution, models.PROTECT, related_name="appointments",
                                    verbose_name="institución")  # fmt: skip
    area = models.ForeignKey(Area, models.PROTECT, related_name="appointments", verbose_name="área")
    title = models.CharField("puesto", max_length=200)
    heading_title = models.CharField("puesto cabecera", max_length=200)
    profile = models.CharField("perfil", max_length=10, choices=Profile, default=Profile.NORMAL)
    work_email = models.EmailField("correo institucional", blank=True)
    work_email_verified_at = models.DateTimeField("correo confirmado el", null=True, blank=True)
    kind = models.CharField("tipo", max_length=10, choices=Kind, default=Kind.REGULAR, db_default=Kind.REGULAR)
    initials = models.CharField("iniciales sumilla", max_length=5, blank=True, default="", db_default="")
    is_responsible = models.BooleanField("responsable de área", default=False, db_default=False)
    city = models.CharField("ciudad", max_length=80, blank=True, default="", db_default="")
    phone = models.CharField("teléfono", max_length=30, blank=True, default="", db_default="")
    extension = models.CharField("extensión", max_length=10, blank=True, default="", db_default="")
    mobile = models.CharField("celular", max_length=30, blank=True, default="", db_default="")
    certificate = models.CharField("tipo de certificado", max_length=10, choices=Certificate, blank=True, default="",
                                   db_default="")  # fmt: skip
    observation = models.CharField("observación", max_length=500, blank=True, default="", db_default="")
    starts_on = models.DateField("desde")
    ends_on = models.DateField("hasta", null=True, blank=True)
    access_ends_at = models.DateTimeField("acceso hasta", null=True, blank=True)
    closed_to_documents_at = models.DateTimeField("sin documentos nuevos desde", null=True, blank=True)
    state = StateField("estado", choices=AppointmentState.choices, default=AppointmentState.SCHEDULED, protected=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "puesto"
        verbose_name_plural = "puestos"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=AppointmentState.values), name="appointment_known_state"),
            models.UniqueConstraint(fields=["person", "area", "title"], name="appointment_unique_alive",
                                    condition=~models.Q(state="inactive")),
            models.UniqueConstraint(fields=["area"], name="appointment_one_chief",
                                    condition=models.Q(profile="jefe") & ~models.Q(state="inactive"),
                                    violation_error_message="Ya existe el usuario Jefe para esta Área"),
            models.UniqueConstraint(fields=["area"], name="appointment_one_responsible",
                                    condition=models.Q(is_responsible=True) & ~models.Q(state="inactive"),
                                    violation_error_message="Ya existe un Responsable de Área."),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.person.full_name}, {self.title}"

    @property
    def acting_note(self) -> str:
        """What is composed after the puesto when it is shown: «Encargado» of a vacant post (institutions §6)."""
        return "Encargado" if self.kind == self.Kind.CHARGE else ""

    @property
    def is_working(self) -> bool:
        """Whether the person works in it now: active, or leaving with an open case, its last instant not past."""
        if self.state not in AppointmentState.working():
            return False
        return self.access_ends_at is None or clock.now() < self.access_ends_at

    @property
    def is_addressable(self) -> bool:
        """Whether a new document may be addressed to it: it works, and is not about to end (§11.2)."""
        closed = self.closed_to_documents_at
        return self.is_working and (closed is None or clock.now() < closed)

    @property
    def notice_address(self) -> str:
        """Where notices of this post go (backups §7): the confirmed work address while it works."""
        if self.is_working and self.work_email and self.work_email_verified_at:
            return self.work_email
        return self.person.verified_email

    def history_subject(self):
        return "appointment", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción ya no es posible: el puesto está en estado {self.get_state_display()}."

    @transition(state, source=[AppointmentState.SCHEDULED, AppointmentState.INACTIVE], target=AppointmentState.ACTIVE)
    def activate(self):
        self.ends_on = self.access_ends_at = self.closed_to_documents_at = None

    @transition(state, source=AppointmentState.ACTIVE, target=AppointmentState.LEAVING)
    def start_leaving(self, last_day, ends_at, closed_at=None):
        self.ends_on, self.access_ends_at, self.closed_to_documents_at = last_day, ends_at, closed_at or ends_at

    @transition(state, source=AppointmentState.LEAVING, target=AppointmentState.ACTIVE)
    def stay(self):
        """The case was annulled."""
        self.ends_on = self.access_ends_at = self.closed_to_documents_at = None

    @transition(state, source=AppointmentState.LEAVING, target=None)
    def move_end(self, ends_at):
        """Another hour, or now: access ends at that instant whether or not anything else is settled (§11.4)."""
        self.access_ends_at = ends_at

    @transition(state, source=[AppointmentState.ACTIVE, AppointmentState.LEAVING], target=AppointmentState.INACTIVE)
    def deactivate(self, last_day, ends_at):
        self.ends_on, self.access_ends_at = last_day, ends_at


class AppointmentTerm(models.Model):
    """Área, title and profile an appointment had in a span of days; the open one is today's (institutions §6.2)."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="terms", verbose_name="puesto")
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", verbose_name="área")
    title = models.CharField("puesto ocupado", max_length=200)
    heading_title = models.CharField("puesto cabecera", max_length=200)
    profile = models.CharField("perfil", max_length=10, choices=Appointment.Profile)
    starts_on = models.DateField("desde")
    ends_on = models.DateField("hasta", null=True, blank=True)

    class Meta:
        verbose_name = "período del puesto"
        verbose_name_plural = "períodos del puesto"
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["appointment"], condition=models.Q(ends_on__isnull=True),
                                               name="appointment_term_one_open")]  # fmt: skip

    def __str__(self):
        return f"{self.title} {self.starts_on}"


class Post(models.Model):
    """A named post of an institution, to choose from; free text stays possible (institutions §6.2)."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="posts", verbose_name="institución")
    name = models.CharField("nombre", max_length=200)
    heading = models.CharField("cabecera", max_length=200, blank=True)
    level = models.PositiveSmallIntegerField("nivel jerárquico", default=1)
    is_active = models.BooleanField("activo", default=True)

    class Meta:
        verbose_name = "puesto del catálogo"
        verbose_name_plural = "puestos del catálogo"
        constraints = [models.UniqueConstraint("institution", Lower("name"), name="post_unique",
                                               violation_error_message="Ese puesto ya existe.")]  # fmt: skip

    def __str__(self):
        return self.name


class Grant(models.Model):
    """One permission of the catalogue (institutions §3) that one appointment holds now.

    What was revoked leaves this table for ``RevokedGrant``, so that no read can take it for a right.
    ``areas`` narrow it to appointments of those áreas; without any it reaches the whole institution.
    """

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="grants")
    permission = models.CharField("permiso", max_length=40)
    areas = models.ManyToManyField(Area, related_name="+", blank=True, verbose_name="áreas")
    granted_at = models.DateTimeField("otorgado", auto_now_add=True)
    granted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+",
                                   verbose_name="otorgado por")  # fmt: skip
    reason = models.CharField("motivo", max_length=500, blank=True, default="", db_default="")

    class Meta:
        verbose_name = "permiso otorgado"
        verbose_name_plural = "permisos otorgados"
        constraints = [
            models.UniqueConstraint(fields=["appointment", "permission"], name="grant_unique"),
            models.CheckConstraint(condition=~models.Q(permission__in=PLATFORM_SLUGS), name="grant_not_of_the_platform",
                                   violation_error_message="Este permiso es de la plataforma y no de un puesto."),
        ]  # fmt: skip

    def __str__(self):
        return self.permission


class RevokedGrant(models.Model):
    """A permission that was held and revoked."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="revoked_grants", verbose_name="puesto")
    permission = models.CharField("permiso", max_length=40)
    granted_at = models.DateTimeField("otorgado")
    granted_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+",
                                   verbose_name="otorgado por")  # fmt: skip
    revoked_at = models.DateTimeField("revocado")
    revoked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, blank=True, related_name="+",
                                   verbose_name="revocado por")  # fmt: skip
    reason = models.CharField("motivo", max_length=500)

    class Meta:
        verbose_name = "permiso revocado"
        verbose_name_plural = "permisos revocados"

    def __str__(self):
        return self.permission


class RoleTemplate(models.Model):
    """Permissions given together, once; it takes the place of the catalogue's of that name (institutions §3)."""

    institution = models.ForeignKey(Institution, models.PROTECT, related_name="role_templates",
                                    verbose_name="institución")  # fmt: skip
    name = models.CharField("nombre", max_length=80)
    codes = ArrayField(models.PositiveSmallIntegerField(), verbose_name="códigos de permiso")
    is_active = models.BooleanField("activa", default=True)

    class Meta:
        verbose_name = "plantilla de rol"
        verbose_name_plural = "plantillas de rol"
        constraints = [models.UniqueConstraint("institution", Lower("name"), name="role_template_unique",
                                               violation_error_message="Ya existe una plantilla con ese nombre.")]  # fmt: skip

    def __str__(self):
        return self.name
