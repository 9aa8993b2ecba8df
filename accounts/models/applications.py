"""«Solicitud para generar y firmar documentos» of a citizen, and the «Acuerdo de uso» it signs (accounts-portal §10.5)."""

import uuid

import pgtrigger
from django.db import models
from django_fsm import FSMModelMixin, transition

from quipux.statefield import StateField


class ApplicationState(models.TextChoices):
    DRAFT = "draft", "En Edición"
    SUBMITTED = "submitted", "Enviado"
    AUTHORISED = "authorised", "Autorizado"
    REJECTED = "rejected", "Rechazado"
    SUSPENDED = "suspended", "Suspendido"


class CertificateKind(models.TextChoices):
    TOKEN = "token", "Token"
    FILE = "file", "Archivo"
    BIOMETRIC = "biometric", "Biométrico"


def is_own(application, actor) -> bool:
    """The citizen who asks."""
    return bool(getattr(actor, "is_citizen", False)) and actor.user.pk == application.person_id


def can_decide(application, actor) -> bool:
    """A validador of the SGE; never an institution, nor the person herself."""
    is_operator = not getattr(actor, "is_citizen", False) and getattr(actor, "appointment", None) is None
    return is_operator and actor.user.pk != application.person_id and actor.user.has_perm(DECIDE)


def can_suspend(application, actor) -> bool:
    """Whoever decides, and the job that counts the days of a new agreement."""
    return bool(getattr(actor, "is_system", False)) or can_decide(application, actor)


DECIDE = "accounts.decide_application"


class Agreement(models.Model):
    """One version of the «Acuerdo de uso»: a PDF that never changes.

    ``html`` is the text it was made from, empty where that is the one the product brings; ``sign_until`` is the last
    day for those who signed a former version.
    """

    version = models.PositiveSmallIntegerField("versión", unique=True)
    pdf = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="PDF")
    html = models.TextField("texto", blank=True, default="", db_default="")
    published_at = models.DateTimeField("publicado el")
    sign_until = models.DateField("firmar hasta", null=True, blank=True)

    class Meta:
        verbose_name = "acuerdo de uso"
        verbose_name_plural = "acuerdos de uso"
        triggers = [pgtrigger.Protect(name="kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self):
        return f"Acuerdo de uso, versión {self.version}"


class SignatureApplication(FSMModelMixin, models.Model):
    """The one request of a citizen; it may be corrected and sent again."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.OneToOneField("accounts.User", models.PROTECT, related_name="signature_application",
                                  verbose_name="ciudadano")  # fmt: skip
    state = StateField("estado", choices=ApplicationState.choices, default=ApplicationState.DRAFT, protected=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="acuerdo de uso")
    signed_agreement = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, blank=True, related_name="+",
                                         verbose_name="acuerdo firmado")  # fmt: skip
    signature = models.JSONField("firma del acuerdo", default=dict, blank=True)
    certificate_kind = models.CharField("tipo de certificado", max_length=10, choices=CertificateKind, blank=True)
    submitted_at = models.DateTimeField("enviada el", null=True, blank=True)
    due_on = models.DateField("atender hasta", null=True, blank=True)
    asked_version = models.PositiveSmallIntegerField(
        "versión del acuerdo que se le pidió firmar", default=0, db_default=0
    )
    observation = models.TextField("observación", max_length=600, blank=True)
    created_at = models.DateTimeField("creada el")

    class Meta:
        verbose_name = "solicitud de firma"
        verbose_name_plural = "solicitudes de firma"
        permissions = [("decide_application", "Autorizar, rechazar y suspender solicitudes de firma de ciudadanos")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=ApplicationState.values), name="application_known_state"),
            models.CheckConstraint(name="application_sent_signed", condition=(
                models.Q(state__in=[ApplicationState.DRAFT, ApplicationState.REJECTED])
                | models.Q(signed_agreement__isnull=False, submitted_at__isnull=False))),
        ]  # fmt: skip
        indexes = [models.Index(fields=["due_on"], name="application_queue", condition=models.Q(state="submitted"))]

    def __str__(self):
        return f"Solicitud No. {self.pk}"

    def history_subject(self):
        return "signature_application", self.uuid

    def history_states(self):
        return self.get_state_display(), ""

    def refusal_message(self):
        return f"Esta acción ya no es posible: la solicitud está en estado {self.get_state_display()}."

    @transition(state, source=ApplicationState.DRAFT, target=None, permission=is_own)
    def attach(self, stored, facts):
        self.signed_agreement, self.signature = stored, facts

    @transition(state, source=ApplicationState.DRAFT, target=ApplicationState.SUBMITTED, permission=is_own)
    def submit(self, certificate_kind, instant, due_on):
        self.certificate_kind, self.submitted_at, self.due_on, self.observation = certificate_kind, instant, due_on, ""

    @transition(state, source=ApplicationState.SUBMITTED, target=ApplicationState.AUTHORISED, permission=can_decide)
    def authorise(self):
        """The citizen signs from now on."""

    @transition(state, source=ApplicationState.SUBMITTED, target=ApplicationState.REJECTED, permission=can_decide)
    def reject(self, observation):
        self.observation = observation

    @transition(state, source=ApplicationState.REJECTED, target=ApplicationState.DRAFT, permission=is_own)
    def reopen(self, agreement):
        if self.agreement_id != agreement.pk:  # what was signed is another version
            self.signed_agreement, self.signature = None, {}
        self.agreement = agreement

    @transition(state, source=ApplicationState.DRAFT, target=None, permission=is_own)
    def take_agreement(self, agreement):
        """A draft goes on with the version in force; what was signed before is another text."""
        self.agreement, self.signed_agreement, self.signature = agreement, None, {}

    @transition(state, source=[ApplicationState.AUTHORISED, ApplicationState.SUSPENDED], target=None, permission=is_own)
    def renew(self, agreement, stored, facts):
        """The version in force is signed too; who was suspended waits for a validador."""
        self.agreement, self.signed_agreement, self.signature = agreement, stored, facts

    @transition(state, source=ApplicationState.AUTHORISED, target=ApplicationState.SUSPENDED, permission=can_suspend)
    def suspend(self, reason):
        self.observation = reason

    @transition(state, source=ApplicationState.SUSPENDED, target=ApplicationState.AUTHORISED, permission=can_decide)
    def reinstate(self):
        self.observation = ""
