"""The SGE corrects who a person is, with evidence, when she cannot confirm it herself (accounts-portal §2.2, §3)."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts import history, mailing
from accounts.models import CredentialState, User
from accounts.models.people import MANAGE_CREDENTIALS
from accounts.models.registrations import VALIDATE
from quipux.errors import Conflict, Forbidden, Invalid, NotAllowedNow
from quipux.history import recorder

SUBJECT = "QUIPUX: Actualización de datos aceptada"
TAKEN = "Esa identificación ya pertenece a otra persona: unifíquelas."
LABELS = {"identity_kind": "tipo de identificación", "identity_number": "número de identificación",
          "passport_country": "país del pasaporte", "given_names": "nombres", "surnames": "apellidos"}  # fmt: skip


@dataclass(frozen=True)
class Corrected:
    """Who the person is; number and country are canonical."""

    identity_kind: str
    identity_number: str
    passport_country: str
    given_names: str
    surnames: str


def may_correct(user) -> bool:
    """An AGQ, or a validador; both see a warning where the portal refuses a number (A-04)."""
    return user.has_perm(MANAGE_CREDENTIALS) or user.has_perm(VALIDATE)


@transaction.atomic
def correct(person: User, new: Corrected, *, evidence: str, reason: str, is_doubtful: bool = False, actor) -> User:
    """Change names or identity; she is mailed at every address on file. Signed documents keep what they say.

    Args:
        evidence: what was looked at.
        is_doubtful: the number does not follow the algorithm, and the reason says why it is taken all the same.

    Raises:
        Forbidden: without the right, or for oneself.
        Invalid: without evidence or reason, or nothing differs.
        NotAllowedNow: the credential is closed.
        Conflict: somebody else has that identity.
    """
    if not may_correct(actor.user) or actor.user.pk == person.pk:
        raise Forbidden("No tiene permiso para corregir a esta persona.")
    _require_words(evidence, reason)
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.credential == CredentialState.CLOSED:
        raise NotAllowedNow(person.refusal_message())
    changed = [name for name in LABELS if getattr(person, name) != getattr(new, name)]
    if not changed:
        raise Invalid("Escriba al menos un dato distinto del actual.")
    _store(person, new, changed, reason.strip() if is_doubtful else "", actor)
    words = ", ".join(LABELS[name] for name in changed)
    recorder.record(person, history.CORRECTED, actor=actor, comment=f"{words}. {evidence.strip()}. {reason.strip()}")
    if is_doubtful:
        recorder.record(person, history.OVERRIDDEN, actor=actor, comment=reason.strip())
    _tell(person, words)
    return person


def _require_words(evidence, reason):
    for name, text in (("evidencia", evidence), ("motivo", reason)):
        if not text.strip():
            raise Invalid(f"Complete «{name.capitalize()}».", **{name: f"Complete «{name.capitalize()}»."})


def _store(person, new, changed, override, actor):
    for name in changed:
        setattr(person, name, getattr(new, name))
    if {"identity_kind", "identity_number"} & set(changed):
        person.identity_override, person.identity_override_by = override, actor.user if override else None
        changed = [*changed, "identity_override", "identity_override_by"]
    try:
        with transaction.atomic():
            person.save(update_fields=changed)
    except IntegrityError as error:
        raise Conflict(TAKEN) from error


def _tell(person, words):
    lines = [f"El {mailing.moment()} la administración de Quipux corrigió en su cuenta: {words}.",
             "Lo hizo con la evidencia que quedó escrita. Si no está de acuerdo, comuníquese con soporte."]  # fmt: skip
    addresses = dict.fromkeys(one for one in (person.email, person.personal_email) if one and not person.email_stale_at)
    for order, address in enumerate(addresses):
        mailing.write_to(person, key=f"correccion-{person.uuid}-{mailing.moment()}-{order}", to=address, subject=SUBJECT,
                         lines=lines)  # fmt: skip
