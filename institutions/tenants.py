"""Whose an address is: of a training tenant alone, or of somebody who works in production too (institutions §12.8)."""

from django.db.models import Q

from institutions.models import Appointment, Institution
from institutions.states import AppointmentState, Environment
from quipux.outbox import training


def reads_in_training_only(address: str) -> bool:
    """Whether all that is known of an address is in training tenants."""
    posts = Appointment.objects.filter(Q(person__email__iexact=address) | Q(work_email__iexact=address)).exclude(
        state=AppointmentState.INACTIVE)  # fmt: skip
    desks = Institution.objects.filter(support_email__iexact=address)
    found = {*posts.values_list("institution__environment", flat=True), *desks.values_list("environment", flat=True)}
    return found == {Environment.TRAINING}


training.register(reads_in_training_only)
