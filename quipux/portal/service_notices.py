"""«Alertas y bloqueos»: announcing, cancelling, and what is in force for one request (accounts-portal §11.2)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists

from quipux import clock
from quipux.errors import Forbidden, Invalid
from quipux.history import recorder
from quipux.history.recorder import SYSTEM
from quipux.moulds import RowsMould
from quipux.portal import history
from quipux.portal.models import NoticeKind, NoticeState, ServiceNotice, can_manage
from quipux.web.formatting import SUFFIX, minute_text, official
from quipux.web.menu import Notice
from quipux.workflow import Entry, Move, perform

FIRST_WARNING, LAST_WARNING = timedelta(minutes=20), timedelta(minutes=8)  # before a general block begins
LONGEST = timedelta(days=31)
CLOSES = "El sistema se cerrará por mantenimiento a las {hour} {zone}. Guarde su trabajo."
CLOSES_NOW = "El sistema se cierra en pocos minutos, a las {hour} {zone}. Guarde ahora: su sesión terminará."
NO_LOGIN = "Desde las {hour} {zone} no se podrá ingresar al sistema. Quien ya ingresó puede continuar."


@dataclass(frozen=True)
class Situation:
    """What holds for everybody at one instant.

    Attributes:
        now: that instant.
        rows: notices in force, and those that begin within twenty minutes.
    """

    now: datetime
    rows: list[ServiceNotice] = field(default_factory=list)

    def running(self, *kinds: str) -> ServiceNotice | None:
        """The notice of these kinds that ends last among those in force."""
        found = [row for row in self.rows if row.kind in kinds and row.starts_at <= self.now]
        return max(found, key=lambda row: row.ends_at, default=None)

    def closed_for(self, user) -> ServiceNotice | None:
        """The general block that keeps ``user`` out."""
        return _unless_excepted(self.running(NoticeKind.GENERAL_BLOCK), user)

    def login_closed_for(self, user) -> ServiceNotice | None:
        """The block of any kind that does not let ``user`` enter."""
        return _unless_excepted(self.running(NoticeKind.LOGIN_BLOCK, NoticeKind.GENERAL_BLOCK), user)

    def bands(self) -> list[Notice]:
        """Lines above the header: what runs, and what is about to begin."""
        return [band for row in self.rows if (band := _band(row, self.now))]


def _unless_excepted(block, user):
    if block is None or (user is not None and user.pk and block.excepted.filter(pk=user.pk).exists()):
        return None
    return block


def _band(row, now):
    if row.starts_at <= now:
        return Notice(f"{row.text} Hasta el {minute_text(row.ends_at)} {SUFFIX}.", _kind_word(row))
    if row.kind == NoticeKind.ALERT:
        return None
    words = NO_LOGIN if row.kind == NoticeKind.LOGIN_BLOCK else CLOSES
    if row.kind == NoticeKind.GENERAL_BLOCK and row.starts_at - now <= LAST_WARNING:
        words = CLOSES_NOW
    hour = f"{official(row.starts_at):%H:%M}"
    return Notice(f"{words.format(hour=hour, zone=SUFFIX)} {row.text}", "Mantenimiento")


def _kind_word(row):
    return "Alerta" if row.kind == NoticeKind.ALERT else "Mantenimiento"


NOTHING = Situation(datetime.min)


def exist() -> Exists:
    """Whether any notice is announced, for a query that is asked anyway."""
    return Exists(ServiceNotice.objects.filter(state=NoticeState.ACTIVE))


_active = RowsMould(lambda: ServiceNotice.objects.filter(state=NoticeState.ACTIVE).order_by("starts_at", "pk"), 0)


def situation() -> Situation:
    """As it is now; without any notice, one query of an empty index."""
    live = _active.ask()
    if not live:
        return NOTHING
    now = clock.now()
    return Situation(now, [row for row in live if row.starts_at <= now + FIRST_WARNING and row.ends_at > now])


@transaction.atomic
def announce(
    *, kind: str, text: str, starts_at: datetime, ends_at: datetime, excepted: Iterable = (), actor
) -> ServiceNotice:
    """A notice that begins and ends by itself.

    Args:
        excepted: people who may enter and work during a block; its author always may, so that it can be cancelled.

    Raises:
        Forbidden: the actor does not manage notices.
        Invalid: it would end before it begins, or before now, or last longer than a month.
    """
    if not can_manage(None, actor):
        raise Forbidden("No tiene permiso para esta acción.")
    _check_period(starts_at, ends_at)
    notice = ServiceNotice.objects.create(kind=kind, text=" ".join(text.split()), starts_at=starts_at, ends_at=ends_at,
                                          author=actor.user, created_at=clock.now())  # fmt: skip
    notice.excepted.set([*excepted, actor.user])
    period = f"{minute_text(starts_at)} a {minute_text(ends_at)}"
    recorder.record(notice, history.ANNOUNCED, actor=actor, comment=f"{notice}, {period}: {notice.text}")
    return notice


def _check_period(starts_at, ends_at):
    sentence = ""
    if ends_at <= max(starts_at, clock.now()):
        sentence = "«Hasta» debe ser posterior a «Desde» y a este momento."
    elif ends_at - starts_at > LONGEST:
        sentence = "Un aviso dura como máximo 31 días."
    if sentence:
        raise Invalid(sentence, hasta=sentence)


def cancel(notice: ServiceNotice, *, reason: str, actor) -> ServiceNotice:
    """Activo → Cancelado, at once.

    Raises:
        Invalid: without reason.
        Forbidden, NotAllowedNow: the actor does not manage notices, or it ended.
    """
    if not reason.strip():
        raise Invalid("Escriba el motivo.", motivo="Escriba el motivo.")
    return _move(notice, "cancel", history.CANCELLED, actor, reason.strip())


def end_due() -> dict:
    """Activo → Terminado of those whose time is over; they stopped being obeyed at that instant already."""
    due = ServiceNotice.objects.filter(state=NoticeState.ACTIVE, ends_at__lte=clock.now())
    return {"ended": len([_move(notice, "end", history.ENDED, SYSTEM) for notice in due])}


def _move(notice, transition, action, actor, comment=""):
    [moved] = perform(Move(notice, transition), actor=actor, subject=notice, entries=[Entry(action, comment=comment)])
    return moved
