"""The first password (accounts-portal §4, §7.3)."""

import uuid

from django.conf import settings
from django.db import transaction

from accounts import history, mailing
from accounts.models import CredentialState, LinkKind, User
from quipux.errors import NotAllowedNow
from quipux.history import recorder

SUBJECT = "QUIPUX: Activación de cuenta"
NOT_PENDING = "La cuenta ya fue activada. La persona puede usar «¿Olvidó su contraseña?»."


@transaction.atomic
def send_activation(user: User, by) -> bool:
    """Mail the link «Crear contraseña», always to the e-mail on file; a newer link voids the older.

    Args:
        user: whose credential is pending.
        by: who asks, an actor with ``identity()``, or Sistema; the caller has decided that he may.

    Returns:
        Whether a mail was queued; False where no e-mail is on file.

    Raises:
        NotAllowedNow: the credential is not «Sin activar».
    """
    if user.credential != CredentialState.PENDING:
        raise NotAllowedNow(NOT_PENDING)
    lines = ["Se creó su cuenta en Quipux, el sistema de gestión documental de las instituciones públicas.",
             f"Para entrar, cree su contraseña con este enlace. Vale {settings.QUIPUX_ACTIVATION_HOURS} horas y se usa una"
             " sola vez.",
             "Si usted no esperaba este mensaje, no haga nada: la cuenta no se activa sin el enlace."]  # fmt: skip
    queued = mailing.write_to(user, key=f"activacion-{uuid.uuid4()}", to=user.email, subject=SUBJECT, lines=lines,
                              link_text="Crear contraseña", secret_of=LinkKind.ACTIVATION)  # fmt: skip
    if queued:
        recorder.record(user, history.INVITED, actor=by)
    return queued
