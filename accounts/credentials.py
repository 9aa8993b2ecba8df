"""The credential of a person: its password, and its states (accounts-portal §4)."""

from dataclasses import dataclass

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import history, links, lockout, mailing, recovery, sessions
from accounts.models import CredentialState, User
from accounts.models.people import can_manage
from quipux import clock
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder
from quipux.history.recorder import Identity
from quipux.workflow import Entry, Move, perform

CHANGED = "QUIPUX: Su contraseña fue cambiada"
ACTIVE = "QUIPUX: Su cuenta está activa"
SUSPENDED = "QUIPUX: Su cuenta está suspendida"
DEMANDED = "QUIPUX: Debe cambiar su contraseña"
REINSTATED = "QUIPUX: Su cuenta está habilitada otra vez"
TAKEN = "Ese correo ya pertenece a otra persona. Comuníquese con su Administrador Institucional Quipux."


@dataclass(frozen=True)
class Herself:
    """The person who acts on her own account, outside any office."""

    user: User

    is_system = False

    def identity(self) -> Identity:
        return Identity(self.user.pk, "", self.user.full_name, "", "")


def check_password_rules(raw: str, person: User) -> None:
    """Apply the profile in use (§8.1).

    Raises:
        Invalid: with what is wrong, for the field ``nueva``.
    """
    try:
        validate_password(raw, person)
    except ValidationError as error:
        raise Invalid(error.messages[0], nueva=error.messages[0]) from error


@transaction.atomic
def define_by_link(request, digest: str, raw: str) -> User:
    """Set the password with a link that arrived by mail: the first one, or a new one.

    All sessions of the person end, and the link with every other.

    Raises:
        Gone: the link is not usable any more.
        Invalid: the password does not follow the rules; the link stays.
        Conflict: the address it arrived at was confirmed by somebody else meanwhile.
    """
    link = links.usable(digest, lock=True)
    check_password_rules(raw, link.person)
    first = link.person.credential == CredentialState.PENDING
    person = _activated(link.person) if first else link.person
    set_password(person, raw)
    note(request, Event.RECOVERY_USED, user=person)
    note(request, Event.ACTIVATION if first else Event.PASSWORD, user=person)
    tell_changed(request, person, first=first)
    recovery.succeeded(request)
    return person


def set_password(person: User, raw: str) -> None:
    """Store a password already judged; whatever was opened with the former one ends."""
    person.set_password(raw)
    person.password_changed_at, person.must_change_password = clock.now(), False
    person.credential_version += 1
    person.save(update_fields=["password", "password_changed_at", "must_change_password", "credential_version"])
    links.end_all(person)
    sessions.end_all(person)


def _activated(person):
    """The first use of the link proves the address that its creator typed (§7.3)."""
    others = User.objects.filter(email__iexact=person.email, email_verified_at__isnull=False).exclude(pk=person.pk)
    if others.exists():
        raise Conflict(TAKEN)
    [person] = perform(Move(person, "activate"), actor=Herself(person), subject=person,
                       entries=[Entry(history.ACTIVATED)])  # fmt: skip
    person.email_verified_at = person.email_verified_at or clock.now()
    person.save(update_fields=["email_verified_at"])
    return person


def tell_changed(request, person: User, *, first: bool = False) -> None:
    """Mail that a password was set, when and from which network."""
    where = request.META.get("REMOTE_ADDR", "")
    lines = ["Su cuenta está activa y ya tiene contraseña." if first else "Su contraseña fue cambiada.",
             f"Fecha: {mailing.moment()}. Red: {where}.",
             "Si no fue usted, recupere su cuenta con «¿Olvidó su contraseña?» y avise a su Administrador Institucional"
             " Quipux."]  # fmt: skip
    mailing.write_to(person, key=f"clave-{person.uuid}-{person.credential_version}",
                     subject=ACTIVE if first else CHANGED, lines=lines)  # fmt: skip


@transaction.atomic
def change_own(request, *, old: str, raw: str) -> bool:
    """Change the own password; every other session ends, this one goes on with a new key (§7.5).

    Returns:
        Whether the old one was right; a wrong one is a failure like those of login.

    Raises:
        Invalid: the new password does not follow the rules.
    """
    person, gate = request.user, lockout.gate_of(request, request.user.identity_number)
    if gate.minutes_closed() or not person.check_password(old):
        gate.failed()
        note(request, Event.PASSWORD, refused=True)
        return False
    check_password_rules(raw, person)
    set_password(person, raw)
    update_session_auth_hash(request, person)
    sessions.begin(request, person)
    note(request, Event.PASSWORD)
    tell_changed(request, person)
    return True


@transaction.atomic
def suspend(person: User, *, reason: str, by) -> User:
    """Activa → Suspendida: sessions end, links are void, she is mailed.

    Raises:
        Invalid: without reason.
        Forbidden, NotAllowedNow: `by` does not manage credentials, or it is not active.
    """
    text = required(reason)
    [person] = perform(Move(person, "suspend"), actor=by, subject=person,
                       entries=[Entry(history.CREDENTIAL_SUSPENDED, comment=text)])  # fmt: skip
    links.end_all(person)
    sessions.end_all(person)
    _tell(person, SUSPENDED, f"Su cuenta fue suspendida. Motivo: {text}")
    return person


@transaction.atomic
def reinstate(person: User, *, reason: str, by, was_incident: bool = False) -> User:
    """Suspendida → Activa; after an incident only recovery opens it again.

    Raises:
        Invalid, Forbidden, NotAllowedNow: as `suspend`.
    """
    text = required(reason)
    [person] = perform(Move(person, "reinstate", {"must_change_password": was_incident}), actor=by, subject=person,
                       entries=[Entry(history.CREDENTIAL_REINSTATED, comment=text)])  # fmt: skip
    if was_incident:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    _tell(person, REINSTATED, f"Su cuenta está habilitada otra vez. Motivo: {text}"
          + (" Defina una contraseña nueva con «¿Olvidó su contraseña?»." if was_incident else ""))  # fmt: skip
    return person


@transaction.atomic
def demand_new_password(person: User, *, reason: str, by) -> User:
    """At the next login she has to set another password (§5); whatever is open ends, and she is mailed.

    Raises:
        Invalid: without reason.
        Forbidden: `by` does not manage credentials, or it is his own.
        NotAllowedNow: it is not active.
    """
    text = required(reason)
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if not can_manage(person, by):
        raise Forbidden("No tiene permiso para esta acción.")
    if person.credential != CredentialState.ACTIVE:
        raise NotAllowedNow(person.refusal_message())
    person.must_change_password, person.credential_version = True, person.credential_version + 1
    person.save(update_fields=["must_change_password", "credential_version"])
    links.end_all(person)
    sessions.end_all(person)
    recorder.record(person, history.CHANGE_DEMANDED, actor=by, comment=text)
    _tell(person, DEMANDED, f"Al ingresar deberá definir una contraseña nueva. Motivo: {text}")
    return person


@transaction.atomic
def define_demanded(request, person: User, raw: str) -> None:
    """The password that was demanded, by who just gave the former one (and the code of who has a second factor).

    Raises:
        Invalid: the new password does not follow the rules.
    """
    check_password_rules(raw, person)
    set_password(person, raw)
    note(request, Event.PASSWORD, user=person)
    tell_changed(request, person)


@transaction.atomic
def close(person: User, *, reason: str, by) -> User:
    """Any state → Cerrada; the caller has seen that no appointment is active.

    Raises:
        Invalid, Forbidden, NotAllowedNow: as `suspend`.
    """
    text = required(reason)
    [person] = perform(Move(person, "close"), actor=by, subject=person,
                       entries=[Entry(history.CREDENTIAL_CLOSED, comment=text)])  # fmt: skip
    links.end_all(person)
    sessions.end_all(person)
    return person


def required(reason: str) -> str:
    if not reason.strip():
        raise Invalid("Escriba el motivo.", motivo="Escriba el motivo.")
    return reason.strip()


def _tell(person, subject, text):
    mailing.write_to(
        person, key=f"credencial-{person.uuid}-{clock.now():%Y%m%d%H%M%S%f}", subject=subject, lines=[text]
    )
