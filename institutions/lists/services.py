"""Use cases of distribution lists; every write checks the owner (institutions §6.3)."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max, Q

from accounts.models import User
from institutions.models import Appointment, DistributionList, ListMember
from institutions.scope import is_administrator
from quipux.errors import Conflict, Forbidden, Invalid
from quipux.web.text import folded

MANAGE = "manage_public_lists"  # 32
MOST_AT_ONCE = 500
SAME_NAME = "Ya existe una lista con ese nombre."


def manages_public(actor) -> bool:
    """Who holds 32 or 12."""
    return not actor.is_leaver and (actor.holds(MANAGE) or is_administrator(actor))


def seen_by(actor, *, public: bool):
    """The public lists of the institution, or the own ones."""
    rows = DistributionList.objects.filter(institution=actor.institution, is_active=True, is_public=public)
    return (rows if public else rows.filter(owner=actor.appointment)).order_by("name", "pk")


def check_owner(chosen: DistributionList, actor) -> None:
    """Refuse who may not write a list.

    Raises:
        Forbidden: it is public and the actor manages none, or it is somebody else's.
    """
    if chosen.is_public and chosen.institution_id == actor.institution.pk and manages_public(actor):
        return
    if chosen.is_public or chosen.owner_id != actor.appointment.pk:
        raise Forbidden("No tiene permiso para cambiar esta lista.")


@transaction.atomic
def save(chosen: DistributionList, *, actor) -> DistributionList:
    """Create a list, or change its data.

    Raises:
        Forbidden: as `check_owner`.
        Invalid: its owner has another of that name.
    """
    if chosen.pk is None:
        chosen.institution, chosen.owner = actor.institution, actor.appointment
    check_owner(chosen, actor)
    others = seen_by(actor, public=chosen.is_public).exclude(pk=chosen.pk)
    if folded(chosen.name) in {folded(name) for name in others.values_list("name", flat=True)}:
        raise Invalid(SAME_NAME, name=SAME_NAME)
    chosen.version += 1 if chosen.pk else 0
    chosen.save()
    return chosen


@transaction.atomic
def add(chosen: DistributionList, people: Sequence[Appointment | User], *, actor) -> int:
    """Add servants and citizens at the end of a list; those in it stay. Returns how many came in.

    Raises:
        Forbidden: as `check_owner`.
        Invalid: they are more than 500.
    """
    check_owner(chosen, actor)
    if len(people) > MOST_AT_ONCE:
        raise Invalid(f"Se pueden añadir hasta {MOST_AT_ONCE} personas a la vez.")
    chosen = _locked(chosen)
    had = set(chosen.members.values_list("appointment", "person"))
    last = chosen.members.aggregate(last=Max("position"))["last"] or 0
    new = [keys for keys in map(_keys, people) if keys not in had]
    ListMember.objects.bulk_create(ListMember(list=chosen, appointment_id=post, person_id=citizen, position=last + place)
                                   for place, (post, citizen) in enumerate(new, start=1))  # fmt: skip
    _turn(chosen)
    return len(new)


def _keys(somebody):
    """Those of the appointment and of the citizen; one of the two is None."""
    return (None, somebody.pk) if isinstance(somebody, User) else (somebody.pk, None)


@transaction.atomic
def remove(chosen: DistributionList, member: int, *, actor) -> None:
    """Take one member out, by its key.

    Raises:
        Forbidden: as `check_owner`.
        Conflict: it is not in the list any more.
    """
    check_owner(chosen, actor)
    chosen = _locked(chosen)
    if not chosen.members.filter(pk=member).delete()[0]:
        raise Conflict("La persona ya no está en la lista.")
    _turn(chosen)


@transaction.atomic
def delete(chosen: DistributionList, *, actor) -> None:
    """Retire a list; documents sent with it keep naming it."""
    check_owner(chosen, actor)
    chosen = _locked(chosen)
    chosen.is_active = False
    chosen.save(update_fields=["is_active"])


def _locked(chosen):
    return DistributionList.objects.select_for_update().get(pk=chosen.pk)


def _turn(chosen):
    """Who uses the list in a draft is told that it changed."""
    chosen.version += 1
    chosen.save(update_fields=["version"])


def candidates(chosen: DistributionList, text: str):
    """Active servants of any production institution whose name, post, área or institution has every word."""
    rows = Appointment.objects.working().with_names().filter(institution__environment=chosen.institution.environment)
    fields = (
        "person__given_names",
        "person__surnames",
        "title",
        "area__name",
        "institution__name",
        "institution__sigla",
    )
    for word in text.split():
        rows = rows.filter(Q(*(Q(**{f"{name}__unaccent__icontains": word}) for name in fields), _connector=Q.OR))
    rows = rows.exclude(pk__in=chosen.members.exclude(appointment=None).values("appointment"))
    return rows.order_by("person__surnames", "person__given_names", "pk")
