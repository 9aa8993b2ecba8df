"""Moving many people to another área: all of them, or nobody (institutions §10.2)."""

from collections.abc import Sequence

from django.db import transaction

from institutions.models import Appointment, Area
from institutions.people import services
from institutions.permissions.granting import checked_reason
from quipux.errors import Conflict, Forbidden, Invalid, NotFound

MOST = 200  # people


@transaction.atomic
def move(people: Sequence[Appointment], area: Area, *, reason: str, actor) -> int:
    """Change the área of each, as one by one: a new term, documents stay, shared trays end.

    Args:
        reason: 10 to 500 characters, kept in the Recorrido of each.

    Returns:
        How many moved; who was there already did not.

    Raises:
        Invalid: with the names and why, or they are too many, or there is no reason. Nobody moved.
    """
    reason = checked_reason(reason)
    if not 0 < len(people) <= MOST:
        raise Invalid(f"Elija de 1 a {MOST} personas.")
    refused, moved = [], 0
    for one in people:
        if one.area_id == area.pk:
            continue
        try:
            services.change(one, actor=actor, area=area, reason=reason)
            moved += 1
        except (Forbidden, NotFound, Invalid, Conflict) as error:
            refused.append(f"{one.person.full_name} ({error.message.rstrip('.')})")
    if refused:
        raise Invalid(f"No se movió a nadie. No se puede mover a: {'; '.join(refused)}.")
    return moved
