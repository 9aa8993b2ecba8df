"""«Correo perdido»: for whom an AIQ may do it, and for whom only the mesa de servicio (accounts-portal §8.5)."""

from datetime import timedelta

from accounts import lost_emails
from accounts.models import EmailChange, User
from institutions import history
from institutions.actors import actors_of
from institutions.models import Appointment
from institutions.permissions.granting import check_target
from institutions.scope import require_whole
from quipux import clock
from quipux.errors import Forbidden
from quipux.history.models import Entry

OLD_ENOUGH = timedelta(days=30)
TO_THE_MESA = ("Usted no puede cambiar el correo de esta persona: {}. Pídale que se comunique con la mesa de servicio,"
               " que verificará su identidad.")  # fmt: skip


def ask(post: Appointment, address: str, *, evidence: str, actor) -> EmailChange:
    """Give a servant another principal address, after seeing the person.

    Raises:
        Forbidden: the actor is no AIQ of all the institution, or the person is for the mesa.
        Invalid, Conflict: as `lost_emails.ask`.
    """
    require_reach(post, actor)
    return lost_emails.ask(post.person, address, evidence=evidence, actor=actor)


def approve(post: Appointment, change: EmailChange, *, actor) -> EmailChange:
    """A second AIQ does away with the day of waiting.

    Raises:
        Forbidden, NotAllowedNow: as `ask` and `lost_emails.approve`.
    """
    require_reach(post, actor)
    return lost_emails.approve(change, actor=actor)


def require_reach(post: Appointment, actor) -> None:
    """Refuse who may not do it for the person of this post, in words that send her to the mesa.

    Raises:
        Forbidden: with the reason.
    """
    require_whole(actor)
    check_target(post, actor)
    if actor.user.pk == post.person_id:
        raise Forbidden(lost_emails.OWN)
    why = why_not(post)
    if why:
        raise Forbidden(TO_THE_MESA.format(why))


def why_not(post: Appointment) -> str:
    """Why this institution does not decide on the person's address alone; empty when it does.

    A new post must not be a way into somebody's account: it counts from the day it was given or given back.
    """
    person = User.objects.get(pk=post.person_id)
    contexts = actors_of(person)
    if any(one.is_citizen for one in contexts) or hasattr(person, "citizen"):
        return "también es ciudadana del sistema"
    if any(one.is_leaver for one in contexts):
        return "tiene un contexto «Salida»"
    if person.is_staff or person.groups.exists():
        return "opera la plataforma"
    if any(one.institution.pk != post.institution_id for one in contexts):
        return "tiene puestos en otra institución"
    if not any(one.appointment.pk == post.pk for one in contexts) or not _is_old(post):
        return "su puesto aquí tiene menos de 30 días"
    return ""


def _is_old(post):
    given = Entry.objects.of(post).filter(action__in=(history.CREATED, history.ACTIVATED)).order_by("-pk").first()
    limit = clock.now() - OLD_ENOUGH
    return post.starts_on <= limit.date() and (given is None or given.at <= limit)
