"""Which copies a citizen sees, as one condition of the database (documents §5.2, §12, §16.2)."""

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, Value, When

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
    own = Q(holder_citizen=citizen.user) & ~Q(state=CopyState.PURGED)
    return own | presented(citizen.user) | received(citizen.user) if at_least <= READS else own


def level_expression(citizen) -> Case:
    """The level: as holder that of any holder, never above 2 elsewhere (documents §16.2)."""
    own = Q(holder_citizen=citizen.user)
    return Case(
        When(state=CopyState.PURGED, then=Value(0)),
        When(own & Q(state=CopyState.DRAFT), then=Value(7)),
        When(own & Q(state=CopyState.IN_PROCESS), then=Value(6)),
        When(own, then=Value(4)),
        When(presented(citizen.user) | received(citizen.user), then=Value(READS)),
        default=Value(0), output_field=IntegerField(),
    )  # fmt: skip
