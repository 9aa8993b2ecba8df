"""What people ask about their own data: to be registered, to have it changed (accounts-portal §10.3, §10.4)."""

import uuid

from django.conf import settings
from django.db import models
from django_fsm import FSMModelMixin, transition

from accounts.models.people import IdentityKind
from quipux.statefield import StateField

VALIDATE = "accounts.validate_people"
AT_THE_DESK = "create_citizens"  # 16: the ventanilla, in person


class RegistrationState(models.TextChoices):
    REQUESTED = "requested", "Solicitada"
    EMAIL_VERIFIED = "email_verified", "Correo verificado"
    TO_VALIDATE = "to_validate", "Por validar"
    ACTIVE = "active", "Activa"
    REJECTED = "rejected", "Rechazada"
    EXPIRED = "expired", "Caducada"

    @classmethod
    def open(cls):
        return (cls.REQUESTED, cls.EMAIL_VERIFIED, cls.TO_VALIDATE)


class ChangeState(models.TextChoices):
    PENDING = "pending", "Pendiente"
    ACCEPTED = "accepted", "Aceptada"
    REJECTED = "rejected", "Rechazada"
    WITHDRAWN = "withdrawn", "Retirada"


def is_validator(_row, actor) -> bool:
    """A validador of the SGE."""
    return getattr(actor, "appointment", None) is None and not getattr(actor, "is_citizen", False) and (
        not actor.is_system and actor.user.has_perm(VALIDATE))  # fmt: skip


def can_validate(row, actor) -> bool:
    """A validador, or the ventanilla, which has the person in front."""
    return is_validator(row, actor) or (not actor.is_system and actor.holds(AT_THE_DESK))


def is_system(_row, actor) -> bool:
    return actor.is_system


class Registration(FSMModelMixin, models.Model):
    """Who asks to be registered as a citizen, with nothing proved but the e-mail."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    state = StateField("estado", choices=RegistrationState.choices, default=RegistrationState.REQUESTED, protected=True)
    identity_kind = models.CharField("tipo de identificación", max_length=10, choices=IdentityKind)
    identity_number = models.CharField("cédula o pasaporte", max_length=20)
    passport_country = models.CharField("país del pasaporte", max_length=3, blank=True)
    given_names = models.CharField("nombres", max_length=100)
    surnames = models.CharField("apellidos", max_length=100)
    email = models.EmailField("correo electrónico")
    phone = models.CharField("teléfono", max_length=30, blank=True)
    city = models.CharField("ciudad", max_length=80)
    address = models.CharField("dirección", max_length=250, blank=True)
    created_at = models.DateTimeField("creada el")
    email_verified_at = models.DateTimeField("correo verificado el", null=True, blank=True)
    reason = models.TextField("motivo", max_length=600, blank=True)
    request_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
                                     verbose_name="solicitud sin firmar")  # fmt: skip
    signed_file = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
                                    verbose_name="solicitud firmada")  # fmt: skip
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
                               verbose_name="persona registrada")  # fmt: skip

    class Meta:
        verbose_name = "registro de ciudadano"
        verbose_name_plural = "registros de ciudadanos"
        permissions = [("validate_people", "Validar registros, cambios de datos y unificaciones de personas")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=RegistrationState.values), name="registration_known_state"),
            models.CheckConstraint(name="registration_active_has_person", condition=(
                ~models.Q(state=RegistrationState.ACTIVE) | models.Q(person__isnull=False))),
        ]  # fmt: skip
        indexes = [models.Index(fields=["created_at"], name="registration_open",
                                condition=models.Q(state__in=RegistrationState.open()))]  # fmt: skip

    def __str__(self):
        return f"Registro No. {self.pk}"

    @property
    def full_name(self) -> str:
        return f"{self.given_names} {self.surnames}"

    def history_subject(self):
        return "registration", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción ya no es posible: el registro está en estado {self.get_state_display()}."

    @transition(
        state, source=RegistrationState.REQUESTED, target=RegistrationState.EMAIL_VERIFIED, permission=is_system
    )
    def verify_email(self, instant):
        self.email_verified_at = instant

    @transition(
        state, source=RegistrationState.EMAIL_VERIFIED, target=RegistrationState.TO_VALIDATE, permission=is_system
    )
    def wait_for_validation(self):
        """No connector says who this is: a person has to."""

    @transition(state, source=RegistrationState.EMAIL_VERIFIED, target=RegistrationState.ACTIVE, permission=is_system)
    def agree(self, person):
        """The Registro Civil has the same cédula, names and date of birth."""
        self.person = person

    @transition(state, source=RegistrationState.TO_VALIDATE, target=RegistrationState.ACTIVE, permission=is_system)
    def prove(self, person):
        """She signed the request with a certificate of that cédula."""
        self.person = person

    @transition(state, source=RegistrationState.TO_VALIDATE, target=RegistrationState.ACTIVE, permission=can_validate)
    def activate(self, person):
        self.person = person

    @transition(state, source=RegistrationState.TO_VALIDATE, target=RegistrationState.REJECTED, permission=can_validate)
    def reject(self, reason):
        self.reason = reason

    @transition(state, source=[RegistrationState.REQUESTED, RegistrationState.EMAIL_VERIFIED, RegistrationState.TO_VALIDATE],
                target=RegistrationState.EXPIRED, permission=is_system)  # fmt: skip
    def expire(self):
        """Nobody came back."""


def proposes_for_herself(change, actor) -> bool:
    """The person of the data."""
    return not actor.is_system and actor.user.pk == change.person_id


def decides_on_another(change, actor) -> bool:
    """A validador, never on the own data."""
    return is_validator(change, actor) and actor.user.pk != change.person_id


class PersonChange(FSMModelMixin, models.Model):
    """Names or identity that a person wants corrected; a validador takes them field by field."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="data_changes", verbose_name="persona"
    )
    state = StateField("estado", choices=ChangeState.choices, default=ChangeState.PENDING, protected=True)
    proposed = models.JSONField("datos pendientes")
    accepted = models.JSONField("datos aceptados", default=list)
    reason = models.TextField("motivo", max_length=600, blank=True)
    created_at = models.DateTimeField("propuesta el")
    due_on = models.DateField("atender hasta")
    reminded_at = models.DateTimeField("recordada el", null=True, blank=True)

    class Meta:
        verbose_name = "cambio de datos"
        verbose_name_plural = "cambios de datos"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ChangeState.values), name="person_change_known_state"),
            models.UniqueConstraint(fields=["person"], condition=models.Q(state=ChangeState.PENDING),
                                    name="person_change_one_open"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["due_on"], name="person_change_queue", condition=models.Q(state="pending"))]

    def __str__(self):
        return f"Cambio de datos No. {self.pk}"

    def history_subject(self):
        return "person_change", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción ya no es posible: el cambio de datos está en estado {self.get_state_display()}."

    @transition(state, source=ChangeState.PENDING, target=ChangeState.ACCEPTED, permission=decides_on_another)
    def accept(self, fields):
        self.accepted = fields

    @transition(state, source=ChangeState.PENDING, target=ChangeState.REJECTED, permission=decides_on_another)
    def reject(self, reason):
        self.reason = reason

    @transition(state, source=ChangeState.PENDING, target=ChangeState.WITHDRAWN, permission=proposes_for_herself)
    def withdraw(self):
        """She thought again."""
