"""To whom a person may pass a copy or a task, and whom they may inform (documents §16.3)."""

from datetime import date

from django.db.models import Q

from institutions.charges import Charge
from institutions.departures.saying import leaving_message
from institutions.models import Appointment
from quipux.calendar.days import working_calendar
from quipux.errors import Invalid

CHIEF = Appointment.Profile.CHIEF


def colleagues(actor):
    """Everybody of the institution who works today, the actor left out: whom one may inform."""
    working = Appointment.objects.working().addressable().filter(institution=actor.institution)
    named = working.exclude(pk=actor.appointment.pk).with_names().with_charge()
    return named.order_by("person__surnames", "person__given_names", "pk")


def label_of(post: Appointment) -> str:
    """How a person is offered; of a post under subrogación, who acts in it now (documents §17.4)."""
    charge = Charge.of(getattr(post, "charge", None))
    if charge is None:
        return f"{post.person.full_name} – {post.title}, {post.area.name}"
    return f"{charge.name} – {post.title}, Subrogante, {post.area.name}"


def reachable(actor):
    """Whom the actor may reassign to or give tasks to by área, «Usuario Anterior» aside."""
    return colleagues(actor).filter(_within_reach(actor))


def _within_reach(actor) -> Q:
    post = actor.appointment
    own = Q(area=post.area_id)
    open_to_others = Q(profile=CHIEF) | Q(grants__permission="public_user")
    if actor.holds("skip_structure"):
        return Q(pk__in=Appointment.objects.filter(own | open_to_others).values("pk"))
    if post.profile == CHIEF or actor.holds("public_user"):
        neighbours = Q(area__in=_neighbours(post.area)) & open_to_others
        return Q(pk__in=Appointment.objects.filter(own | neighbours).values("pk"))
    return own


def _neighbours(area) -> list[int]:
    """Parent, sibling and child áreas."""
    found = list(area.children.values_list("pk", flat=True))
    if area.parent_id:
        found += [area.parent_id, *area.parent.children.values_list("pk", flat=True)]
    return found


def targets_of(actor, copies):
    """Whom the form of Reasignar offers for these copies: those in reach, and each «Usuario Anterior»."""
    previous = {copy.previous_holder_id for copy in copies if copy.previous_holder_id}
    return colleagues(actor).filter(_within_reach(actor) | Q(pk__in=previous))


def check_colleague(target, copy, actor) -> None:
    """Refuse who is not an active official of the copy's institution, or is the actor.

    Raises:
        Invalid: with the sentence for the form.
    """
    if target.pk == actor.appointment.pk:
        raise Invalid("Elija a otra persona: el documento ya está con usted.")
    if not target.is_working or target.institution_id != copy.institution_id:
        raise Invalid(f"No puede elegir a {target.person.full_name}: no es un servidor activo de su institución.")
    if not target.is_addressable:
        raise Invalid(leaving_message(target))


def check_target(target, copy, actor) -> None:
    """Refuse whoever the actor may not reassign this copy to (documents §16.3).

    Raises:
        Invalid: with the sentence for the form.
    """
    check_colleague(target, copy, actor)
    if target.pk == copy.previous_holder_id or reachable(actor).filter(pk=target.pk).exists():
        return
    name = target.person.full_name
    raise Invalid(f"No puede reasignar a {name}: no pertenece a las áreas a las que usted puede reasignar.")


def check_deadline(deadline: date | None, today: date) -> None:
    """«Fecha Máxima de trámite»: empty, or a working day not before today.

    Raises:
        Invalid: proposing the next working day.
    """
    if deadline is None:
        return
    if deadline < today:
        message = "La Fecha Máxima no puede ser anterior a hoy."
        raise Invalid(message, deadline=message)
    calendar = working_calendar()
    if not calendar.is_working_day(deadline):
        proposed = calendar.next_working_day(deadline)
        message = f"El {deadline.isoformat()} no es día laborable; se propone {proposed.isoformat()}."
        raise Invalid(message, deadline=message)
