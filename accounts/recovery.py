"""«¿Olvidó su contraseña?»: one answer for all, one mail for who exists (accounts-portal §7.2)."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import transaction

from accounts import finding, mailing
from accounts.models import CredentialState, LinkKind, User
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.challenge import tokens
from quipux.limits import services as limits

SUBJECT = "QUIPUX: Cambio de contraseña"
# Per cédula, known or not; beyond it no mail is sent and nothing is said (§6).
PER_CEDULA = (("recovery_minutes", 1, timedelta(minutes=5)), ("recovery_hour", 3, timedelta(hours=1)),
              ("recovery_day", 5, timedelta(days=1)))  # fmt: skip
PER_NETWORK, SUSPICIOUS, HOUR = 100, 10, timedelta(hours=1)
NETWORK = "recovery_network"


def closes(request) -> bool:
    """Count one question of this network; whether it asked too often in this hour."""
    return limits.take(NETWORK, limits.network_of(request), limit=PER_NETWORK, period=HOUR) is not None


def cost(request) -> int:
    """How much work the third way of the code asks of this network: more after ten questions that led to nothing."""
    asked = limits.used(NETWORK, limits.network_of(request), period=HOUR)
    return tokens.COST_UNDER_ATTACK if asked >= SUSPICIOUS else tokens.COST


def succeeded(request) -> None:
    """A link was used from this network: it is people who ask there."""
    limits.clear(NETWORK, limits.network_of(request))


@transaction.atomic
def ask(request, typed: str) -> None:
    """Queue the mail with the link, if the number is somebody's who may have it; never says whether it is.

    Where a passport number belongs to two countries, each of the two gets a link of the own at the own address.
    """
    people = finding.people_of(typed)
    person = people[0] if len(people) == 1 else None
    allowed = _within_limits(finding.canonical(typed))
    note(request, Event.RECOVERY_ASKED, refused=not (people and allowed), user=person,
         identifier="" if person else finding.fingerprint(typed))  # fmt: skip
    for one in (people or [None]) if allowed else ():
        send_to(one)  # the work is the same where there is nobody


def _within_limits(number):
    """One after the other, so that what a shorter limit refuses does not use up the longer ones."""
    return all(limits.take(act, number, limit=times, period=period) is None for act, times, period in PER_CEDULA)


def send_to(person: User | None) -> bool:
    """Mail the link to the address it may go to. Returns whether a mail was queued; for nobody none is."""
    minutes = settings.QUIPUX_RECOVERY_MINUTES
    lines = [f"El {mailing.moment()} se pidió cambiar la contraseña de su cuenta de Quipux.",
             f"Para definir una nueva use este enlace. Vale {minutes} minutos y se usa una sola vez; mientras tanto, su"
             " contraseña actual sigue funcionando.",
             "Si usted no lo pidió, no haga nada: su contraseña no cambia. Si se repite, avise a su Administrador"
             " Institucional Quipux."]  # fmt: skip
    return mailing.write_or_pretend(person, key=f"recuperacion-{uuid.uuid4()}", to=address_for(person), subject=SUBJECT,
                                    lines=lines, link_text="Definir una nueva contraseña", secret_of=LinkKind.RECOVERY)  # fmt: skip


def address_for(person: User | None) -> str:
    """Where a link may go: the verified e-mail, or while the account is pending the one given at its creation."""
    if person is None or not person.is_active:
        return ""
    return person.email if person.credential == CredentialState.PENDING else person.verified_email
