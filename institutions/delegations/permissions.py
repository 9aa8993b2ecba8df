"""Who may do what to a subrogación (institutions §4, §8)."""

from institutions.models import Appointment


def administers(appointment: Appointment, actor) -> bool:
    """An AIQ, or the delegate of the área (R8), over an appointment in the own scope."""
    return Appointment.objects.administered_by(actor).filter(pk=appointment.pk).exists()


def is_titular(delegation, actor) -> bool:
    """The Jefe whose post is subrogated, in the own post."""
    return not (actor.is_delegate or actor.is_leaver) and delegation.titular_id == actor.appointment.pk


def can_end(delegation, actor) -> bool:
    return is_titular(delegation, actor) or administers(delegation.titular, actor)


def can_annul(delegation, actor) -> bool:
    return administers(delegation.titular, actor)
