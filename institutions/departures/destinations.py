"""To whom the work of a post that ends may pass; of an institution that closes, to its custodian (institutions §10.4, §11.3, §11.4)."""

from collections.abc import Sequence

from institutions import scope
from institutions.models import Appointment, Institution
from institutions.standing.custody import custodian_of
from quipux.errors import Invalid

BAD_DESTINATION = "Elija a un servidor activo de la misma área o a su Jefe."
BAD_CUSTODIAN = "Elija a un AIQ o Jefe de la institución custodia."
CHIEF = Appointment.Profile.CHIEF


def candidates(post: Appointment):
    """Who may take over the work of a post: the people of its área, the Jefe nearest above, and who receives in the custodian."""
    chief = _chief_above(post)
    people = Appointment.objects.working().with_names().filter(area=post.area_id)
    if chief is not None:
        people |= Appointment.objects.working().with_names().filter(pk=chief.pk)
    people |= in_custodian(post.institution)
    return people.exclude(pk=post.pk).order_by("person__surnames", "person__given_names", "pk")


def in_custodian(institution: Institution):
    """AIQs and Jefes of the institution that accepted the custody; nobody without one."""
    custodian = custodian_of(institution)
    rows = Appointment.objects.working().with_names()
    if custodian is None:
        return rows.none()
    here = rows.filter(institution=custodian)
    return (here.filter(profile=CHIEF) | here.filter(pk__in=scope.administrators(custodian).values("pk"))).order_by(
        "person__surnames", "person__given_names", "pk")  # fmt: skip


def check(post: Appointment, destination: Appointment) -> None:
    """Refuse who is none of the candidates.

    Raises:
        Invalid: somebody else was chosen.
    """
    if not candidates(post).filter(pk=destination.pk).exists():
        raise Invalid(BAD_DESTINATION, destination=BAD_DESTINATION)


def fallback_of(post: Appointment) -> Appointment | None:
    """Jefe of the área, else of the nearest one above that has a Jefe (§11.4), else who receives in the custodian.

    None when there is no such person.
    """
    return _chief_above(post) or _first_in_custodian(post)


def _chief_above(post):
    area = post.area
    while area is not None:
        chiefs = Appointment.objects.working().with_names().filter(area=area, profile=CHIEF)
        chief = chiefs.exclude(pk=post.pk).exclude(person=post.person_id).first()
        if chief is not None:
            return chief
        area = area.parent
    return None


def _first_in_custodian(post):
    """The Jefe of its root área, else its first AIQ or Jefe."""
    found = in_custodian(post.institution).exclude(person=post.person_id)
    return found.filter(profile=CHIEF, area__parent=None).first() or found.order_by("pk").first()


def is_only_aiq(post: Appointment, *, leaving: Sequence[int] = ()) -> bool:
    """Whether nobody else would administer the institution, also when the access of this post ended a moment ago.

    The last post of all may end where another institution accepted the custody: that is how one closes (§10.4).

    Args:
        leaving: keys of posts that would end before it.
    """
    holds = post.grants.filter(permission="administer", areas__isnull=True).exists()
    if not holds or scope.administrators(post.institution).exclude(pk=post.pk).exists():
        return False
    others = Appointment.objects.filter(institution=post.institution_id).exclude(state="inactive").exclude(pk=post.pk)
    return others.exclude(pk__in=leaving).exists() or custodian_of(post.institution) is None
