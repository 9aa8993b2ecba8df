"""«Cambio masivo de dominio de correo»: everybody confirms at the new address, and only then it changes (institutions §10.1)."""

import re
from dataclasses import dataclass

from django.db import transaction

from accounts import email_changes
from accounts.models import EmailUse, EmailWay
from institutions import history
from institutions.models import Appointment
from institutions.people import work_email
from institutions.permissions.granting import checked_reason
from institutions.scope import require_whole
from quipux.errors import Invalid
from quipux.history import recorder

DOMAIN = re.compile(r"(?=.{4,190}\Z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
BAD = "Escriba el dominio como ministerio.gob.ec."
SAME = "El dominio nuevo debe ser distinto del anterior."
UNDECLARED = "Declare primero el dominio nuevo en los datos de la institución."
NOBODY = "Nadie en la institución usa ese dominio."


@dataclass(frozen=True)
class Change:
    """One person or post whose address would change: the old one and the new one."""

    post: Appointment
    former: str
    address: str
    is_work: bool


def _cleaned(text: str, field: str) -> str:
    domain = text.strip().lower().lstrip("@")
    if not DOMAIN.fullmatch(domain):
        raise Invalid(BAD, **{field: BAD})
    return domain


def preview(old: str, new: str, *, actor) -> list[Change]:
    """Whose addresses would change; nothing is written.

    Raises:
        Forbidden: the actor does not administer the whole institution.
        Invalid: a domain is none, both are the same, the new one is not declared, or nobody uses the old one.
    """
    require_whole(actor)
    old, new = _cleaned(old, "anterior"), _cleaned(new, "nuevo")
    if old == new:
        raise Invalid(SAME, nuevo=SAME)
    declared = {one.strip().lower().lstrip("@") for one in actor.institution.mail_domains.split()}
    if new not in declared:
        raise Invalid(UNDECLARED, nuevo=UNDECLARED)
    posts = Appointment.objects.working().with_names().filter(institution=actor.institution).order_by(
        "person__surnames", "person__given_names", "pk")  # fmt: skip
    found = [change for post in posts for change in _changes(post, old, new)]
    if not found:
        raise Invalid(NOBODY, anterior=NOBODY)
    return found


def _changes(post, old, new):
    for former, is_work in ((post.person.verified_email, False), (post.work_email, True)):
        name, _, domain = former.lower().rpartition("@")
        if name and domain == old:
            yield Change(post, former, f"{name}@{new}", is_work)


@transaction.atomic
def ask(old: str, new: str, *, reason: str, actor) -> int:
    """Mail the question to every new address, and a notice to the verified old one; what nobody confirms stays.

    Args:
        reason: 10 to 500 characters, kept in the Recorrido of the institution.

    Returns:
        How many were asked: a person with two posts is asked once for her own address.

    Raises:
        Forbidden, Invalid: as `preview`, or there is no reason.
    """
    text, asked = checked_reason(reason), set()
    for change in preview(old, new, actor=actor):
        key = ("work", change.post.pk) if change.is_work else ("own", change.post.person_id)
        if key not in asked:
            asked.add(key)
            (_ask_post if change.is_work else _ask_person)(change, actor)
    recorder.record(actor.institution, history.DOMAIN_CHANGED, actor=actor,
                    comment=f"@{_cleaned(old, 'anterior')} → @{_cleaned(new, 'nuevo')}. {text}")  # fmt: skip
    return len(asked)


def _ask_post(change, actor):
    work_email.ask_for(change.post, change.address)


def _ask_person(change, actor):
    person = change.post.person
    begun = email_changes.begin(person, change.address, use=EmailUse.PRINCIPAL, asked_by=actor.user, actor=actor,
                                way=EmailWay.DOMAIN)  # fmt: skip
    email_changes.warn(begun, [
        f"{actor.institution.name} cambia el dominio de su correo. Le escribimos a la dirección nueva para que la confirme.",
        "Mientras no la confirme se sigue usando esta dirección. Si no reconoce el cambio, use este enlace."])  # fmt: skip
