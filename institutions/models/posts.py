"""Who serves where, and what they may do (institutions §3, §6)."""

import uuid

from django.db import models
from django_fsm import FSMField, FSMModelMixin, transition

from institutions.models.structure import Area, Institution
from institutions.querysets import AppointmentQuerySet
from institutions.states import AppointmentState


class Appointment(FSMModelMixin, models.Model):
    """A person in a post («puesto»); documents, trays and backups belong to it."""

    class Profile(models.TextChoices):
        NORMAL = "normal", "Normal"
        CHIEF = "jefe", "Jefe"

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
    starts_on = models.DateField("desde")
    ends_on = models.DateField("hasta", null=True, blank=True)
    state = FSMField("estado", choices=AppointmentState.choices, default=AppointmentState.SCHEDULED, protected=True)

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
        ]  # fmt: skip

    def __str__(self):
        return f"{self.person.full_name}, {self.title}"

    @property
    def is_working(self) -> bool:
        """Whether the person works in it today: active, or leaving with an open case."""
        return self.state in AppointmentState.working()

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
        self.ends_on = None

    @transition(state, source=AppointmentState.ACTIVE, target=AppointmentState.LEAVING)
    def start_leaving(self, last_day):
        self.ends_on = last_day

    @transition(state, source=[AppointmentState.ACTIVE, AppointmentState.LEAVING], target=AppointmentState.INACTIVE)
    def deactivate(self, last_day):
        self.ends_on = last_day


class Grant(models.Model):
    """One permission of the catalogue (institutions §3) held by one appointment.

    ``areas`` narrow it to appointments of those áreas; without any it reaches the whole institution.
    """

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="grants")
    permission = models.CharField("permiso", max_length=40)
    areas = models.ManyToManyField(Area, related_name="+", blank=True, verbose_name="áreas")
    granted_at = models.DateTimeField("otorgado", auto_now_add=True)

    class Meta:
        verbose_name = "permiso otorgado"
        verbose_name_plural = "permisos otorgados"
        constraints = [models.UniqueConstraint(fields=["appointment", "permission"], name="grant_unique")]

    def __str__(self):
        return self.permission
