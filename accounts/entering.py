"""What happens when somebody enters, or is not let in (accounts-portal §5, §6, §9.5)."""

import uuid
from dataclasses import dataclass

from django.contrib import auth
from django.db import transaction

from accounts import finding, mailing, second_factor, sessions
from accounts.lockout import HOUR, TELL_AFTER
from accounts.models import User
from quipux import clock
from quipux.accesslog.models import AccessEntry, Event
from quipux.accesslog.recording import note
from quipux.limits import services as limits

HELD = "entering"  # of the session
TOLD = "tries_told"  # once an hour, whether or not the account exists: the work is the same (S-04)
PATIENCE = 300  # seconds between the password and the last answer
TRIES = "QUIPUX: Intentos de ingreso"
NEW_DEVICE = "QUIPUX: Ingreso desde un equipo nuevo"


@dataclass(frozen=True)
class Held:
    """Somebody who gave the right password and has still to answer something."""

    user: User
    following: str
    is_proved: bool


def hold(request, user: User, following: str, *, is_proved: bool = False) -> None:
    """Keep, in a session of nobody yet, who is entering, where they wanted to go, and whether the code was given."""
    request.session.cycle_key()
    request.session[HELD] = [user.pk, user.credential_version, clock.now().timestamp(), following, is_proved]


def proved(request) -> None:
    """The second factor was just activated by who is half-way in, if anybody is."""
    if found := held(request):
        hold(request, found.user, found.following, is_proved=True)


def step_of(request, user: User, *, is_proved: bool) -> str | None:
    """The page that somebody with the right password has still to answer; None when nothing is left."""
    if not is_proved and second_factor.has(user):
        return "accounts:second_factor"
    if not is_proved and second_factor.must_enrol(user):
        return "accounts:enrol_at_the_door"
    if user.must_change_password:
        return "accounts:demanded_password"
    return "accounts:continue_here" if sessions.elsewhere(request, user) else None


def held(request) -> Held | None:
    """Who is half-way in this browser; None after five minutes, or when the credential changed."""
    pk, version, at, following, is_proved = request.session.get(HELD) or (None, 0, 0, "", False)
    if clock.now().timestamp() - at > PATIENCE:
        return None
    user = User.objects.filter(pk=pk, credential_version=version, is_active=True).first()
    return Held(user, following, is_proved) if user else None


@transaction.atomic
def open_session(request, user: User, gate) -> None:
    """Enter: a new session key, the failures forgotten, an entry in the log, a mail if the device is new.

    Raises:
        Conflict: as `sessions.claim`.
    """
    sessions.claim(user)
    entered_before = AccessEntry.objects.filter(user=user, event=Event.LOGIN).exists()
    auth.login(request, user)
    sessions.begin(request, user)
    gate.succeeded()
    entry = note(request, Event.LOGIN, user=user)
    if entered_before and not gate.is_known:
        lines = [f"El {mailing.moment()} se ingresó a su cuenta desde un equipo que no conocíamos.",
                 f"Red: {limits.network_of(request)}.", "Si fue usted, no haga nada. Si no, cambie su contraseña con"
                 " «¿Olvidó su contraseña?» y avise a su Administrador Institucional Quipux."]  # fmt: skip
        mailing.write_to(user, key=f"equipo-{entry.pk}", subject=NEW_DEVICE, lines=lines)


@transaction.atomic
def refuse(request, typed: str, gate, *, is_closed: bool) -> None:
    """Note a try that was not let in, and tell the person once an hour when there are many."""
    person = finding.person_of(typed)
    note(request, Event.LOCK if is_closed else Event.FAILURE, refused=True, user=person,
         identifier="" if person else finding.fingerprint(typed))  # fmt: skip
    failures = gate.failures_of_account(HOUR)
    if failures >= TELL_AFTER and limits.take(TOLD, gate.account, limit=1, period=HOUR) is None:
        lines = [f"En la última hora hubo {failures} intentos fallidos de ingresar a su cuenta.",
                 "Si no fue usted, no necesita hacer nada: nadie entra sin su contraseña. Si usa la misma en otro lugar,"
                 " cámbiela."]  # fmt: skip
        mailing.write_or_pretend(person, key=f"intentos-{uuid.uuid4()}", subject=TRIES, lines=lines)
