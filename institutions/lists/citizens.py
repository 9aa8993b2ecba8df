"""Citizens in a list: those to whom a document can be delivered (institutions §6.3)."""

from django.db.models import Q

from accounts.models import CitizenState, User
from institutions.models import Appointment, DistributionList, Institution
from institutions.states import AppointmentState

# Where documents reach a citizen: an address of her own that she confirmed, or the street where the paper is taken.
HAS_ADDRESS = Q(email_verified_at__isnull=False, email_stale_at=None) | ~Q(citizen__address="")


def reachable(institution: Institution):
    """Active citizens with document address who serve nowhere; a training tenant has none (§12.8)."""
    if institution.is_training:
        return User.objects.none()
    serving = Appointment.objects.filter(state__in=AppointmentState.working()).values("person")
    rows = User.objects.filter(HAS_ADDRESS, is_active=True, is_staff=False, citizen__state=CitizenState.ACTIVE)
    return rows.exclude(pk__in=serving).select_related("citizen").order_by("surnames", "given_names", "pk")


def candidates(chosen: DistributionList, text: str):
    """Citizens outside a list whose name or company has every word, or whose cédula or other document is a word.

    Without a word there is nobody: the list of everybody would say who exists.
    """
    rows = reachable(chosen.institution)
    if not text.split():
        return rows.none()
    names = ("given_names", "surnames", "citizen__company")
    for word in text.split():
        said = Q(*(Q(**{f"{name}__unaccent__icontains": word}) for name in names), _connector=Q.OR)
        rows = rows.filter(said | Q(identity_number=word) | Q(citizen__other_document=word))
    return rows.exclude(pk__in=chosen.members.exclude(person=None).values("person"))
