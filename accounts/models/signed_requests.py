"""What a citizen who lost her mailbox signs with her own certificate to give another (accounts-portal §8.5)."""

import uuid

from django.db import models


class SignedRequest(models.Model):
    """A PDF that names the new address, made for whoever asks; it tells who she is once it comes back signed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    address = models.EmailField("dirección nueva")
    pdf = models.ForeignKey("files.StoredFile", models.PROTECT, related_name="+", verbose_name="solicitud sin firmar")
    created_at = models.DateTimeField("hecha el", db_index=True)
    signed = models.ForeignKey("files.StoredFile", models.PROTECT, null=True, related_name="+",
                               verbose_name="solicitud firmada")  # fmt: skip
    change = models.OneToOneField("accounts.EmailChange", models.PROTECT, null=True, related_name="signed_request",
                                  verbose_name="cambio de correo")  # fmt: skip

    class Meta:
        verbose_name = "solicitud firmada de cambio de correo"
        verbose_name_plural = "solicitudes firmadas de cambio de correo"
        constraints = [
            models.CheckConstraint(
                name="signed_request_both_or_none",
                condition=models.Q(signed=None, change=None) | models.Q(signed__isnull=False, change__isnull=False),
            )
        ]

    def __str__(self):
        return f"Solicitud de cambio de correo No. {self.pk}"
