"""«Enviar activaciones»: the people copied to production begin when the AIQ says so (institutions §12.9)."""

from datetime import date

from django.db import transaction

from accounts.activation import send_activation
from accounts.models import CredentialState
from institutions import history
from institutions.models import Appointment
from institutions.states import AppointmentState
from quipux import clock
from quipux.errors import Forbidden
from quipux.workflow import Entry, Move, perform

NOT_YET = date(9999, 12, 31)  # first day of a copied post: no job of midnight starts it


def waiting(institution):
    """The posts that were copied and that nobody started."""
    return Appointment.objects.filter(institution=institution, state=AppointmentState.SCHEDULED, starts_on=NOT_YET)


@transaction.atomic
def send(*, actor) -> int:
    """Start every waiting post of the actor's institution; who has no password yet gets the link. Returns how many.

    Raises:
        Forbidden: the actor does not administer it.
    """
    if actor.is_delegate or not actor.holds("institutional_admin"):
        raise Forbidden("No tiene permiso para esta acción.")
    posts = list(waiting(actor.institution).select_for_update(of=("self",)).with_names().order_by("pk"))
    waiting(actor.institution).update(starts_on=clock.today())
    for post in posts:
        perform(Move(post, "activate"), actor=actor, subject=post, entries=[Entry(history.ACTIVATED)])
        if post.person.credential == CredentialState.PENDING:
            send_activation(post.person, actor)
    return len(posts)
