"""What an administrator may do for somebody else's account, without ever seeing its secret (accounts-portal §7.2)."""

from django.db import transaction
from django.db.models import F

from accounts import activation, history, links, lockout, recovery, sessions
from accounts.models import CredentialState, User
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import NotAllowedNow
from quipux.history import recorder
from quipux.history.recorder import SYSTEM

NO_ADDRESS = "La persona no tiene un correo confirmado al que enviar el enlace."


@transaction.atomic
def send_link(person: User, by) -> None:
    """Mail the link to define the password, always to the address on file: the first one, or a new one.

    Raises:
        NotAllowedNow: the credential is suspended or closed, or there is no address.
    """
    if person.credential == CredentialState.PENDING:
        sent = activation.send_activation(person, by=by)
    elif person.credential == CredentialState.ACTIVE:
        sent = recovery.send_to(person)
    else:
        raise NotAllowedNow(f"La credencial de la persona está en estado {person.get_credential_display()}.")
    if not sent:
        raise NotAllowedNow(NO_ADDRESS)


def unlock(request, person: User) -> None:
    """Forget the failed attempts that closed the account for a while."""
    lockout.unblock(person)
    note(request, Event.UNLOCK, kind="user", uuid=person.uuid, user=person)


@transaction.atomic
def close_sessions(request, person: User) -> None:
    """End every open session of a person before its next request; links sent before are void too."""
    _end_all(person)
    note(request, Event.EXPULSION, kind="user", uuid=person.uuid, user=person)


@transaction.atomic
def close_from_console(person: User, *, reason: str, by: str) -> None:
    """The same without a page; her Recorrido keeps the reason and who of the machine it was."""
    _end_all(person)
    recorder.record(person, history.SESSIONS_CLOSED, actor=SYSTEM, comment=f"{reason} (consola, {by})")


def _end_all(person):
    # Her row first: who enters at this instant holds it, and then her session is among those that end.
    User.objects.filter(pk=person.pk).update(credential_version=F("credential_version") + 1)
    links.end_all(person)
    sessions.end_all(person)
