"""A person corrects her own data: some at once, names and identity through a validador (accounts-portal §10.4)."""

from django.db import transaction

from accounts import history, mailing
from accounts.identity import InvalidIdentity, validate_cedula
from accounts.models import CitizenProfile, IdentityKind, PersonChange, User
from accounts.models.registrations import VALIDATE, ChangeState
from quipux import clock
from quipux.calendar.days import working_calendar
from quipux.errors import Conflict, Forbidden, Invalid
from quipux.history import recorder
from quipux.outbox.services import queue_mail
from quipux.workflow import Entry, Move, perform

DAYS = 5  # working days to decide
AT_ONCE = ("phone", "city", "address", "address_note")
PROPOSED = {"given_names": "Nombres", "surnames": "Apellidos", "identity_number": "Cédula"}
CONTACT = {"address": "Dirección", "city": "Ciudad", "phone": "Teléfono"}  # what an office may learn of an envelope
LABELS = PROPOSED | CONTACT
OPEN = "Sus datos han sido modificados y serán revisados."
ACCEPTED, REJECTED = "QUIPUX: Actualización de datos aceptada", "QUIPUX: Actualización de datos rechazada"


@transaction.atomic
def change_contact(person: User, values: dict, *, actor) -> CitizenProfile:
    """Teléfono and dirección, at once.

    Args:
        values: fields of the profile, of ``AT_ONCE``.

    Raises:
        Forbidden: for somebody else.
    """
    _require_own(person, actor)
    profile = CitizenProfile.objects.select_for_update(of=("self",)).get(person=person)
    changed = [name for name in AT_ONCE if name in values and getattr(profile, name) != values[name]]
    for name in changed:
        setattr(profile, name, values[name])
    if changed:
        profile.save(update_fields=changed)
        recorder.record(profile, history.CONTACT_CHANGED, actor=actor)
    return profile


def _require_own(person, actor):
    if actor.user.pk != person.pk:
        raise Forbidden("Cada persona propone solo sus propios datos.")


@transaction.atomic
def propose(person: User, values: dict, *, actor) -> PersonChange:
    """Names or identity, for a validador to look at.

    Raises:
        Forbidden: for somebody else.
        Conflict: another proposal waits.
        Invalid: nothing differs from what is there, or the cédula is not one.
    """
    _require_own(person, actor)
    User.objects.select_for_update().get(pk=person.pk)
    if person.data_changes.filter(state=ChangeState.PENDING).exists():
        raise Conflict(OPEN)
    proposed = {name: " ".join(values[name].split()) for name in PROPOSED
                if values.get(name, "").strip() and " ".join(values[name].split()) != getattr(person, name)}  # fmt: skip
    if not proposed:
        raise Invalid("Escriba al menos un dato distinto del actual.")
    if "identity_number" in proposed:
        proposed["identity_number"] = _cedula(proposed["identity_number"])
    due = working_calendar().add_working_days(clock.today(), DAYS)
    change = PersonChange.objects.create(person=person, proposed=proposed, created_at=clock.now(), due_on=due)
    recorder.record(change, history.PROPOSED, actor=actor)
    return change


@transaction.atomic
def propose_contact(person: User, values: dict, *, comment: str, actor) -> PersonChange | None:
    """What an office learned of where a citizen lives: a proposal, since only she changes it at once (documents §10.4).

    Args:
        values: of ``CONTACT``; empty ones and those already on file propose nothing.
        comment: where it was learned; the Recorrido keeps it with who proposed.

    Returns:
        None where nothing differs, she is no citizen, or another proposal waits.
    """
    profile = CitizenProfile.objects.select_for_update(of=("self",)).filter(person=person).first()
    proposed = {name: values[name].strip() for name in CONTACT
                if profile and values.get(name, "").strip() not in ("", getattr(profile, name))}  # fmt: skip
    if not proposed or person.data_changes.filter(state=ChangeState.PENDING).exists():
        return None
    due = working_calendar().add_working_days(clock.today(), DAYS)
    change = PersonChange.objects.create(person=person, proposed=proposed, created_at=clock.now(), due_on=due)
    recorder.record(change, history.PROPOSED, actor=actor, comment=comment)
    return change


def present(person: User, name: str) -> str:
    """What is on file of one datum of ``LABELS``."""
    return getattr(person.citizen if name in CONTACT else person, name)


def _cedula(text):
    try:
        return validate_cedula(text)
    except InvalidIdentity as error:
        raise Invalid(f"{error}.", identity_number=f"{error}.") from error


def withdraw(change: PersonChange, *, actor) -> PersonChange:
    """Pendiente → Retirada, by herself."""
    return _move(change, "withdraw", history.WITHDRAWN, actor)


@transaction.atomic
def accept(change: PersonChange, fields: list[str], *, evidence: str, actor) -> PersonChange:
    """Pendiente → Aceptada: the ticked fields become the person's; signed documents keep what they say.

    Args:
        fields: of those proposed; at least one.
        evidence: what was looked at.

    Raises:
        Invalid: nothing ticked, without evidence, or the cédula is somebody's.
        Forbidden, NotAllowedNow: the actor does not decide on it, or it was decided.
    """
    taken = [name for name in change.proposed if name in fields]
    if not taken:
        raise Invalid("Marque al menos un dato, o rechace el cambio.", datos="Marque al menos un dato.")
    if not evidence.strip():
        raise Invalid("Escriba la evidencia que revisó.", motivo="Escriba la evidencia que revisó.")
    change = _move(change, "accept", history.CHANGE_ACCEPTED, actor, {"fields": taken}, evidence.strip())
    person = User.objects.select_for_update().get(pk=change.person_id)
    number = change.proposed.get("identity_number") if "identity_number" in taken else None
    if number and User.objects.filter(identity_number=number).exclude(pk=person.pk).exists():
        raise Invalid(
            "Esa cédula ya pertenece a otra persona: unifíquelas.", datos="Esa cédula ya pertenece a otra persona."
        )
    _take(person, {name: change.proposed[name] for name in taken})
    if number:
        User.objects.filter(pk=person.pk).update(identity_kind=IdentityKind.CEDULA, passport_country="")
    words = ", ".join(LABELS[name] for name in taken)
    _tell(change, ACCEPTED, f"Se actualizaron sus datos: {words}.")
    return change


def _take(person, values):
    profile = CitizenProfile.objects.select_for_update(of=("self",)).filter(person=person).first()
    for owner, of in ((person, PROPOSED), (profile, CONTACT)):
        taken = {name: value for name, value in values.items() if name in of}
        for name, value in taken.items():
            setattr(owner, name, value)
        if taken:
            owner.save(update_fields=list(taken))


@transaction.atomic
def reject(change: PersonChange, *, reason: str, actor) -> PersonChange:
    """Pendiente → Rechazada.

    Raises:
        Invalid: without reason.
    """
    if not reason.strip():
        raise Invalid("Escriba el motivo: la persona lo recibe.", motivo="Escriba el motivo: la persona lo recibe.")
    change = _move(change, "reject", history.CHANGE_REJECTED, actor, {"reason": reason.strip()}, reason.strip())
    _tell(change, REJECTED, f"No se actualizaron sus datos: {reason.strip()}")
    return change


def remind_due() -> dict:
    """Tell the validadores, once, of what is late."""
    now = clock.now()
    late = PersonChange.objects.filter(state=ChangeState.PENDING, due_on__lt=clock.today(), reminded_at=None)
    keys = list(late.values_list("pk", flat=True))
    if keys:
        PersonChange.objects.filter(pk__in=keys).update(reminded_at=now)
        text = f"Hay {len(keys)} cambios de datos cuyo plazo de {DAYS} días laborables terminó.\n"
        for validator in _validators():
            queue_mail(key=f"cambios-atrasados-{now:%Y%m%d}-{validator.pk}", to=validator.verified_email,
                       subject="QUIPUX: Cambios de datos por atender", text=text)  # fmt: skip
    return {"reminded": len(keys)}


def _validators():
    staff = User.objects.filter(is_staff=True, is_active=True)
    return [person for person in staff if person.has_perm(VALIDATE)]


def _move(change, transition, action, actor, values=None, comment=""):
    [moved] = perform(Move(change, transition, values or {}), actor=actor, subject=change,
                      entries=[Entry(action, comment=comment)])  # fmt: skip
    return moved


def _tell(change, subject, text):
    mailing.write_to(change.person, key=f"cambio-datos-{change.uuid}-{change.state}", subject=subject, lines=[text])
