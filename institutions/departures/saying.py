"""What is said of somebody who is about to leave (institutions §11.2)."""

from institutions.models import Appointment, Departure, DepartureState


def leaving_message(post: Appointment) -> str:
    """Why nothing may be addressed to a post, and to whom instead."""
    case = (
        Departure.objects.filter(appointment=post, state=DepartureState.OPEN)
        .select_related("destination__person")
        .first()
    )
    instead = case and case.destination
    if instead is None:
        from institutions.departures.destinations import fallback_of

        instead = fallback_of(post)
    said = f"{post.person.full_name} se encuentra en proceso de desvinculación."
    return (
        f"{said} Dirija el documento a {instead.person.full_name}."
        if instead
        else f"{said} Dirija el documento a otra persona."
    )
