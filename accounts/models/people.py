"""People: one person, one credential, any number of contexts (accounts-portal §1.2)."""

import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower


class IdentityKind(models.TextChoices):
    CEDULA = "cedula", "Cédula"
    PASSPORT = "passport", "Pasaporte"
    INTERNAL = "internal", "Sin identificación"


class CitizenKind(models.TextChoices):
    """Whether a citizen may sign electronically what is sent (accounts-portal §10.1)."""

    UNSIGNED = "unsigned", "Sin firma"
    SIGNED = "signed", "Con firma"


class CitizenState(models.TextChoices):
    ACTIVE = "active", "Activo"
    INACTIVE = "inactive", "Inactivo"


class CitizenOrigin(models.TextChoices):
    WINDOW = "window", "Ventanilla"
    PORTAL = "portal", "Portal"
    MIGRATION = "migration", "Migración"


class UserManager(BaseUserManager):
    def create_user(self, identity_number, password=None, **fields):
        """Create a person; ``identity_number`` is already in canonical form."""
        user = self.model(identity_number=identity_number, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, identity_number, password=None, **fields):
        return self.create_user(identity_number, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with one credential."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identity_kind = models.CharField("tipo de identificación", max_length=10, choices=IdentityKind,
                                     default=IdentityKind.CEDULA)  # fmt: skip
    identity_number = models.CharField("cédula", max_length=20, unique=True)
    given_names = models.CharField("nombres", max_length=100)
    surnames = models.CharField("apellidos", max_length=100)
    academic_title = models.CharField("título", max_length=60, blank=True)
    email = models.EmailField("correo electrónico", blank=True)
    email_verified_at = models.DateTimeField("correo confirmado el", null=True, blank=True)
    sumilla = models.CharField("sumilla de responsabilidad", max_length=10, blank=True, default="", db_default="")
    gets_mails = models.BooleanField("enviar notificaciones al correo", default=True, db_default=True)
    opens_drafts_to_edit = models.BooleanField("redireccionar a edición", default=False, db_default=False)
    opens_file_at_once = models.BooleanField("mostrar documento automáticamente", default=False, db_default=False)
    uses_shortcuts = models.BooleanField("atajos de teclado", default=True, db_default=True)
    gets_daily_summary = models.BooleanField("resumen diario por correo", default=False, db_default=False)
    is_active = models.BooleanField("activo", default=True)
    is_staff = models.BooleanField("operador SGE", default=False)
    created_at = models.DateTimeField("creado", auto_now_add=True)

    USERNAME_FIELD = "identity_number"
    REQUIRED_FIELDS = ["given_names", "surnames"]
    objects = UserManager()

    class Meta:
        verbose_name = "persona"
        verbose_name_plural = "personas"
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_verified_email_unique",
                condition=models.Q(email_verified_at__isnull=False) & ~models.Q(email=""),
                violation_error_message="Ese correo ya pertenece a otra persona.",
            )
        ]  # fmt: skip

    def __str__(self):
        return self.full_name

    @property
    def full_name(self) -> str:
        """Given names and surnames, as documents print them."""
        return f"{self.given_names} {self.surnames}".strip()

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.given_names

    @property
    def verified_email(self) -> str:
        """The address notices may go to, empty when none was confirmed."""
        return self.email if self.email_verified_at else ""


class CitizenProfile(models.Model):
    """What is known of a person as a citizen (accounts-portal §10.1)."""

    person = models.OneToOneField(User, models.PROTECT, related_name="citizen", verbose_name="persona")
    kind = models.CharField("tipo de ciudadano", max_length=10, choices=CitizenKind, default=CitizenKind.UNSIGNED)
    state = models.CharField("estado", max_length=10, choices=CitizenState, default=CitizenState.ACTIVE)
    other_document = models.CharField("otro documento", max_length=30, blank=True)
    company = models.CharField("institución o empresa", max_length=200, blank=True)
    post = models.CharField("puesto", max_length=200, blank=True)
    phone = models.CharField("teléfono", max_length=30, blank=True)
    country = models.CharField("país", max_length=60, blank=True, default="Ecuador")
    province = models.CharField("provincia", max_length=60, blank=True)
    city = models.CharField("ciudad", max_length=80, blank=True)
    canton = models.CharField("cantón", max_length=80, blank=True)
    address = models.CharField("dirección", max_length=250, blank=True)
    address_note = models.CharField("referencia", max_length=250, blank=True)
    origin = models.CharField("origen", max_length=10, choices=CitizenOrigin, default=CitizenOrigin.WINDOW)
    created_at = models.DateTimeField("creado", auto_now_add=True)

    class Meta:
        verbose_name = "ciudadano"
        verbose_name_plural = "ciudadanos"
        indexes = [models.Index(fields=["other_document"], name="citizen_other_document",
                                condition=~models.Q(other_document=""))]  # fmt: skip

    def __str__(self):
        return f"{self.person_id}: {self.company}" if self.company else str(self.person_id)

    def history_subject(self):
        return "citizen", self.person.uuid

    def history_states(self):
        return self.get_state_display(), ""
