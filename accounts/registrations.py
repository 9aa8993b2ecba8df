"""A citizen registers herself: requested, e-mail verified, validated by a person, active (accounts-portal §10.3)."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse

from accounts import activation, citizens, finding, history, mailing
from accounts.models import CitizenOrigin, CitizenProfile, CredentialState, IdentityKind, Registration, User
from accounts.models.registrations import RegistrationState, is_validator
from quipux import clock
from quipux.errors import Conflict, Forbidden, Gone, Invalid
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.outbox import secrets as mail_secrets
from quipux.workflow import Entry, Move, perform

LINK_HOURS, WAITING_DAYS = 24, 30
CONFIRM, TRIED = "QUIPUX: Confirme su correo", "QUIPUX: Alguien intentó registrarse con su cédula"
REFUSED = "QUIPUX: Registro rechazado"
LATE = "Caducada. El enlace valía 24 horas: regístrese otra vez."
SALT = "accounts.registrations"
FILLER = "registro"
TAKEN = "Ese correo ya pertenece a otra persona."


@dataclass(frozen=True)
class Applicant:
    """What was typed in the form of registration, in canonical form."""

    identity_kind: str
    identity_number: str
    given_names: str
    surnames: str
    email: str
    city: str
    phone: str = ""
    address: str = ""
    passport_country: str = ""


@transaction.atomic
def request(applicant: Applicant) -> None:
    """Begin a registration; who asks is told the same whatever happens.

    A cédula that belongs to somebody who enters, or who serves in an institution, begins nothing: that person is
    mailed at the address on file. A citizen that a ventanilla noted down and who never entered may register.
    """
    owner = finding.person_with(applicant.identity_kind, applicant.identity_number, applicant.passport_country)
    if owner is not None and not _may_claim(owner):
        _warn(owner)
        return
    now = clock.now()
    registration = Registration.objects.create(**vars(applicant), created_at=now)
    recorder.record(registration, history.REQUESTED, actor=SYSTEM)
    lines = [f"{registration.full_name}:", "Recibimos su registro como ciudadano en Quipux.",
             f"Confirme su correo con este enlace. Vale {LINK_HOURS} horas.",
             "Si usted no lo pidió, no haga nada: sin el enlace el registro caduca."]  # fmt: skip
    write_to(
        registration, key="registro", subject=CONFIRM, lines=lines, link_text="Confirmar mi correo", secret_of=FILLER
    )


def write_to(registration: Registration, *, key: str, **fields) -> None:
    """One mail to who is nobody yet, at the address she typed.

    Args:
        key: names the event, once for each registration.
        fields: as `accounts.mailing.write_to` takes them.
    """
    mailing.write_to(_Addressee(registration), key=f"{key}-{registration.uuid}", to=registration.email, **fields)


@dataclass(frozen=True)
class _Addressee:
    """Who is mailed before being anybody."""

    registration: Registration

    @property
    def full_name(self):
        return self.registration.full_name

    @property
    def uuid(self):
        return self.registration.uuid

    verified_email = ""


def _may_claim(owner) -> bool:
    """Noted down as a citizen only, and never entered."""
    return (owner.credential == CredentialState.PENDING and hasattr(owner, "citizen") and not owner.is_staff
            and not owner.appointments.exists())  # fmt: skip


def _warn(owner):
    day = clock.today()
    mailing.write_to(owner, key=f"intento-registro-{owner.uuid}-{day.isoformat()}", subject=TRIED, lines=[
        f"El {day.isoformat()} alguien intentó registrarse en Quipux con su cédula. No se creó ninguna cuenta.",
        "Si fue usted, ya tiene una: ingrese con su cédula o use «¿Olvidó su contraseña?»."])  # fmt: skip


# The link ---------------------------------------------------------------------------------------------


def _link(about, _to) -> str:
    """What the outbox writes into the mail while it sends it: no row holds it."""
    token = signing.dumps(str(about), salt=SALT)
    return f"{settings.QUIPUX_PUBLIC_URL}{reverse('accounts:registration_link', args=[token])}"


mail_secrets.register(FILLER, _link)


def of_link(token: str) -> Registration:
    """The registration a link belongs to; looking changes nothing.

    Raises:
        Gone: it is none of ours, or late, or was used.
    """
    try:
        key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        raise Gone(LATE) from None
    found = Registration.objects.filter(uuid=key).first()
    if found is None or found.state != RegistrationState.REQUESTED:
        raise Gone(LATE)
    if found.created_at + timedelta(hours=LINK_HOURS) <= clock.now():
        raise Gone(LATE)
    return found


def verified(registration: Registration) -> Registration:
    """Solicitada → Correo verificado; what follows is decided by `accounts.registration_proofs`."""
    return _move(registration, "verify_email", history.EMAIL_VERIFIED, SYSTEM, {"instant": clock.now()})


def wait(registration: Registration) -> Registration:
    """Correo verificado → Por validar: a person, or her own signature, says who she is."""
    return _move(registration, "wait_for_validation", history.WAITING, SYSTEM)


# Decisions --------------------------------------------------------------------------------------------


@transaction.atomic
def activate(
    registration: Registration, *, identity_checked: bool, actor, other_reason: str | None = None
) -> Registration:
    """Por validar → Activa: the person exists, with a citizen's profile, and is mailed how to make a password.

    What was registered before under the same cédula is hers at once, since she is the same person.

    Args:
        other_reason: «Es otra persona»: why who was noted down with that number is somebody else. She keeps her
            documents without an identification, and the number goes to who proved it; None where it is the same person.

    Raises:
        Invalid: the identity was not checked, or nobody else has the number, or without reason.
        Conflict: the cédula was taken meanwhile by somebody who enters, or the e-mail by somebody else.
        Forbidden, NotAllowedNow: the actor does not validate, or it was decided before.
    """
    if not identity_checked:
        raise Invalid("Marque que comprobó la identidad.", identidad="Marque que comprobó la identidad.")
    if other_reason is not None:
        _set_apart(registration, other_reason, actor)
    person = person_of(registration)
    registration = _move(registration, "activate", history.VALIDATED, actor, {"person": person})
    activation.send_activation(person, actor)
    return registration


def known_as(registration: Registration) -> User | None:
    """Who was noted down with that number before, and never entered."""
    found = finding.person_with(registration.identity_kind, registration.identity_number, registration.passport_country)
    return found if found and _may_claim(found) else None


def _set_apart(registration, reason, actor):
    if not is_validator(registration, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    known = known_as(registration)
    if known is None:
        raise Invalid("Nadie más consta con ese número.", motivo="Nadie más consta con ese número.")
    if not reason.strip():
        raise Invalid("Escriba por qué es otra persona.", motivo="Escriba por qué es otra persona.")
    person = User.objects.select_for_update().get(pk=known.pk)
    person.identity_kind, person.identity_number = IdentityKind.INTERNAL, citizens.without_identity()
    person.passport_country = ""
    person.save(update_fields=["identity_kind", "identity_number", "passport_country"])
    recorder.record(person, history.SET_APART, actor=actor, comment=reason.strip())


def person_of(registration: Registration) -> User:
    """The person of a registration that is about to be active, made or found, with her e-mail and profile.

    Raises:
        Conflict: the cédula was taken meanwhile by somebody who enters, or the e-mail by somebody else.
    """
    identity = {name: getattr(registration, name) for name in ("identity_kind", "identity_number", "passport_country")}
    person = User.objects.select_for_update(of=("self",)).filter(**identity).first()
    if person is not None and not _may_claim(person):
        raise Conflict("Esa cédula ya pertenece a una persona con cuenta.")
    if User.objects.filter(email__iexact=registration.email, email_verified_at__isnull=False).exclude(
            pk=person and person.pk).exists():  # fmt: skip
        raise Conflict(TAKEN)
    if person is None:
        person = User.objects.create_user(
            **identity, given_names=registration.given_names, surnames=registration.surnames
        )
    person.email, person.email_verified_at = registration.email, registration.email_verified_at
    person.save(update_fields=["email", "email_verified_at"])
    profile, _ = CitizenProfile.objects.get_or_create(person=person, defaults={"origin": CitizenOrigin.PORTAL})
    for name in ("phone", "city", "address"):
        setattr(profile, name, getattr(registration, name) or getattr(profile, name))
    profile.save(update_fields=["phone", "city", "address"])
    return person


@transaction.atomic
def reject(registration: Registration, *, reason: str, actor) -> Registration:
    """Por validar → Rechazada, with a mail that says why; she may ask again.

    Raises:
        Invalid: without reason.
    """
    if not reason.strip():
        raise Invalid("Escriba el motivo: la persona lo recibe.", motivo="Escriba el motivo: la persona lo recibe.")
    registration = _move(registration, "reject", history.REFUSED, actor, {"reason": reason.strip()}, reason.strip())
    write_to(registration, key="registro-rechazado", subject=REFUSED,
             lines=[f"{registration.full_name}:", f"Su registro fue rechazado: {reason.strip()}",
                    "Puede corregirlo y registrarse otra vez."])  # fmt: skip
    return registration


def expire_due() -> dict:
    """Caducada: links of over a day, and validations nobody came for in thirty days."""
    now = clock.now()
    late = Registration.objects.filter(state=RegistrationState.REQUESTED,
                                       created_at__lte=now - timedelta(hours=LINK_HOURS))  # fmt: skip
    left = Registration.objects.filter(state=RegistrationState.TO_VALIDATE,
                                       email_verified_at__lte=now - timedelta(days=WAITING_DAYS))  # fmt: skip
    return {"expired": len([_move(row, "expire", history.LAPSED, SYSTEM) for row in [*late, *left]])}


def _move(registration, transition, action, actor, values=None, comment=""):
    [moved] = perform(Move(registration, transition, values or {}), actor=actor, subject=registration,
                      entries=[Entry(action, comment=comment)])  # fmt: skip
    return moved
