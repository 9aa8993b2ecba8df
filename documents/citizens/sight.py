"""Which copies a citizen sees, as one condition of the database (documents §5.2, §12, §16.2)."""

from django.db.models import Exists, OuterRef, Q

from documents.states import CopyRole, CopyState, DocumentKind, PartyRole

READS = 2  # file, anexos and state; more only as holder (documents §16.2)


def presented(person) -> Q:
    """Copies of what a window registered with this person as De, once they were delivered."""
    from documents.models import Party

    sender = Exists(Party.objects.filter(document=OuterRef("document"), role=PartyRole.FROM, person=person))
    return Q(sender, document__kind=DocumentKind.INCOMING, state__in=CopyState.of_received()) & ~Q(
        role=CopyRole.ORIGINAL
    )


def received(person) -> Q:
    """The person's own copies as Para or Copia, once they were delivered or sent."""
    return Q(party__person=person, state__in=CopyState.of_received()) & ~Q(role=CopyRole.ORIGINAL)


def seen(citizen, at_least: int) -> Q:
    """The condition of copies the citizen sees at a level."""
    return presented(citizen.user) | received(citizen.user) if at_least <= READS else Q(pk__in=[])
