"""Sessions that end: by time, by another login, by hand (accounts-portal §9.1)."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from accounts import devices, privileged
from accounts.models import OpenSession, User
from quipux import clock
from quipux.errors import Conflict
from quipux.retrying import left_out_without_room

KEY = "login"  # of the session: the UUID of its row
EXPELLED = "Su sesión ha expirado o ha ingresado en otro equipo"
CHANGED = "Su cuenta cambió mientras ingresaba. Ingrese otra vez."
STEP = timedelta(minutes=1)  # the last use is written once in so long
LONGEST_DEVICE = 200
KEPT = timedelta(days=90)


def claim(user: User) -> None:
    """Hold the row of who enters until the transaction ends: opening a session and ending all happen one after the other.

    Raises:
        Conflict: since the password was judged her sessions were closed, or her credential changed.
    """
    row = User.objects.select_for_update().filter(pk=user.pk, is_active=True).first()
    if row is None or row.credential_version != user.credential_version:
        raise Conflict(CHANGED)


def begin(request, user: User) -> OpenSession:
    """Note the session that was just opened; with `QUIPUX_SINGLE_SESSION` every other one of the person ends."""
    if settings.QUIPUX_SINGLE_SESSION:
        end_all(user)
    now = clock.now()
    minutes = settings.QUIPUX_IDLE_MINUTES_ADMIN if privileged.is_privileged(user) else settings.QUIPUX_IDLE_MINUTES
    row = OpenSession.objects.create(
        person=user, began_at=now, last_used_at=now, idle_minutes=minutes, device_name=devices.named(request),
        device=request.headers.get("User-Agent", "")[:LONGEST_DEVICE].replace("\0", ""),
        network=request.META.get("REMOTE_ADDR", "")[:45])  # fmt: skip
    request.session[KEY] = str(row.uuid)
    return row


def alive():
    """The sessions of everybody that have not ended."""
    now = clock.now()
    rows = OpenSession.objects.filter(ended_at=None, began_at__gt=now - _longest())
    return rows.filter(last_used_at__gt=now - F("idle_minutes") * timedelta(minutes=1))


def alive_of(user: User):
    """The sessions of a person that have not ended, newest first."""
    return alive().filter(person=user).order_by("-began_at", "-pk")


def elsewhere(request, user: User) -> OpenSession | None:
    """A session of the person on another device, which entering here would end."""
    if not settings.QUIPUX_SINGLE_SESSION:
        return None
    name = devices.name_of(request)
    return alive_of(user).exclude(device_name=name).first() if name else alive_of(user).first()


def beside(people):
    """``people`` with their open sessions and the hour, in the same query: every page asks for the three."""
    now = clock.statement_now()
    alive = OpenSession.objects.filter(person=OuterRef("pk"), ended_at=None, began_at__gt=now - _longest())
    told = JSONObject(uuid="uuid", began="began_at", used="last_used_at", idle="idle_minutes")
    return people.annotate(asked_at=now, alive=ArraySubquery(alive.values(told=told)))


def use(key: str, person: User) -> datetime | None:
    """Note a use of the session of a row.

    Args:
        person: as ``beside`` gives her.

    Returns:
        When it ends if it is not used again; None where it has ended.
    """
    now, row = person.asked_at, next((one for one in person.alive if one["uuid"] == key), None)
    if row is None:
        return None
    idle, used = timedelta(minutes=row["idle"]), datetime.fromisoformat(row["used"])
    if now - used >= idle:
        return None
    if now - used >= STEP:
        with left_out_without_room("last_use", user=person.pk):
            OpenSession.objects.filter(uuid=key, last_used_at__lt=now).update(last_used_at=now)
        used = now
    return min(used + idle, datetime.fromisoformat(row["began"]) + _longest())


def end(user: User, uuid) -> bool:
    """Close one session of the person, if it has a row. Returns whether it was open."""
    return uuid is not None and bool(
        OpenSession.objects.filter(person=user, uuid=uuid, ended_at=None).update(ended_at=clock.now())
    )


def end_all(user: User, *, but: str = "") -> int:
    """Close the sessions of a person, all or all but one. Returns how many."""
    rows = OpenSession.objects.filter(person=user, ended_at=None)
    return (rows.exclude(uuid=but) if but else rows).update(ended_at=clock.now())


def forget() -> int:
    """Delete the rows of sessions long past. Returns how many."""
    return OpenSession.objects.filter(last_used_at__lt=clock.now() - KEPT).delete()[0]


def _longest():
    return timedelta(hours=settings.QUIPUX_SESSION_HOURS)
