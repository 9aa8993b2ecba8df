"""A mail is a row before it is a message (safety §7): committed with the act it tells of."""

from django.db import models


class MailState(models.TextChoices):
    QUEUED = "queued", "En cola"
    SENT = "sent", "Enviado"
    FAILED = "failed", "No entregado"


class Mail(models.Model):
    """One mail of one event to one address; ``key`` makes the event unrepeatable."""

    key = models.CharField("evento", max_length=120, unique=True)
    to = models.EmailField("para")
    subject = models.CharField("asunto", max_length=250)
    text = models.TextField("texto")
    html = models.TextField("HTML", blank=True)
    # Who puts the secret in the place of its mark while the mail is sent, and whose it is: the row never holds it.
    filler = models.CharField("quien completa", max_length=40, blank=True, default="", db_default="")
    about = models.UUIDField("de quién", null=True, blank=True)
    # Of a training tenant or not; None where only the address can tell (institutions §12.8).
    is_training = models.BooleanField("de capacitación", null=True, default=None)
    state = models.CharField("estado", max_length=10, choices=MailState, default=MailState.QUEUED)
    attempts = models.PositiveIntegerField("intentos", default=0)
    next_attempt_at = models.DateTimeField("próximo intento")
    created_at = models.DateTimeField("creado")
    sent_at = models.DateTimeField("enviado el", null=True)
    last_error = models.CharField("último error", max_length=250, blank=True)

    class Meta:
        verbose_name = "correo"
        verbose_name_plural = "correos"
        indexes = [models.Index(fields=["next_attempt_at"], name="mail_due", condition=models.Q(state="queued"))]

    def __str__(self):
        return self.key
