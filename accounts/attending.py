"""What the ventanilla does for a citizen who stands in front of it (accounts-portal §7.3, §8.5, §10.2)."""

from django.db import transaction

from accounts import assisting, data_changes, history, lost_emails
from accounts.models import CitizenProfile, CredentialState, EmailChange, PersonChange, User
from accounts.models.registrations import AT_THE_DESK
from quipux.errors import Forbidden, NotAllowedNow
from quipux.history import recorder

NO_RIGHT = "No tiene permiso para atender a ciudadanos."
TO_THE_MESA = "Esta persona también sirve en una institución u opera la plataforma: la atiende la mesa de servicio."
HERS = "La persona ya ingresa a Quipux: cambia sus datos ella misma o acepta los que usted proponga."
OF_PERSON = ("given_names", "surnames", "academic_title")


def may_attend(actor) -> bool:
    """Who creates citizens (permission 16); a training tenant reaches none of them (S-86)."""
    if actor is None or actor.appointment is None or actor.is_training:
        return False
    return actor.holds(AT_THE_DESK)


def is_for_the_window(person: User) -> bool:
    """A citizen and nothing else: an account that opens more is for the mesa (§8.5)."""
    return (person.is_active and hasattr(person, "citizen") and not person.is_staff and not person.groups.exists()
            and not person.appointments.exists())  # fmt: skip


def is_hers(person: User) -> bool:
    """Whether she enters with a password of her own; then nobody else writes her data."""
    return person.credential != CredentialState.PENDING


def send_link(person: User, *, actor) -> None:
    """The link to make or change the password, to the address on file only.

    Raises:
        Forbidden, NotAllowedNow: not by this actor or for this person; or there is no address.
    """
    _require(person, actor)
    assisting.send_link(person, by=actor)


def lost_email(person: User, address: str, *, evidence: str, actor) -> EmailChange:
    """Another address for a citizen who showed who she is; she confirms it, and it is in force a day later.

    Raises:
        Forbidden: not by this actor or for this person.
        Invalid, Conflict: as ``lost_emails.ask``.
    """
    _require(person, actor)
    return lost_emails.ask(person, address, evidence=evidence, actor=actor)


@transaction.atomic
def change(person: User, values: dict, profile: dict, *, actor) -> User:
    """Write the data of a citizen who never entered.

    Args:
        values: of ``OF_PERSON``, and ``email`` where none was confirmed.
        profile: fields of ``CitizenProfile``.

    Raises:
        Forbidden: not by this actor or for this person.
        NotAllowedNow: she enters by now.
    """
    _require(person, actor)
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if is_hers(person):
        raise NotAllowedNow(HERS)
    names = (*OF_PERSON, "email") if person.email_verified_at is None else OF_PERSON
    kept = CitizenProfile.objects.select_for_update(of=("self",)).get(person=person)
    for row, data in ((person, {name: values[name] for name in names if name in values}), (kept, profile)):
        for name, value in data.items():
            setattr(row, name, value)
        row.save(update_fields=list(data))
    recorder.record(kept, history.DATA_WRITTEN, actor=actor)
    return person


def propose(person: User, values: dict, *, comment: str, actor) -> PersonChange | None:
    """Where a citizen who enters can be reached, as a proposal that a validador decides on.

    Returns:
        None where nothing differs or another proposal waits.

    Raises:
        Forbidden: not by this actor or for this person.
    """
    _require(person, actor)
    return data_changes.propose_contact(person, values, comment=comment, actor=actor)


def _require(person, actor):
    if not may_attend(actor):
        raise Forbidden(NO_RIGHT)
    if not is_for_the_window(person):
        raise Forbidden(TO_THE_MESA)
