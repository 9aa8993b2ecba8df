"""An interim AIQ, named at once in an emergency (institutions §12.7): for 30 days at most, and never the last to go."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction

from institutions import history
from institutions.aiq_changes.services import PAIR
from institutions.models import Appointment, Grant, InterimAiq
from institutions.permissions import granting
from institutions.scope import is_last_administrator
from quipux import clock
from quipux.errors import Conflict, Forbidden, Invalid
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.outbox.services import queue_mail

MOST = 30  # days
SUBJECT = "QUIPUX: Cambio de AIQ"
OWN_CASE = "No puede resolver casos de su propia institución"
TOO_LONG = f"Elija un día desde hoy y hasta dentro de {MOST} días."
NOBODY = "Elija a un servidor activo de la institución."
TAKEN = "La institución ya tiene un AIQ interino."
ENDED = "Terminó el plazo del AIQ interino."


@transaction.atomic
def appoint(post: Appointment | None, *, ends_on: date | None, reason: str, actor) -> InterimAiq:
    """Give 12 and 36 to a working post until the end of a day.

    Raises:
        Invalid: no post, no day within 30, or no reason of 10 to 500 characters.
        Forbidden: the actor is no AGQ, or serves in that institution.
        Conflict: there is an interim AIQ.
    """
    text = granting.checked_reason(reason)
    if post is None or not post.is_working:
        raise Invalid(NOBODY, interino=NOBODY)
    if ends_on is None or not clock.today() <= ends_on <= clock.today() + timedelta(days=MOST):
        raise Invalid(TOO_LONG, hasta=TOO_LONG)
    _require(post, actor)
    lacking = [slug for slug in PAIR if not post.grants.filter(permission=slug, areas__isnull=True).exists()]
    row = _insert(post, ends_on, text, lacking, actor)
    granting.revoke(post, lacking, reason=text, actor=actor)  # what reached some áreas reaches all of them now
    Grant.objects.bulk_create(Grant(appointment=post, permission=slug, granted_by=actor.user, reason=text)
                              for slug in lacking)  # fmt: skip
    recorder.record(
        post.institution, history.INTERIM, actor=actor, comment=f"{post}, hasta {ends_on.isoformat()}. {text}"
    )
    recorder.record(post, history.PERMISSIONS, actor=actor, comment=f"AIQ interino hasta {ends_on.isoformat()}")
    _tell(row, "nombrado", f"Se le nombró AIQ interino de {post.institution.name} hasta el {ends_on.isoformat()}.",
          post.notice_address)  # fmt: skip
    return row


def _require(post, actor):
    if not post.institution.may_change(actor):
        raise Forbidden("No tiene permiso para esta acción.")
    if actor.user.appointments.working().filter(institution=post.institution).exists():
        raise Forbidden(OWN_CASE)


def _insert(post, ends_on, text, lacking, actor):
    ends_at = datetime.combine(ends_on + timedelta(days=1), time.min, tzinfo=clock.GUAYAQUIL)
    try:
        with transaction.atomic():
            return InterimAiq.objects.create(institution=post.institution, appointment=post, ends_at=ends_at, reason=text,
                                             given=lacking, appointed_by=actor.user, appointed_at=clock.now())  # fmt: skip
    except IntegrityError as error:
        raise Conflict(TAKEN) from error


def end_due() -> int:
    """Take back what was given once its last day is over; the last AIQ stays, and the operators are told every day."""
    due = InterimAiq.objects.filter(ended_at=None, ends_at__lte=clock.now()).order_by("pk").values_list("pk", flat=True)
    return sum(_end(key) for key in list(due))


@transaction.atomic
def _end(key) -> bool:
    rows = InterimAiq.objects.select_for_update(of=("self",), skip_locked=True)
    row = rows.select_related("appointment__person", "institution").filter(pk=key, ended_at=None).first()
    if row is None:
        return False
    if is_last_administrator(row.appointment):
        _tell(row, f"sigue-{clock.today().isoformat()}", f"{row.institution.name} no tiene otro AIQ que el interino, cuyo "
              "plazo terminó.", settings.QUIPUX_SUPPORT_EMAIL)  # fmt: skip
        return False
    granting.revoke(row.appointment, row.given, reason=ENDED, actor=SYSTEM)
    row.ended_at = clock.now()
    row.save(update_fields=["ended_at"])
    recorder.record(row.institution, history.INTERIM_ENDED, actor=SYSTEM, comment=str(row.appointment))
    recorder.record(row.appointment, history.PERMISSIONS, actor=SYSTEM, comment=ENDED)
    _tell(row, "terminado", f"{ENDED} Institución: {row.institution.name}.", row.appointment.notice_address)
    return True


def _tell(row, event, text, to):
    queue_mail(key=f"interino-{row.pk}-{event}", to=to or "", subject=SUBJECT, text=f"{text}\n")
