"""Who may be named in De, Para and Copia, and how a form names them (documents §6.1)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from accounts.models import User
from institutions.lists.citizens import reachable
from institutions.models import Appointment, DistributionList
from institutions.states import AppointmentState, InstitutionState

SERVANT, CITIZEN = "s", "c"


def servants(actor):
    """Every appointment of the actor's side: training and production never meet (documents §1, 8)."""
    return Appointment.objects.with_names().filter(institution__environment=actor.institution.environment)


def active_servants(actor):
    """Those whom a document may reach today."""
    working = {"state__in": AppointmentState.working(), "institution__state": InstitutionState.ACTIVE}
    return servants(actor).addressable().filter(**working, person__is_active=True)


def citizens(actor):
    """People who serve nowhere; a training tenant writes to none of them."""
    if actor.is_training:
        return User.objects.none()
    serving = Appointment.objects.filter(state__in=AppointmentState.working()).values("person")
    return User.objects.filter(is_active=True, is_staff=False).exclude(pk__in=serving)


def senders(actor):
    """Who may be De: the active appointments of the own institution."""
    working = Appointment.objects.working().with_names().filter(institution=actor.institution)
    return working.filter(person__is_active=True)


def found(keys: Iterable[str], actor) -> dict[str, Appointment | User]:
    """The people behind ``keys``; those of another side, or of nobody, are left out. Two queries at most."""
    wanted = {kind: [uuid for key in keys if (uuid := _uuid_of(key, kind))] for kind in (SERVANT, CITIZEN)}
    people = {}
    if wanted[SERVANT]:
        people |= {f"{SERVANT}:{one.uuid}": one for one in servants(actor).filter(uuid__in=wanted[SERVANT])}
    if wanted[CITIZEN] and not actor.is_training:
        rows = User.objects.filter(uuid__in=wanted[CITIZEN]).select_related("citizen")
        people |= {f"{CITIZEN}:{one.uuid}": one for one in rows}
    return people


def _uuid_of(key, kind):
    start, _, text = str(key).partition(":")
    try:
        return UUID(text) if start == kind else None
    except ValueError:
        return None


def is_active(somebody: Appointment | User) -> bool:
    """Whether a document may reach them today."""
    if isinstance(somebody, User):
        return somebody.is_active
    return (somebody.is_addressable and somebody.person.is_active
            and somebody.institution.state == InstitutionState.ACTIVE)  # fmt: skip


def inactive_message(name: str) -> str:
    return f"{name} está inactivo. Retírelo o escoja a otra persona."


# Lists ------------------------------------------------------------------------------------------------------


def lists_for(actor):
    """The own lists and the public ones of the institution."""
    rows = DistributionList.objects.filter(institution=actor.institution, is_active=True)
    return rows.filter(is_public=True) | rows.filter(owner=actor.appointment)


def members_of(chosen: DistributionList, actor) -> Sequence[Appointment | User]:
    """Who is in a list today, in its order; its rules are resolved anew, and whom nothing reaches any more is left out."""
    members = list(chosen.members.all())
    named = {(row.appointment_id, row.person_id): row.position for row in members}
    rows = active_servants(actor).filter(pk__in=[post for post, _ in named if post]) | _ruled(chosen, actor)
    people = [((post.pk, None), post.person, post) for post in rows.distinct()]
    if wanted := [citizen for _, citizen in named if citizen]:
        people += [((None, one.pk), one, one) for one in reachable(actor.institution).filter(pk__in=wanted)]
    last = len(named) + 1

    def place(row):
        keys, person, _ = row
        return (0 if chosen.is_alphabetical else named.get(keys, last), person.surnames, person.given_names)

    return [somebody for *_, somebody in sorted(people, key=place)]


def _ruled(chosen, actor):
    from institutions.actors import with_lower_areas

    rows = active_servants(actor).filter(institution=chosen.institution)
    if chosen.rule_area_id:
        return rows.filter(area__in=with_lower_areas(chosen.institution, {chosen.rule_area_id}))
    return rows.filter(profile=Appointment.Profile.CHIEF) if chosen.includes_all_chiefs else rows.none()
