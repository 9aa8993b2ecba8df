"""What an institution keeps of others that closed: its AIQ answers for their ex servants (institutions §5.2, §10.4)."""

from django.db.models import Q

from institutions.models import Institution
from institutions.states import InstitutionState


def kept_by(actor, institution: str = "institution") -> Q:
    """Rows of closed institutions whose custody the actor's accepted; of none for who administers only some áreas.

    Args:
        institution: the field that leads to the institution of a row.
    """
    if actor.administered_areas is not None:
        return Q(pk__in=[])
    return Q(**{f"{institution}__custodian": actor.appointment.institution_id, f"{institution}__state": InstitutionState.CLOSED,
                f"{institution}__custody_accepted_at__isnull": False})  # fmt: skip


def keeps(actor, institution: int) -> bool:
    """Whether the actor answers for the ex servants of ``institution``, a primary key."""
    if actor.administered_areas is not None:
        return False
    closed = Institution.objects.filter(
        pk=institution, state=InstitutionState.CLOSED, custody_accepted_at__isnull=False
    )
    return closed.filter(custodian=actor.appointment.institution_id).exists()


def custodian_of(institution: Institution) -> Institution | None:
    """The active institution that accepted to keep what this one leaves."""
    if institution.custodian_id is None or institution.custody_accepted_at is None:
        return None
    return Institution.objects.filter(pk=institution.custodian_id, state=InstitutionState.ACTIVE).first()
