"""The título académico of somebody who serves here, corrected by her institution (documents §6.6)."""

from django.db import transaction

from accounts.models import User
from institutions import history
from institutions.models import Appointment
from institutions.permissions.granting import check_target
from quipux.history import recorder


@transaction.atomic
def correct_title(appointment: Appointment, title: str, *, reason: str, actor) -> None:
    """Write the título of the person of a post, and say so in the Recorrido of the post.

    Args:
        title: as it is printed before the name, for example «Mgs.».
        reason: where the correction comes from.

    Raises:
        Forbidden, NotFound: the post is not the actor's.
    """
    check_target(appointment, actor)
    person = User.objects.select_for_update().get(pk=appointment.person_id)
    before, person.academic_title = person.academic_title, title
    person.save(update_fields=["academic_title"])
    recorder.record(appointment, history.CHANGED, actor=actor,
                    comment=f"Título: {before or '—'} → {title or '—'}. {reason}")  # fmt: skip
