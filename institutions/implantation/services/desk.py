"""Who helps the people of the institution first: the mesa de ayuda and the usuarios focales (institutions §12.1, §12.4)."""

from datetime import date

from django.conf import settings
from django.db import transaction

from institutions.data.services import send_support_link
from institutions.models import Appointment, FocalUser, Institution, SupportDesk
from institutions.states import AppointmentState
from quipux import clock
from quipux.errors import Forbidden, Invalid
from quipux.outbox.services import queue_mail

HELP = "QUIPUX: Mesa de ayuda de su institución"


def _require_aiq(actor):
    if getattr(actor, "appointment", None) is None or actor.is_delegate or not actor.holds("institutional_admin"):
        raise Forbidden("No tiene permiso para esta acción.")


@transaction.atomic
def keep(*, mailbox: str, hours: str, staff: str, actor) -> SupportDesk:
    """The desk of the actor's institution; a new mailbox has to be confirmed by the link that it receives."""
    _require_aiq(actor)
    institution = Institution.objects.select_for_update(of=("self",)).get(pk=actor.institution.pk)
    is_new = institution.support_email != mailbox
    if is_new:
        institution.support_email, institution.support_email_verified_at = mailbox, None
        institution.save(update_fields=["support_email", "support_email_verified_at"])
    values = {"hours": hours, "staff": staff} | ({"announced_at": None} if is_new else {})
    desk = SupportDesk.objects.update_or_create(institution=institution, defaults=values)[0]
    if institution.support_email_verified_at is None:
        send_support_link(institution)
    return desk


def verified_desk(institution: Institution) -> SupportDesk | None:
    """The desk of an institution whose mailbox is confirmed."""
    desks = SupportDesk.objects.filter(institution__support_email_verified_at__isnull=False)
    return desks.select_related("institution").filter(institution=institution).first()


@transaction.atomic
def announce(*, actor) -> int:
    """Mail the desk to every active person of the institution, once. Returns to how many.

    Raises:
        Invalid: there is no confirmed mailbox.
    """
    _require_aiq(actor)
    desk = verified_desk(actor.institution)
    if desk is None:
        raise Invalid("Confirme primero el correo de la mesa de ayuda.")
    text = f"Para dudas sobre Quipux escriba a {desk.mailbox}. Horario: {desk.hours}.\n"
    posts = list(
        Appointment.objects.filter(institution=actor.institution, state__in=AppointmentState.working()).with_names()
    )
    for post in posts:
        queue_mail(key=f"desk-{desk.pk}-{desk.mailbox}-{post.pk}"[:120], to=post.notice_address,
                   subject=HELP, text=text)  # fmt: skip
    desk.announced_at = clock.now()
    desk.save()
    return len(posts)


@transaction.atomic
def name_focal(appointment: Appointment, *, trained_on: date | None, people_trained: int, actor) -> FocalUser:
    """Name an internal trainer, or write down when she was trained and how many she trained.

    Raises:
        Invalid: the post is of another institution or does not work.
    """
    _require_aiq(actor)
    if appointment.institution_id != actor.institution.pk or not appointment.is_working:
        raise Invalid("Elija una persona de su institución.")
    return FocalUser.objects.update_or_create(appointment=appointment, defaults={
        "institution": actor.institution, "trained_on": trained_on, "people_trained": people_trained})[0]  # fmt: skip


def focal_users_needed(institution: Institution) -> int:
    """How many usuarios focales an institution names: one for each ``QUIPUX_FOCAL_RATIO`` active people (PS-I1)."""
    people = Appointment.objects.filter(institution=institution, state__in=AppointmentState.working()).count()
    return max(-(-people // settings.QUIPUX_FOCAL_RATIO), 1)
