"""The use cases of a change of AIQ (institutions §12.7)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Sum
from django_fsm import can_proceed, has_transition_perm

from accounts.activation import send_activation
from accounts.models import CredentialState, IdentityKind, User
from institutions import services as institutions
from institutions.aiq_changes import history
from institutions.implantation.permissions import can_review
from institutions.implantation.services.moving import reason_of, require_stranger
from institutions.implantation.services.training import usual_courses
from institutions.models import Appointment, Enrolment, Grant, RevokedGrant
from institutions.models.aiq_changes import AiqChange, AiqChangeState
from institutions.models.courses import QUARTERS
from institutions.states import AppointmentState
from quipux import clock
from quipux.calendar.days import working_calendar
from quipux.errors import Forbidden, Invalid, NotAllowedNow
from quipux.files.accepting import accept
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.outbox.services import queue_mail
from quipux.workflow import Entry, Move, perform

AHEAD = 7  # working days between asking and the effective day
PAIR = ("administer", "institutional_admin")  # 12 and 36
FIELDS = ("given_names", "surnames", "identity_number", "title", "email", "phone", "mobile")
SUBJECT = "QUIPUX: Cambio de AIQ"
TOO_SOON = "La fecha efectiva debe ser al menos siete días laborables después de hoy."
SAME = "La persona ya es el AIQ."
OPEN = "La institución ya tiene un cambio de AIQ en curso."


def request_change(person: dict, *, effective_at: datetime, reason: str, letter, actor, outgoing=None) -> AiqChange:
    """— → Cambio solicitado, by the outgoing AIQ or an AGQ.

    Args:
        person: ``FIELDS`` of the new AIQ.
        letter: the uploaded oficio of the máxima autoridad.
        outgoing: her appointment, when an AGQ files it.

    Raises:
        Forbidden: the actor is neither.
        Invalid: too soon, the same person, another change is open, or the oficio is not accepted.
    """
    outgoing = _outgoing(actor, outgoing)
    if clock.local(effective_at).date() < working_calendar().add_working_days(clock.today(), AHEAD):
        raise Invalid(TOO_SOON, fecha=TOO_SOON)
    if person["identity_number"] == outgoing.person.identity_number:
        raise Invalid(SAME, identity_number=SAME)
    text, stored = reason_of(reason), accept(letter, allowed=("pdf",), megabytes=10)
    try:
        with transaction.atomic():
            change = AiqChange.objects.create(
                institution=outgoing.institution, outgoing=outgoing, letter=stored, reason=text, created_at=clock.now(),
                effective_at=effective_at, **{name: person[name] for name in FIELDS})  # fmt: skip
            recorder.record(change, history.REQUESTED, actor=actor, comment=text)
    except IntegrityError as error:
        raise Invalid(OPEN) from error
    _tell(change, "requested", settings.QUIPUX_SUPPORT_EMAIL, change.outgoing.person.verified_email)
    return change


def _outgoing(actor, outgoing):
    if outgoing is None and actor.appointment is not None and not actor.is_delegate and actor.holds(PAIR[1]):
        return actor.appointment
    if outgoing is not None and can_review(None, actor):
        return outgoing
    raise Forbidden("No tiene permiso para esta acción.")


def _move(change, transition, action, actor, comment=""):
    locked = AiqChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    method = getattr(locked, transition)
    if not can_proceed(method):
        raise NotAllowedNow(locked.refusal_message())
    if not has_transition_perm(method, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    if getattr(actor, "user", None) is not None and actor.appointment is None:
        require_stranger(locked, actor)
    [moved] = perform(Move(locked, transition), actor=actor, subject=locked, entries=[Entry(action, comment=comment)])
    return moved


@transaction.atomic
def train(change: AiqChange, *, actor) -> AiqChange:
    """Cambio solicitado → En capacitación."""
    return _move(change, "train", history.TRAINING, actor)


@transaction.atomic
def enable(change: AiqChange, *, actor, credit: str = "") -> AiqChange:
    """→ Habilitado: twelve hours in the courses of the last 24 months, or «Convalidado» with its reason.

    Raises:
        Invalid: hours lack and nothing was credited.
    """
    lack = hours_lacking(change.identity_number)
    if lack and not credit.strip():
        raise Invalid(f"Faltan {lack:g} horas de capacitación. Si convalida, escriba el motivo.", motivo="")
    comment = reason_of(credit) if credit.strip() else ""
    change = _move(change, "enable", history.ENABLED, actor, comment)
    _tell(change, "enabled", change.email, change.outgoing.person.verified_email)
    return change


def hours_lacking(identity_number: str) -> float:
    """Hours of the courses that a person still lacks, whatever institution she attended for."""
    since = clock.now() - timedelta(days=730)
    rows = Enrolment.objects.filter(identity_number=identity_number, recorded_at__gte=since)
    quarters = dict(rows.values_list("course").annotate(total=Sum("quarters")))
    return sum(max(course.hours - quarters.get(course.pk, 0) / QUARTERS, 0) for course in usual_courses())


@transaction.atomic
def reject(change: AiqChange, *, reason: str, actor) -> AiqChange:
    """→ Rechazado, with why."""
    change = _move(change, "reject", history.REJECTED, actor, reason_of(reason))
    _tell(change, "rejected", change.outgoing.person.verified_email)
    return change


@transaction.atomic
def cancel(change: AiqChange, *, reason: str, actor) -> AiqChange:
    """→ Anulado, with why."""
    return _move(change, "cancel", history.CANCELLED, actor, reason_of(reason))


def take_effect_due() -> int:
    """Every enabled change whose instant came. Returns how many."""
    due = AiqChange.objects.filter(state=AiqChangeState.ENABLED, effective_at__lte=clock.now()).order_by("effective_at")
    return sum(_take_effect(change) for change in due.select_related("institution", "outgoing__person"))


@transaction.atomic
def _take_effect(change) -> bool:
    """12 and 36 pass in one transaction: nobody ever reads the institution without AIQ."""
    change = _move(change, "take_effect", history.EFFECTIVE, SYSTEM)
    post = _post_of(change)
    Grant.objects.bulk_create([Grant(appointment=post, permission=slug, reason=change.reason) for slug in PAIR],
                              ignore_conflicts=True)  # fmt: skip
    old = Grant.objects.filter(appointment=change.outgoing, permission__in=PAIR)
    RevokedGrant.objects.bulk_create(
        RevokedGrant(appointment=change.outgoing, permission=grant.permission, granted_at=grant.granted_at,
                     granted_by=grant.granted_by, revoked_at=clock.now(), reason=change.reason[:500]) for grant in old)  # fmt: skip
    old.delete()
    if post.person.credential == CredentialState.PENDING:
        send_activation(post.person, SYSTEM)
    _tell(change, "effective", change.email, change.outgoing.person.verified_email)
    return True


def _post_of(change):
    """Her working post of the institution, or a new one in the root área."""
    person = User.objects.filter(
        identity_number=change.identity_number, identity_kind=IdentityKind.CEDULA).first() or User.objects.create_user(
        change.identity_number, given_names=change.given_names, surnames=change.surnames, email=change.email)  # fmt: skip
    working = Appointment.objects.filter(person=person, institution=change.institution,
                                         state__in=AppointmentState.working())  # fmt: skip
    return working.order_by("pk").first() or institutions.appoint(
        person, change.institution.areas.get(parent=None), title=change.title, starts_on=clock.today(), actor=SYSTEM,
        work_email=change.email)  # fmt: skip


def _tell(change, event, *addresses):
    text = (f"Institución: {change.institution.name}\nEstado: {change.get_state_display()}\n"
            f"Efectivo desde: {clock.local(change.effective_at):%Y-%m-%d %H:%M}\n")  # fmt: skip
    for to in addresses:
        queue_mail(key=f"aiq-{change.uuid.hex}-{event}-{to}"[:120], to=to, subject=SUBJECT, text=text)
