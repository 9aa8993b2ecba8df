"""People: one person, one credential, any number of contexts (accounts-portal §1.2)."""

import unicodedata
import uuid

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django_fsm import RETURN_VALUE, FSMModelMixin, transition

from quipux.statefield import StateField


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


class CredentialState(models.TextChoices):
    """The life of what a person enters with (accounts-portal §4)."""

    PENDING = "pending", "Sin activar"
    ACTIVE = "active", "Activa"
    SUSPENDED = "suspended", "Suspendida"
    CLOSED = "closed", "Cerrada"


class Density(models.TextChoices):
    COMPACT = "compact", "Compacta: más filas en la pantalla"
    COMFORTABLE = "comfortable", "Cómoda: más espacio entre las filas"


class CredentialField(StateField):
    """A state with a default of the database too, so that a former release may still add people.

    It is not read back after an INSERT: the machine would take that for somebody writing the state.
    """

    db_returning = False


MANAGE_CREDENTIALS = "accounts.manage_credentials"


def is_herself(person, actor) -> bool:
    """The person whose credential it is."""
    return actor.user.pk == person.pk


def can_manage(person, actor) -> bool:
    """Another person, of the SGE, trusted with credentials."""
    return actor.user.pk != person.pk and actor.user.has_perm(MANAGE_CREDENTIALS)


def is_the_system(_person, actor) -> bool:
    """A rule, never somebody."""
    return getattr(actor, "is_system", False)


def can_close(person, actor) -> bool:
    """An AGQ, or the rule of a post that ended by the death of its person (institutions §11.4)."""
    return getattr(actor, "is_system", False) or can_manage(person, actor)


def _composed(raw_password):
    """The same password however the keyboard writes its accents (accounts-portal §8.1)."""
    return unicodedata.normalize("NFC", raw_password) if raw_password else raw_password


class UserManager(BaseUserManager):
    def create_user(self, identity_number, password=None, **fields):
        """Create a person; ``identity_number`` is already in canonical form."""
        fields.setdefault("credential", CredentialState.ACTIVE if password else CredentialState.PENDING)
        user = self.model(identity_number=identity_number, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(FSMModelMixin, AbstractBaseUser, PermissionsMixin):
    """A person with one credential."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    identity_kind = models.CharField("tipo de identificación", max_length=10, choices=IdentityKind,
                                     default=IdentityKind.CEDULA)  # fmt: skip
    identity_number = models.CharField("cédula", max_length=20, db_index=True)
    passport_country = models.CharField("país del pasaporte", max_length=3, blank=True, default="", db_default="")
    given_names = models.CharField("nombres", max_length=100)
    surnames = models.CharField("apellidos", max_length=100)
    academic_title = models.CharField("título", max_length=60, blank=True)
    email = models.EmailField("correo electrónico", blank=True)
    email_verified_at = models.DateTimeField("correo confirmado el", null=True, blank=True)
    email_stale_at = models.DateTimeField("correo de una institución que dejó, desde", null=True, blank=True)
    personal_email = models.EmailField("correo personal", blank=True, default="", db_default="")
    personal_email_verified_at = models.DateTimeField("correo personal confirmado el", null=True, blank=True)
    credential = CredentialField("credencial", choices=CredentialState.choices, default=CredentialState.PENDING,
                                 db_default=CredentialState.PENDING, protected=True)  # fmt: skip
    credential_version = models.PositiveIntegerField("versión de la credencial", default=1, db_default=1)
    password_changed_at = models.DateTimeField("contraseña cambiada el", null=True, blank=True)
    second_factor_since = models.DateTimeField("segundo factor obligatorio desde", null=True, blank=True)
    must_change_password = models.BooleanField("debe cambiar la contraseña", default=False, db_default=False)
    sumilla = models.CharField("sumilla de responsabilidad", max_length=10, blank=True, default="", db_default="")
    gets_mails = models.BooleanField("enviar notificaciones al correo", default=True, db_default=True)
    opens_drafts_to_edit = models.BooleanField("redireccionar a edición", default=False, db_default=False)
    opens_file_at_once = models.BooleanField("mostrar documento automáticamente", default=False, db_default=False)
    density = models.CharField("espacio entre filas", max_length=11, choices=Density, default=Density.COMPACT,
                               db_default=Density.COMPACT)  # fmt: skip
    uses_shortcuts = models.BooleanField("atajos de teclado", default=True, db_default=True)
    gets_daily_summary = models.BooleanField("resumen diario por correo", default=False, db_default=False)
    default_context = models.CharField("contexto al ingresar", max_length=36, blank=True, default="", db_default="")
    last_context = models.CharField("último contexto usado", max_length=36, blank=True, default="", db_default="")
    is_active = models.BooleanField("activo", default=True)
    is_staff = models.BooleanField("operador SGE", default=False)
    identity_override = models.CharField("motivo para aceptar un número fuera del algoritmo", max_length=200, blank=True,
                                         default="", db_default="")  # fmt: skip
    identity_override_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+",
                                             verbose_name="aceptó el número")  # fmt: skip
    created_at = models.DateTimeField("creado", auto_now_add=True)

    USERNAME_FIELD = "identity_number"
    REQUIRED_FIELDS = ["given_names", "surnames"]
    objects = UserManager()

    class Meta:
        verbose_name = "persona"
        verbose_name_plural = "personas"
        permissions = [
            ("manage_credentials", "Suspender, habilitar y cerrar credenciales"),
            ("assist_people", "Enviar el enlace de la contraseña, desbloquear y cerrar sesiones"),
            ("reveal_identity", "Ver una cédula completa, con el motivo"),
            ("search_audit", "Buscar en los accesos y en el Recorrido"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["identity_number", "identity_kind", "passport_country"],
                                    name="user_unique_identity",
                                    violation_error_message="Esa identificación ya pertenece a otra persona."),
            models.CheckConstraint(condition=models.Q(credential__in=CredentialState.values),
                                   name="user_known_credential"),
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

    def set_password(self, raw_password):
        super().set_password(_composed(raw_password))

    def check_password(self, raw_password):
        return super().check_password(_composed(raw_password))

    def get_full_name(self):
        return self.full_name

    def get_short_name(self):
        return self.given_names

    def _get_session_auth_hash(self, secret=None):
        """Open sessions end with the password and with every new version of the credential."""
        return salted_hmac("accounts.session", f"{self.password}:{self.credential_version}", secret=secret,
                           algorithm="sha256").hexdigest()  # fmt: skip

    @property
    def verified_email(self) -> str:
        """The address mails may go to, empty when none was confirmed or it belongs to an institution she left."""
        return self.email if self.email_verified_at and not self.email_stale_at else ""

    def history_subject(self):
        return "person", self.uuid

    def history_states(self):
        return self.get_credential_display(), ""

    def refusal_message(self):
        return f"Esta acción ya no es posible: la credencial está en estado {self.get_credential_display()}."

    @transition(credential, source=CredentialState.PENDING, target=CredentialState.ACTIVE, permission=is_herself)
    def activate(self):
        """The first password, from a link that arrived at the address on file."""

    @transition(credential, source=CredentialState.ACTIVE, target=CredentialState.SUSPENDED, permission=can_manage)
    def suspend(self):
        self.is_active, self.credential_version = False, self.credential_version + 1

    @transition(credential, source=CredentialState.SUSPENDED, target=CredentialState.ACTIVE, permission=can_manage)
    def reinstate(self, must_change_password):
        self.is_active, self.must_change_password = True, must_change_password

    @transition(credential, source=[CredentialState.PENDING, CredentialState.ACTIVE, CredentialState.SUSPENDED],
                target=CredentialState.CLOSED, permission=can_close)  # fmt: skip
    def close(self):
        self.is_active, self.credential_version = False, self.credential_version + 1

    @transition(credential, source=CredentialState.CLOSED, permission=is_the_system,
                target=RETURN_VALUE(CredentialState.PENDING, CredentialState.ACTIVE, CredentialState.SUSPENDED))  # fmt: skip
    def reopen(self, former, was_active):
        """As it was before a merge that was undone (§10.6)."""
        self.is_active = was_active
        return former


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
