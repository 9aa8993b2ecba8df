"""Use cases of appointments (institutions §6.2, §9)."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from accounts import activation
from accounts.finding import person_with
from accounts.models import CredentialState, IdentityKind, User
from institutions import history
from institutions.models import Appointment, Area, ListMember, SharedTray
from institutions.people import rules, telling, terms, work_email
from institutions.permissions import granting
from institutions.scope import require_administrator
from institutions.states import AppointmentState
from quipux import clock
from quipux.errors import Conflict, Invalid, NotAllowedNow, NotFound
from quipux.history import recorder
from quipux.workflow import Entry, Move, perform

CHIEF, NORMAL = Appointment.Profile.CHIEF, Appointment.Profile.NORMAL
# What an administrator may change of a post; the identity of the person is hers alone (accounts-portal §2.2).
FIELDS = ("area", "kind", "title", "heading_title", "profile", "initials", "is_responsible", "city", "work_email", "phone",
          "extension", "mobile", "certificate", "observation", "starts_on", "ends_on")  # fmt: skip
RETURNED = "Reactivado sin permisos, listas ni bandejas compartidas"


@dataclass(frozen=True)
class NewPerson:
    """Identity of somebody nobody knows yet; the number is canonical."""

    identity_number: str
    given_names: str
    surnames: str
    email: str
    identity_kind: str = IdentityKind.CEDULA
    academic_title: str = ""
    passport_country: str = ""


@transaction.atomic
def create(person: User | NewPerson, *, actor, **fields) -> Appointment:
    """Give a person a post; who exists keeps identity, e-mail and credential, whoever asks (I-17).

    Args:
        person: the existing one, or the data of a new one, who gets the link to create the password.
        fields: of ``FIELDS``; ``area``, ``title`` and ``starts_on`` are needed.

    Raises:
        Forbidden, NotFound: the área is not the actor's.
        Invalid, Conflict: a rule of §6.2, in its own words.
    """
    require_administrator(actor)
    _require_area(fields["area"], actor)
    is_new = isinstance(person, NewPerson)
    if is_new:
        person, is_new = _new_user(person)
    area = fields["area"]
    fields = {"heading_title": fields["title"]} | {
        name: value for name, value in fields.items() if value not in (None, "")
    }
    appointment = Appointment(person=person, institution=area.institution, **fields)
    rules.check(appointment)
    with rules.said_by_the_database():
        appointment.save()
    terms.begin(appointment)
    appointment = _begun(appointment, actor)
    _invite(appointment, actor, is_new=is_new)
    return appointment


def _new_user(new) -> tuple[User, bool]:
    """The person, and whether she was made here; one made meanwhile elsewhere is she too, as she is there (A-03)."""
    if known := person_with(new.identity_kind, new.identity_number, new.passport_country):
        return known, False
    try:
        with transaction.atomic():
            return User.objects.create_user(
                new.identity_number, identity_kind=new.identity_kind, given_names=new.given_names, surnames=new.surnames,
                passport_country=new.passport_country, email=new.email, academic_title=new.academic_title), True  # fmt: skip
    except IntegrityError:
        return User.objects.get(identity_kind=new.identity_kind, identity_number=new.identity_number,
                                passport_country=new.passport_country), False  # fmt: skip


def _begun(appointment, actor):
    """In function at once, or «Programado» until its first day."""
    if appointment.starts_on > clock.today():
        recorder.record(appointment, history.CREATED, actor=actor)
        return appointment
    [appointment] = perform(Move(appointment, "activate"), actor=actor, subject=appointment,
                            entries=[Entry(history.CREATED)])  # fmt: skip
    return appointment


def _invite(appointment, actor, *, is_new):
    if is_new:
        activation.send_activation(appointment.person, by=actor)
    else:
        telling.tell(appointment, telling.NEW_POST)
    work_email.ask(appointment)


def _require_area(area, actor):
    if not Area.objects.administered_by(actor).filter(pk=area.pk).exists():
        raise NotFound("El área no está a su alcance.")


def _locked(appointment, actor):
    require_administrator(actor)
    rows = Appointment.objects.administered_by(actor).select_for_update(of=("self",)).select_related(
        "area", "institution", "person")  # fmt: skip
    found = rows.filter(pk=appointment.pk).first()
    if found is None:
        raise NotFound("El puesto no está a su alcance.")
    return found


# Changing ---------------------------------------------------------------------------------------------


@transaction.atomic
def change(appointment: Appointment, *, actor, reason: str = "", **fields) -> Appointment:
    """Change the data of a post; documents, trays and history stay with it (I-18).

    Another área, title or profile closes a term and opens the next; another área or profile also ends the shared
    trays of both sides, and what was granted over áreas.

    Args:
        reason: kept in the Recorrido beside what changed.
        fields: of ``FIELDS``.

    Raises:
        Forbidden, NotFound: the post, or its new área, is not the actor's.
        Invalid, Conflict: as `create`.
    """
    before = _locked(appointment, actor)
    after = Appointment.objects.select_related("area", "institution", "person").get(pk=before.pk)
    granting.check_target(after, actor)
    for name, value in fields.items():
        setattr(after, name, value)
    _require_area(after.area, actor)
    told = _told(before, after)
    if not told:
        return before
    rules.check(after)
    if after.work_email.lower() != before.work_email.lower():
        after.work_email_verified_at = None
    with rules.said_by_the_database():
        after.save()
    _settle(before, after, actor)
    recorder.record(after, _action(before, after), actor=actor, comment=". ".join(filter(None, (told, reason))))
    telling.tell(after, telling.CHANGED_POST)
    if after.work_email != before.work_email:
        work_email.ask(after)
    return after


def _settle(before, after, actor):
    moved = before.area_id != after.area_id
    if terms.differ(before, after):
        terms.turn(before, after)
    if moved or before.profile != after.profile:
        _end_shares(after, as_member=moved)
    if moved:
        granting.revoke_scoped(after, reason="Cambio de área", actor=actor)


def _end_shares(appointment, *, as_member):
    appointment.shares_given.all().delete()
    if as_member:
        appointment.shares_received.all().delete()


def _action(before, after):
    if before.area_id != after.area_id:
        return history.MOVED
    return history.PROFILE_CHANGED if before.profile != after.profile else history.CHANGED


def _told(before, after):
    """«Puesto: Técnica → Analista», for each field that changed."""
    lines = []
    for name in FIELDS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            label = Appointment._meta.get_field(name).verbose_name
            lines.append(f"{label[0].upper()}{label[1:]}: {_said(before, name)} → {_said(after, name)}")
    return "; ".join(lines)


def _said(appointment, name):
    words = getattr(appointment, f"get_{name}_display", None)
    value = words() if words else getattr(appointment, name)
    return {True: "sí", False: "no"}.get(value, value) if isinstance(value, bool) else value or "—"


def trays_that_end(appointment: Appointment) -> list[str]:
    """Names of those who stop seeing the tray when this Jefe stops being Jefe (§9)."""
    rows = appointment.shares_given.select_related("member__person").order_by("pk")
    return [row.member.person.full_name for row in rows]


@transaction.atomic
def name_chief(area: Area, appointment: Appointment | None, *, instead_of: int | None, actor) -> Appointment | None:
    """Make somebody of the área its Jefe, in place of who was when the page was drawn.

    Args:
        appointment: None leaves the área without Jefe.
        instead_of: key of the appointment the page showed as Jefe.

    Raises:
        Forbidden, NotFound: the área or the post is not the actor's.
        Conflict: another became Jefe meanwhile.
    """
    require_administrator(actor)
    _require_area(area, actor)
    Area.objects.select_for_update(of=("self",)).get(pk=area.pk)
    now = Appointment.objects.filter(area=area, profile=CHIEF).exclude(state=AppointmentState.INACTIVE).first()
    if (now.pk if now else None) not in (instead_of, appointment.pk if appointment else None):
        raise Conflict(rules.SECOND_CHIEF)
    if now and now != appointment:
        change(now, actor=actor, profile=NORMAL)
    return change(appointment, actor=actor, profile=CHIEF) if appointment else None


@transaction.atomic
def share_tray(chief: Appointment, members, *, actor) -> None:
    """Let exactly these people of the área see the Recibidos of its Jefe (§9).

    Raises:
        Forbidden, NotFound: the post is not the actor's.
        Invalid: somebody works in another área, or is the Jefe.
    """
    chief = _locked(chief, actor)
    wanted = {one.pk: one for one in members}
    if any(one.area_id != chief.area_id or one.pk == chief.pk or not one.is_working for one in wanted.values()):
        raise Invalid("Elija personas activas de la misma área.")
    had = set(chief.shares_given.values_list("member", flat=True))
    chief.shares_given.exclude(member__in=wanted).delete()
    SharedTray.objects.bulk_create(SharedTray(chief=chief, member=one, since=clock.now())
                                   for key, one in wanted.items() if key not in had)  # fmt: skip
    if had != set(wanted):
        names = ", ".join(sorted(one.person.full_name for one in wanted.values()))
        recorder.record(chief, history.SHARED, actor=actor, comment=names or "Nadie")


# Coming back ------------------------------------------------------------------------------------------


@transaction.atomic
def reactivate(appointment: Appointment, *, actor) -> Appointment:
    """Bring an ended post back: without permissions, lists or shared trays (I-19).

    Raises:
        Forbidden, NotFound: the post is not the actor's.
        Invalid: the área is closed, a slot is taken, or the credential is closed.
        NotAllowedNow: it did not end.
    """
    appointment = _locked(appointment, actor)
    if appointment.state != AppointmentState.INACTIVE:
        raise NotAllowedNow(appointment.refusal_message())
    if appointment.person.credential == CredentialState.CLOSED or not appointment.person.is_active:
        raise Invalid("La credencial de la persona está cerrada.")
    rules.check(appointment)
    forget_rights(appointment, reason=RETURNED, actor=actor)
    with rules.said_by_the_database():
        [appointment] = perform(Move(appointment, "activate"), actor=actor, subject=appointment,
                                entries=[Entry(history.ACTIVATED)])  # fmt: skip
    terms.close(appointment)
    appointment.starts_on = clock.today()
    appointment.save(update_fields=["starts_on"])
    terms.begin(appointment)
    telling.tell(appointment, telling.REACTIVATED)
    return appointment


def forget_rights(appointment: Appointment, *, reason: str, actor) -> None:
    """Take every permission, place in a list and shared tray from a post that ends or begins anew (§6.3, §11.5)."""
    granting.revoke_all(appointment, reason=reason, actor=actor)
    rows = ListMember.objects.filter(appointment=appointment).select_related("list")
    for row in rows:
        row.list.version += 1
        row.list.save(update_fields=["version"])
    rows.delete()
    _end_shares(appointment, as_member=True)


def start_due() -> int:
    """Put into function the posts whose first day came; the job of 00:00. Returns how many."""
    rows = Appointment.objects.filter(state=AppointmentState.SCHEDULED, starts_on__lte=clock.today(), area__is_active=True,
                                      institution__state="active")  # fmt: skip
    started = 0
    for appointment in rows.with_names():
        perform(Move(appointment, "activate"), actor=recorder.SYSTEM, subject=appointment,
                entries=[Entry(history.ACTIVATED)])  # fmt: skip
        telling.tell(appointment, telling.NEW_POST)
        started += 1
    return started
