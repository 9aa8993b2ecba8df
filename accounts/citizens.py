"""Citizens that the staff of an institution brings in (accounts-portal §10.2)."""

import unicodedata
from dataclasses import dataclass, field

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from accounts import history, mailing
from accounts.identity import clean, validate_cedula, validate_ruc
from accounts.models import CitizenOrigin, CitizenProfile, IdentityKind, LinkKind, User
from quipux import environments
from quipux.errors import Conflict, NotAllowedNow
from quipux.history import recorder

SHOWN = 10  # people that look like the new one
CREATED_SUBJECT = "QUIPUX: Creación de Ciudadano"
TAKEN = "Ya existe una persona con esa cédula."
CLOSED = "El ingreso de ciudadanos está cerrado por ahora. Puede consultar sus trámites sin ingresar."
NO_PROFILE = "Confirme primero un correo personal en Mi perfil."


@dataclass(frozen=True)
class Identity:
    """What was typed in «Cédula/RUC».

    Attributes:
        kind: of the person; a company's RUC is no identity of a person.
        number: canonical, empty for «Sin identificación».
        other: the RUC, as «Otro documento» keeps it; else empty.
    """

    kind: str
    number: str
    other: str = ""

    @classmethod
    def read(cls, text: str) -> "Identity":
        """Cédula, RUC, or nothing.

        Raises:
            Doubtful: only the algorithm speaks against it; its number is one for ``of``.
            InvalidIdentity: it is neither.
        """
        number = clean(text)
        return cls.of(number and (validate_ruc(number) if len(number) == 13 else validate_cedula(number)))

    @classmethod
    def of(cls, number: str) -> "Identity":
        """Of a canonical number: ten digits, thirteen, or none."""
        if not number:
            return cls(IdentityKind.INTERNAL, "")
        if len(number) != 13:
            return cls(IdentityKind.CEDULA, number)
        natural = number[2] <= "5"
        return cls(IdentityKind.CEDULA if natural else IdentityKind.INTERNAL, number[:10] if natural else "", number)


@dataclass(frozen=True)
class NewCitizen:
    """What the staff typed; ``profile`` are fields of ``CitizenProfile``.

    Attributes:
        override: why a number is taken that the algorithm refuses (A-04); empty for every other.
    """

    identity: Identity
    given_names: str
    surnames: str
    academic_title: str = ""
    email: str = ""
    override: str = ""
    profile: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Similar:
    """Who may be the same person; with ``is_certain`` it is: the cédula is equal."""

    person: User
    is_certain: bool


def similar_to(new: NewCitizen) -> list[Similar]:
    """«Personas parecidas»: the same identity, or the same words in names or company, whatever accents and order."""
    named, company = _words(f"{new.given_names} {new.surnames}"), _words(new.profile.get("company", ""))
    other = new.identity.other or clean(new.profile.get("other_document", ""))
    same = Q(identity_number=new.identity.number) if new.identity.number else Q(pk__in=[])
    same |= Q(citizen__other_document=other) if other else Q(pk__in=[])
    rows = User.objects.filter(same | _all(named, "given_names", "surnames") | _all(company, "citizen__company"))
    found = [person for person in rows.filter(is_active=True, is_staff=False).select_related("citizen").order_by("pk")[:200]
             if _is_similar(person, new, named, company, other)]  # fmt: skip
    judged = [
        Similar(person, bool(new.identity.number) and person.identity_number == new.identity.number) for person in found
    ]
    return sorted(judged, key=lambda one: not one.is_certain)[:SHOWN]


def _all(words, *fields):
    """Rows that contain every word in one of the fields; without words, none."""
    found = Q() if words else Q(pk__in=[])
    for word in words:
        found &= Q(*(Q(**{f"{name}__unaccent__icontains": word}) for name in fields), _connector=Q.OR)
    return found


def _is_similar(person, new, named, company, other):
    profile = getattr(person, "citizen", None)
    same = person.identity_number == new.identity.number or (other and profile and profile.other_document == other)
    return bool(same or _words(person.full_name) == named
                or (company and profile and _words(profile.company) == company))  # fmt: skip


def _words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text.lower())
    return frozenset("".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c)).split())


@transaction.atomic
def create_citizen(new: NewCitizen, *, actor, institution, origin: str = CitizenOrigin.WINDOW) -> User:
    """A person without credential, so that documents can name them.

    Args:
        actor: who creates; the caller has decided that he may.
        institution: whose staff; its name stands in the mail.

    Raises:
        Conflict: somebody has that cédula already.
    """
    number = new.identity.number or without_identity()
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                number, None, identity_kind=new.identity.kind, given_names=new.given_names, surnames=new.surnames,
                academic_title=new.academic_title, email=new.email, identity_override=new.override,
                identity_override_by=actor.user if new.override else None)  # fmt: skip
    except IntegrityError as error:
        raise Conflict(TAKEN) from error
    other = new.identity.other or new.profile.get("other_document", "")
    profile = CitizenProfile.objects.create(person=person, origin=origin,
                                            **new.profile | {"other_document": other})  # fmt: skip
    recorder.record(profile, history.CREATED, actor=actor)
    if new.override:
        recorder.record(person, history.OVERRIDDEN, actor=actor, comment=new.override)
    _tell(person, institution)
    return person


def closed_door() -> str:
    """Why no citizen enters nor registers now, in Spanish; empty while they may (institutions §12.8)."""
    if environments.is_practice():
        other = environments.address_of_the_other()
        return f"Este es el ambiente de capacitación. Los ciudadanos ingresan en {other or 'el sistema en producción'}."
    return "" if settings.QUIPUX_CITIZEN_LOGIN else CLOSED


def may_open_own_profile(person: User) -> bool:
    """Whether somebody who serves nowhere may go on as a citizen: an operator is none, and an address must be hers (§7.4)."""
    if environments.is_practice():
        return False
    is_reached = bool(person.verified_email or person.personal_email_verified_at)
    return is_reached and not person.is_staff and not hasattr(person, "citizen")


@transaction.atomic
def open_own_profile(person: User, *, actor) -> CitizenProfile:
    """«Activar mi perfil de ciudadano», by the person herself.

    Raises:
        NotAllowedNow: she has one, operates the platform, or no address of hers is confirmed.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if actor.user.pk != person.pk or not may_open_own_profile(person):
        raise NotAllowedNow(NO_PROFILE)
    profile = CitizenProfile.objects.create(person=person, origin=CitizenOrigin.PORTAL)
    recorder.record(profile, history.CREATED, actor=actor)
    return profile


def without_identity() -> str:
    """The next number of the house, for who has no identification."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('accounts_without_identity')")
        return f"SIN-{cursor.fetchone()[0]}"


def _tell(person, institution):
    """Who noted her down, and, where she may enter, the link to create the password (§7.3, §10.2)."""
    where = f" al teléfono {institution.phone}" if institution.phone else ""
    lines = [f"{institution.name} lo registró como ciudadano en Quipux para atender sus documentos.",
             "Consulte el estado de sus trámites con el número y el código de su comprobante en"
             f" {settings.QUIPUX_PUBLIC_URL}/tramites/",
             f"Si usted no presentó ningún documento en esa institución, comuníquese con ella{where}."]  # fmt: skip
    enters = person.identity_kind != IdentityKind.INTERNAL
    if enters:
        lines.insert(2, "Para leer aquí sus documentos cree su contraseña con este enlace. Vale"
                        f" {settings.QUIPUX_ACTIVATION_HOURS} horas y se usa una sola vez.")  # fmt: skip
    mailing.write_to(person, key=f"ciudadano-{person.uuid}", to=person.email, subject=CREATED_SUBJECT, lines=lines,
                     link_text="Crear contraseña" if enters else "",
                     secret_of=LinkKind.ACTIVATION if enters else "")  # fmt: skip


def has_account(person: User) -> bool:
    """Whether the person enters with a password of their own."""
    return person.is_active and person.has_usable_password()
