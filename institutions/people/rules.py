"""What the directory refuses of an appointment, before the database does (institutions §6.2)."""

from contextlib import contextmanager

from django.db import IntegrityError, transaction

from institutions.models import Appointment
from institutions.states import AppointmentState
from quipux.errors import Conflict, Invalid

SECOND_CHIEF = "Ya existe el usuario Jefe para esta Área"
SECOND_RESPONSIBLE = "Ya existe un Responsable de Área."
SAME_POST = "La persona ya tiene ese puesto en el área."
CLOSED_AREA = "El área está inactiva."
# Two who save at once both pass the questions below: the constraint decides, in the same words.
_OF_CONSTRAINTS = {"appointment_one_chief": ("profile", SECOND_CHIEF),
                   "appointment_one_responsible": ("is_responsible", SECOND_RESPONSIBLE),
                   "appointment_unique_alive": ("title", SAME_POST)}  # fmt: skip


def check(appointment: Appointment) -> None:
    """Refuse what would break the directory.

    Raises:
        Invalid: the área is closed, its Jefe or Responsable is another, or the person has that post already.
    """
    others = Appointment.objects.filter(area=appointment.area).exclude(pk=appointment.pk)
    others = others.exclude(state=AppointmentState.INACTIVE)
    if not appointment.area.is_active:
        raise Invalid(CLOSED_AREA, area=CLOSED_AREA)
    if appointment.profile == Appointment.Profile.CHIEF and others.filter(profile=Appointment.Profile.CHIEF).exists():
        raise Invalid(SECOND_CHIEF, profile=SECOND_CHIEF)
    if appointment.is_responsible and others.filter(is_responsible=True).exists():
        raise Invalid(SECOND_RESPONSIBLE, is_responsible=SECOND_RESPONSIBLE)
    if others.filter(person=appointment.person_id, title=appointment.title).exists():
        raise Invalid(SAME_POST, title=SAME_POST)


@contextmanager
def said_by_the_database():
    """Words for the constraint that a simultaneous save ran into.

    Raises:
        Conflict: the other one won.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "")
        if name not in _OF_CONSTRAINTS:
            raise
        field, message = _OF_CONSTRAINTS[name]
        refused = Conflict(message)
        refused.fields = {field: message}
        raise refused from error
