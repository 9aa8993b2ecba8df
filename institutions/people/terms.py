"""The history of one appointment: which área, title and profile it had, and when (institutions §6.2)."""

from institutions.models import Appointment, AppointmentTerm
from quipux import clock

KEPT = ("area", "title", "heading_title", "profile")


def begin(appointment: Appointment) -> AppointmentTerm:
    """Open the first term of an appointment."""
    return AppointmentTerm.objects.create(
        appointment=appointment, starts_on=appointment.starts_on, **_values(appointment)
    )


def turn(before: Appointment, after: Appointment) -> None:
    """Close the term that ends today and open the next; an appointment older than this table gets its first one."""
    today = clock.today()
    term, _ = AppointmentTerm.objects.get_or_create(appointment=before, ends_on=None, defaults={
        **_values(before), "starts_on": before.starts_on})  # fmt: skip
    term.ends_on = today
    term.save(update_fields=["ends_on"])
    AppointmentTerm.objects.create(appointment=after, starts_on=today, **_values(after))


def close(appointment: Appointment) -> None:
    """The appointment ended: so does its term."""
    AppointmentTerm.objects.filter(appointment=appointment, ends_on=None).update(ends_on=clock.today())


def differ(before: Appointment, after: Appointment) -> bool:
    """Whether a new term begins."""
    return any(getattr(before, f"{name}_id" if name == "area" else name)
               != getattr(after, f"{name}_id" if name == "area" else name) for name in KEPT)  # fmt: skip


def _values(appointment):
    return {name: getattr(appointment, name) for name in KEPT}
