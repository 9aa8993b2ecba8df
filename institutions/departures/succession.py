"""Who goes on with what only this post did (DV-08), and what the death of its person means (institutions §11.3, §11.4)."""

from django.db import transaction

from accounts import credentials
from accounts.models import CredentialState
from institutions import history
from institutions.departures import cases
from institutions.models import Appointment, Departure, DepartureReason, Grant
from institutions.people import terms
from quipux.errors import Invalid
from quipux.history import recorder
from quipux.history.recorder import SYSTEM

CHIEF = Appointment.Profile.CHIEF
PASSED_ON = ("register_incoming", "receive_citizen_documents", "process_citizen_documents")  # 28, 9, 10
BAD = "Elija a un servidor activo de la institución; el Jefe debe ser de la misma área."
REASON = "Reemplazo en una desvinculación"
DIED = "Fallecimiento de la persona"


def is_asked(case: Departure) -> bool:
    """Whether the institution would miss this post, the administration apart: that passes by a change of AIQ."""
    return case.appointment.profile == CHIEF or bool(posts_left(case))


def posts_left(case: Departure) -> list[str]:
    """The permissions that nobody else holds."""
    post, working = case.appointment, Appointment.objects.working()
    held = Grant.objects.filter(appointment__institution=post.institution_id, permission__in=PASSED_ON)
    others = held.filter(appointment__in=working).exclude(appointment=post)
    return sorted(set(post.grants.filter(permission__in=PASSED_ON).values_list("permission", flat=True))
                  - set(others.values_list("permission", flat=True)))  # fmt: skip


def successors(case: Departure):
    """Of the área, where a Jefe leaves; else of the institution."""
    post = case.appointment
    rows = Appointment.objects.working().with_names().filter(institution=post.institution_id).exclude(pk=post.pk)
    rows = rows.filter(area=post.area_id) if post.profile == CHIEF else rows
    return rows.order_by("person__surnames", "person__given_names", "pk")


@transaction.atomic
def name(case: Departure, successor: Appointment, *, actor) -> Departure:
    """Note who it will be; nothing passes before the post ends.

    Raises:
        NotFound, NotAllowedNow: the case, its state.
        Invalid: somebody who does not fit.
    """
    case = cases.locked(case, actor)
    if not successors(case).filter(pk=successor.pk).exists():
        raise Invalid(BAD, reemplazo=BAD)
    case.successor, case.without_successor = successor, ""
    case.save(update_fields=["successor", "without_successor"])
    recorder.record(case, history.DEPARTURE_CHANGED, actor=actor, comment=f"Reemplazo: {successor.person.full_name}")
    return case


def install(case: Departure, permissions: list[str], actor) -> None:
    """After the post ended: its place as Jefe and its unique permissions pass to the named one, who works still."""
    if case.successor_id is None:
        return
    before = Appointment.objects.with_names().select_for_update(of=("self",)).get(pk=case.successor_id)
    if not before.is_working:
        return
    held = set(before.grants.values_list("permission", flat=True))
    given = [slug for slug in permissions if slug not in held]
    Grant.objects.bulk_create(Grant(appointment=before, permission=slug, reason=REASON) for slug in given)
    if given:
        recorder.record(before, history.PERMISSIONS, actor=actor, comment=REASON)
    if case.appointment.profile == CHIEF and before.area_id == case.appointment.area_id:
        after = Appointment.objects.with_names().get(pk=before.pk)
        after.profile = CHIEF
        after.save(update_fields=["profile"])
        terms.turn(before, after)
        recorder.record(after, history.PROFILE_CHANGED, actor=actor, comment=REASON)


def close_credential(case: Departure) -> None:
    """Who died enters nowhere any more, as soon as no other post of hers is left to be settled."""
    person = case.appointment.person
    others = Appointment.objects.filter(person=person).exclude(state="inactive").exclude(pk=case.appointment_id)
    if case.reason == DepartureReason.DEATH and person.credential != CredentialState.CLOSED and not others.exists():
        credentials.close(person, reason=DIED, by=SYSTEM)
