"""What is signed electronically: sessions, their documents, signatures and later checks (documents §2.1, §9)."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django_fsm import FSMModelMixin, transition

from documents import permissions
from documents.models.practice import OF_SIGNATURE, kept, of_document
from documents.states import Revocation, SignatureProvider, SignatureState, TimeSource
from quipux.statefield import StateField

TIME_OVER = "El tiempo para firmar terminó. Presione Firmar otra vez; el número se conserva."


def _append_only(message: str, document: str) -> list:
    return [
        pgtrigger.Protect(name="append_only", operation=pgtrigger.Update),
        kept(of_document(document)),
        pgtrigger.Trigger(name="no_truncate", operation=pgtrigger.Truncate, when=pgtrigger.Before,
                          level=pgtrigger.Statement, func=f"RAISE EXCEPTION '{message}';"),
    ]  # fmt: skip


class SigningSession(models.Model):
    """One to fifty documents that one person, in one post, may sign until an instant.

    The token opens it to a program of the person's machine; only its SHA-256 is here.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="firmante")
    appointment = models.ForeignKey("institutions.Appointment", models.PROTECT, null=True, blank=True, related_name="+",
                                    verbose_name="puesto")  # fmt: skip
    run = models.OneToOneField("documents.ActRun", models.PROTECT, null=True, blank=True, related_name="session",
                               verbose_name="acción que la abrió")  # fmt: skip
    token_hash = models.CharField("huella de la ficha", max_length=64)
    opened_at = models.DateTimeField("abierta el")
    expires_at = models.DateTimeField("vence el")
    closed_at = models.DateTimeField("cerrada el", null=True, blank=True)
    network = models.CharField("red", max_length=45, blank=True)

    class Meta:
        verbose_name = "sesión de firma"
        verbose_name_plural = "sesiones de firma"

    def __str__(self):
        return str(self.uuid)


class SignatureRequest(FSMModelMixin, models.Model):
    """One document of a session; a new attempt is a new request."""

    session = models.ForeignKey(SigningSession, models.PROTECT, related_name="requests", verbose_name="sesión")
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="signature_requests",
                                 verbose_name="documento")  # fmt: skip
    provider = models.CharField("vía", max_length=10, choices=SignatureProvider, default=SignatureProvider.DESKTOP)
    state = StateField("estado", choices=SignatureState.choices, default=SignatureState.PREPARING, protected=True)
    given_sha256 = models.CharField("huella del PDF entregado", max_length=64, blank=True)
    given_size = models.PositiveIntegerField("bytes del PDF entregado", default=0)
    received_sha256 = models.CharField("huella del PDF recibido", max_length=64, blank=True)
    reason = models.CharField("motivo", max_length=250, blank=True)
    at = models.DateTimeField("último cambio")

    class Meta:
        verbose_name = "petición de firma"
        verbose_name_plural = "peticiones de firma"
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=SignatureState.values), name="signing_known_state"),
            models.UniqueConstraint(fields=["document"], name="signing_one_open",
                                    condition=models.Q(state__in=SignatureState.live())),
            models.UniqueConstraint(fields=["session", "document"], name="signing_once_in_session"),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.document_id}: {self.state}"

    @property
    def is_live(self) -> bool:
        return self.state in SignatureState.live()

    def refusal_message(self):
        return TIME_OVER

    @transition(state, source=SignatureState.PREPARING, target=SignatureState.OPEN, permission=permissions.is_system)
    def offer(self, sha256, size, instant):
        self.given_sha256, self.given_size, self.at = sha256, size, instant

    @transition(state, source=SignatureState.OPEN, target=SignatureState.RECEIVED, permission=permissions.is_system)
    def take_in(self, provider, sha256, instant):
        self.provider, self.received_sha256, self.at = provider, sha256, instant

    @transition(state, source=SignatureState.RECEIVED, target=SignatureState.OPEN, permission=permissions.is_system)
    def give_back(self, instant):
        self.received_sha256, self.at = "", instant

    @transition(state, source=SignatureState.RECEIVED, target=SignatureState.VALID, permission=permissions.is_system)
    def accept(self, instant):
        self.at = instant

    @transition(state, source=SignatureState.RECEIVED, target=SignatureState.REJECTED, permission=permissions.is_system)
    def reject(self, reason, instant):
        self.reason, self.at = reason, instant

    @transition(state, source=list(SignatureState.live()), target=SignatureState.EXPIRED,
                permission=permissions.is_system)  # fmt: skip
    def expire(self, instant):
        self.reason, self.at = TIME_OVER, instant

    @transition(state, source=list(SignatureState.live()), target=SignatureState.CANCELLED,
                permission=permissions.is_system)  # fmt: skip
    def cancel(self, reason, instant):
        self.reason, self.at = reason, instant


class Signature(models.Model):
    """The electronic signature of a document as it was accepted; a fact, never changed."""

    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="signature",
                                    verbose_name="documento")  # fmt: skip
    request = models.OneToOneField(SignatureRequest, models.PROTECT, related_name="signature", null=True, blank=True,
                                   verbose_name="petición")  # fmt: skip
    file = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="PDF firmado")
    field_name = models.CharField("campo de la firma", max_length=120)
    signed_at = models.DateTimeField("firmado el")
    time_source = models.CharField("origen de la hora", max_length=10, choices=TimeSource)
    signer_name = models.CharField("firmante", max_length=250)
    identity_document = models.CharField("documento de identidad", max_length=40)
    issuer = models.CharField("entidad de certificación", max_length=250)
    serial = models.CharField("serie del certificado", max_length=80)
    not_before = models.DateTimeField("vigente desde")
    not_after = models.DateTimeField("vigente hasta")
    level = models.CharField("nivel PAdES", max_length=10)
    revocation = models.CharField("revocación", max_length=10, choices=Revocation)
    is_test = models.BooleanField("certificado de prueba", default=False)
    report = models.JSONField("informe", default=dict)
    checked_at = models.DateTimeField("comprobada el")

    class Meta:
        verbose_name = "firma electrónica"
        verbose_name_plural = "firmas electrónicas"
        constraints = [
            models.CheckConstraint(condition=models.Q(revocation__in=Revocation.values), name="signature_revocation")
        ]
        indexes = [models.Index(fields=["checked_at"], name="signature_unchecked",
                                condition=models.Q(revocation=Revocation.UNKNOWN))]  # fmt: skip
        triggers = _append_only("las firmas no se borran", "OLD.document_id")

    def __str__(self):
        return f"{self.document_id}: {self.signer_name}"


class SignatureCheck(models.Model):
    """A later look at the revocation of a signature's certificate."""

    signature = models.ForeignKey(Signature, models.PROTECT, related_name="checks", verbose_name="firma")
    at = models.DateTimeField("comprobada el")
    revocation = models.CharField("revocación", max_length=10, choices=Revocation)
    revoked_at = models.DateTimeField("revocado el", null=True, blank=True)
    report = models.JSONField("informe", default=dict)

    class Meta:
        verbose_name = "comprobación de firma"
        verbose_name_plural = "comprobaciones de firma"
        constraints = [models.CheckConstraint(condition=models.Q(revocation__in=Revocation.values),
                                              name="signature_check_revocation")]  # fmt: skip
        indexes = [models.Index("signature", models.F("id").desc(), name="signature_last_check")]
        triggers = _append_only("las comprobaciones de firma no se borran", OF_SIGNATURE)

    def __str__(self):
        return f"{self.signature_id}: {self.revocation}"
