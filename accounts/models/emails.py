"""Changes of a person's addresses, the links that confirm or undo them, and what somebody says was not her (§8.4, §8.5)."""

import uuid

from django.db import models
from django.db.models import Q


class EmailUse(models.TextChoices):
    PRINCIPAL = "principal", "Principal"
    PERSONAL = "personal", "Personal"


class EmailWay(models.TextChoices):
    OWN = "own", "La propia persona"
    LOST = "lost", "Correo perdido"
    DOMAIN = "domain", "Cambio de dominio de la institución"


class EmailLinkKind(models.TextChoices):
    CONFIRM = "confirm", "Confirmar"
    DISOWN = "disown", "No fui yo"


class EmailChangeQuerySet(models.QuerySet):
    def open(self):
        """Neither in force nor ended."""
        return self.filter(applied_at=None, ended_at=None)


class EmailChange(models.Model):
    """One new address of a person, from the question to its being in force."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="email_changes", verbose_name="persona")
    use = models.CharField("uso", max_length=10, choices=EmailUse)
    way = models.CharField("vía", max_length=10, choices=EmailWay, default=EmailWay.OWN)
    address = models.EmailField("dirección nueva")
    former = models.EmailField("dirección anterior", blank=True)
    former_verified_at = models.DateTimeField("la anterior se confirmó el", null=True)
    created_at = models.DateTimeField("pedido el")
    expires_at = models.DateTimeField("se confirma hasta")
    confirmed_at = models.DateTimeField("confirmado el", null=True)
    due_at = models.DateTimeField("vale desde", null=True)
    applied_at = models.DateTimeField("en uso desde", null=True)
    ended_at = models.DateTimeField("retirado, vencido o desconocido el", null=True)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name="quien lo pidió")
    evidence = models.TextField("cómo se verificó la identidad", max_length=600, blank=True)
    approved_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+",
                                    verbose_name="segundo administrador")  # fmt: skip

    objects = EmailChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "cambio de correo"
        verbose_name_plural = "cambios de correo"
        constraints = [
            models.CheckConstraint(condition=Q(use__in=EmailUse.values), name="email_change_known_use"),
            models.CheckConstraint(condition=Q(way__in=EmailWay.values), name="email_change_known_way"),
            models.UniqueConstraint(fields=["person", "use"], condition=Q(applied_at=None, ended_at=None),
                                    name="email_change_one_open"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["due_at"], name="email_change_due", condition=Q(applied_at=None, ended_at=None))
        ]

    def __str__(self):
        return f"Cambio de correo No. {self.pk}"


class EmailLink(models.Model):
    """One link of one mail: of its 256 random bits only the SHA-256 is kept."""

    change = models.ForeignKey(EmailChange, models.CASCADE, related_name="links", verbose_name="cambio")
    kind = models.CharField("clase", max_length=10, choices=EmailLinkKind)
    digest = models.CharField("huella", max_length=64, unique=True)
    created_at = models.DateTimeField("creado el")

    class Meta:
        verbose_name = "enlace de correo"
        verbose_name_plural = "enlaces de correo"
        constraints = [models.CheckConstraint(condition=Q(kind__in=EmailLinkKind.values), name="email_link_known_kind")]

    def __str__(self):
        return f"{self.kind} {self.pk}"


class SecurityCase(models.Model):
    """Something done in a person's name which she says she did not do; the mesa looks at it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey("accounts.User", models.PROTECT, related_name="security_cases", verbose_name="persona")
    change = models.ForeignKey(EmailChange, models.PROTECT, related_name="+", verbose_name="cambio de correo")
    opened_at = models.DateTimeField("abierto el")
    closed_at = models.DateTimeField("cerrado el", null=True)
    closed_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, related_name="+", verbose_name="cerrado por"
    )
    conclusion = models.TextField("conclusión", max_length=600, blank=True)

    class Meta:
        verbose_name = "caso de seguridad"
        verbose_name_plural = "casos de seguridad"
        indexes = [models.Index(fields=["opened_at"], name="security_case_open", condition=Q(closed_at=None))]

    def __str__(self):
        return f"Caso de seguridad No. {self.pk}"

    def history_subject(self):
        return "security_case", self.uuid

    def history_states(self):
        return ("Cerrado" if self.closed_at else "Abierto"), ""
