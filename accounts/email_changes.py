"""A person's own addresses: asked by her, confirmed at the new one, undone from the old one (accounts-portal §2.3, §8.4)."""

from datetime import timedelta

from django.db import transaction

from accounts import email_links, history, links, mailing, sessions
from accounts.credentials import Herself
from accounts.models import EmailChange, EmailUse, EmailWay, SecurityCase, User
from quipux import clock
from quipux.accesslog.models import Event
from quipux.accesslog.recording import note
from quipux.errors import Conflict, Invalid, TooMany
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.limits import services as limits

HOURS = 24  # to confirm at the new address
PER_DAY, DAY = 5, timedelta(days=1)
CONFIRM, CHANGED = "QUIPUX: Confirme su correo", "QUIPUX: Su correo fue cambiado"
TAKEN = "Ese correo ya pertenece a otra persona."
SAME = "Escriba una dirección distinta de las que ya tiene."
NOT_ME = "No fui yo"


@transaction.atomic
def ask(request, address: str, *, use: str) -> EmailChange:
    """Ask for a new address of one's own; the one in use stays until the new one is confirmed.

    Whether the address is somebody else's is said only to who reads its mails.

    Args:
        use: one of ``EmailUse``.

    Raises:
        Invalid: it is an address she has.
        TooMany: five in a day.
    """
    person, address = User.objects.select_for_update().get(pk=request.user.pk), address.strip()
    if address.lower() in _addresses(person):
        raise Invalid(SAME, correo=SAME)
    if limits.take("email_change", person.pk, limit=PER_DAY, period=DAY) is not None:
        raise TooMany("Ya pidió cinco cambios de correo hoy. Intente mañana.")
    change = begin(person, address, use=use, asked_by=person, actor=Herself(person))
    note(request, Event.EMAIL)
    warn(change, [f"El {mailing.moment()} se pidió {_what(change)} de su cuenta de Quipux por otra dirección.",
                  f"Red: {limits.network_of(request)}. Si no fue usted, use este enlace: se impide el cambio y se cierran"
                  " sus sesiones."])  # fmt: skip
    return change


def _addresses(person):
    return {found.lower() for found in (person.verified_email, person.personal_email) if found}


def _what(change):
    return "cambiar el correo" if change.use == EmailUse.PRINCIPAL else "registrar o cambiar el correo personal"


def begin(person: User, address: str, *, use: str, asked_by: User, actor, way: str = EmailWay.OWN,
          evidence: str = "") -> EmailChange:  # fmt: skip
    """Note the change, in place of an open one of the same use, and mail the link to the new address."""
    now = clock.now()
    person.email_changes.open().filter(use=use).update(ended_at=now)
    change = EmailChange.objects.create(person=person, use=use, way=way, address=address, created_at=now, asked_by=asked_by,
                                        expires_at=now + timedelta(hours=HOURS), evidence=evidence)  # fmt: skip
    recorder.record(person, history.EMAIL_ASKED, actor=actor, comment=evidence)
    lines = ["Se indicó esta dirección como suya en Quipux, el sistema de gestión documental de las instituciones públicas.",
             f"Confírmela con este enlace. Vale {HOURS} horas; hasta entonces se usa la dirección anterior.",
             "Si usted no esperaba este mensaje, no haga nada."]  # fmt: skip
    mailing.write_to(person, key=f"correo-confirmar-{change.uuid}", to=address, subject=CONFIRM, lines=lines,
                     link_text="Confirmar mi correo", secret_of=email_links.CONFIRM, about=change.uuid)  # fmt: skip
    return change


def warn(change: EmailChange, lines: list[str], *, to: list[str] | None = None, moment: str = "pedido") -> None:
    """Tell addresses on file, by default the verified one, with the link «No fui yo»."""
    for address in to if to is not None else [change.person.verified_email]:
        mailing.write_to(change.person, key=f"correo-{moment}-{change.pk}-{address}"[:120], to=address, subject=CHANGED,
                         lines=lines, link_text=NOT_ME, secret_of=email_links.DISOWN, about=change.uuid)  # fmt: skip


def apply(change: EmailChange, *, actor, request=None) -> EmailChange:
    """Put a confirmed address in the place of the former one, inside the caller's transaction; she is mailed at both.

    Raises:
        Conflict: somebody else confirmed the address meanwhile.
    """
    person = change.person = User.objects.select_for_update().get(pk=change.person_id)
    if is_taken(change.address, person):
        raise Conflict(TAKEN)
    field = "email" if change.use == EmailUse.PRINCIPAL else "personal_email"
    verified = f"{field}_verified_at"
    change.former, change.former_verified_at = getattr(person, field), getattr(person, verified)
    told = [found for found in (person.verified_email, change.address) if found]
    setattr(person, field, change.address), setattr(person, verified, change.confirmed_at)
    person.email_stale_at = None if change.use == EmailUse.PRINCIPAL else person.email_stale_at
    person.save(update_fields=[field, verified, "email_stale_at"])
    change.applied_at = clock.now()
    change.save(update_fields=["former", "former_verified_at", "applied_at"])
    recorder.record(person, history.EMAIL_APPLIED, actor=actor)
    if request is not None:
        note(request, Event.EMAIL, user=person)
    warn(change, [f"El {mailing.moment()} cambió {'el correo' if change.use == EmailUse.PRINCIPAL else 'el correo personal'}"
                  " de su cuenta de Quipux.", "Si no fue usted, use este enlace dentro de 72 horas: se restituye la"
                  " dirección anterior y se cierran sus sesiones."], to=told, moment="cambiado")  # fmt: skip
    return change


def is_taken(address: str, person: User) -> bool:
    """Whether somebody else confirmed this address as the principal one."""
    others = User.objects.filter(email__iexact=address, email_verified_at__isnull=False)
    return others.exclude(pk=person.pk).exists()


@transaction.atomic
def withdraw(person: User, uuid) -> bool:
    """Let go of an own change that is still open. Returns whether there was one."""
    rows = person.email_changes.open().filter(uuid=uuid)
    if not rows.update(ended_at=clock.now()):
        return False
    recorder.record(person, history.EMAIL_WITHDRAWN, actor=Herself(person))
    return True


@transaction.atomic
def remove_personal(request) -> None:
    """Forget the personal address."""
    person = User.objects.select_for_update().get(pk=request.user.pk)
    if not person.personal_email:
        return
    person.personal_email, person.personal_email_verified_at = "", None
    person.save(update_fields=["personal_email", "personal_email_verified_at"])
    recorder.record(person, history.EMAIL_REMOVED, actor=Herself(person))
    note(request, Event.EMAIL)


@transaction.atomic
def disown(request, token: str) -> EmailChange:
    """«No fui yo»: the former address is back, everything open ends, the mesa has a case to look at (§8.4).

    A change that she did not ask was asked by who knows the password: it opens nothing any more, only recovery does.

    Raises:
        Gone: as `email_links.to_disown`.
    """
    change = email_links.to_disown(token, lock=True)
    person = change.person = User.objects.select_for_update().get(pk=change.person_id)
    if change.applied_at:
        _restore(change, person)
    person.email_changes.filter(pk=change.pk).update(ended_at=clock.now())
    person.email_changes.open().update(ended_at=clock.now())
    links.end_all(person)
    sessions.end_all(person)
    person.credential_version += 1
    if change.way == EmailWay.OWN:
        person.set_unusable_password()
    person.save(update_fields=["credential_version", "password"])
    recorder.record(person, history.EMAIL_DISOWNED, actor=Herself(person))
    case = SecurityCase.objects.create(person=person, change=change, opened_at=clock.now())
    recorder.record(case, history.CASE_OPENED, actor=SYSTEM)
    note(request, Event.EXPULSION, user=person)
    return change


def _restore(change, person):
    field = "email" if change.use == EmailUse.PRINCIPAL else "personal_email"
    if getattr(person, field).lower() != change.address.lower():
        return  # a later change stands in its place; that one has a link of its own
    setattr(person, field, change.former), setattr(person, f"{field}_verified_at", change.former_verified_at)
    person.save(update_fields=[field, f"{field}_verified_at"])


def expire_due() -> int:
    """End the changes that nobody confirmed in time. Returns how many."""
    now = clock.now()
    return EmailChange.objects.open().filter(confirmed_at=None, expires_at__lte=now).update(ended_at=now)


@transaction.atomic
def close_case(case: SecurityCase, *, conclusion: str, by) -> SecurityCase:
    """The mesa looked at what was disowned and says what came of it; done twice, nothing changes.

    Args:
        by: an operator whose right the caller asked.

    Raises:
        Invalid: without conclusion.
    """
    if not conclusion.strip():
        raise Invalid("Escriba la conclusión.", conclusion="Escriba la conclusión.")
    case = SecurityCase.objects.select_for_update().get(pk=case.pk)
    if case.closed_at is None:
        case.closed_at, case.closed_by, case.conclusion = clock.now(), by.user, conclusion.strip()
        case.save(update_fields=["closed_at", "closed_by", "conclusion"])
        recorder.record(case, history.CASE_CLOSED, actor=by, comment=case.conclusion)
    return case
