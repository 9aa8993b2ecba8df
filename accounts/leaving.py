"""What becomes of an e-mail when its owner leaves the institution it belongs to (accounts-portal §2.3)."""

from collections.abc import Iterable

from accounts import email_changes, history, mailing
from accounts.models import User
from quipux import clock
from quipux.history import recorder
from quipux.history.recorder import SYSTEM

CHANGED = "QUIPUX: Su correo fue cambiado"


def leave_institution(person: User, domains: Iterable[str]) -> bool:
    """Give up the principal e-mail when its domain belongs to an institution where nobody employs the person any more.

    A mailbox handed to a successor must never open the predecessor's account: the confirmed personal address takes its
    place, with a mail to both; without one, no recovery nor notice goes anywhere.

    Args:
        domains: of that institution, in lower case, without «@».

    Returns:
        Whether the e-mail is stale now.
    """
    domains = set(domains)
    if not person.email or _domain(person.email) not in domains:
        return False
    if _can_take_over(person, domains):
        _take_over(person)
        return False
    return bool(User.objects.filter(pk=person.pk, email_stale_at=None).update(email_stale_at=clock.now()))


def _domain(address):
    return address.rpartition("@")[2].lower()


def _can_take_over(person, domains):
    personal = person.personal_email if person.personal_email_verified_at else ""
    return bool(personal) and _domain(personal) not in domains and not email_changes.is_taken(personal, person)


def _take_over(person):
    """Open questions about addresses end too: they were asked of a mailbox that is not hers any more."""
    left, now = person.email, clock.now()
    person.email, person.email_verified_at, person.email_stale_at = (
        person.personal_email, person.personal_email_verified_at, None)  # fmt: skip
    person.personal_email, person.personal_email_verified_at = "", None
    person.save(
        update_fields=["email", "email_verified_at", "email_stale_at", "personal_email", "personal_email_verified_at"]
    )
    person.email_changes.open().update(ended_at=now)
    recorder.record(person, history.EMAIL_APPLIED, actor=SYSTEM)
    lines = ["Terminó su puesto en la institución de su correo anterior: desde ahora los mensajes de su cuenta de Quipux llegan"
             " a su correo personal."]  # fmt: skip
    for address in (left, person.email):
        mailing.write_to(person, key=f"correo-salida-{person.uuid}-{now:%Y%m%d%H%M%S%f}-{address}"[:120], to=address,
                         subject=CHANGED, lines=lines)  # fmt: skip
