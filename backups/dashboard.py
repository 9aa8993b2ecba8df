"""What the menu of backups tells at a glance: the own request, and the institution's to its AIQ (backups §3.12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from backups import deliveries, permissions
from backups.models import BackupRequest
from backups.presenters.progress import describe
from backups.presenters.tracker import steps_of
from backups.presenters.validity import left_words
from backups.progress import facts_of
from backups.states import Kind, RequestState
from backups.validity import last_day, validity_days
from quipux import clock
from quipux.calendar.days import working_calendar
from quipux.web.components import Column, Step

WIDTH = 640  # of every picture, in its own units
MOST = 20  # available backups drawn; the list of the institution has them all
COLOURS = {
    RequestState.DRAFT: "#5b6673", RequestState.SUBMITTED: "#2a7f8f", RequestState.APPROVED: "#0b3d7a",
    RequestState.REJECTED: "#a3271f", RequestState.FULFILLED: "#0f7a52", RequestState.DELETED: "#9aa5b1",
}  # fmt: skip
STATE_COLUMNS = (Column("Estado"), Column("Solicitudes", numeric=True))
LEFT_COLUMNS = (
    Column("Solicitud"),
    Column("Servidor público"),
    Column("Disponible hasta"),
    Column("Días", numeric=True),
)


@dataclass(frozen=True)
class Piece:
    """One state in the bar of all requests."""

    label: str
    value: int
    colour: str
    x: int
    width: int


@dataclass(frozen=True)
class Remaining:
    """What is left of the validity of one backup; ``width`` of ``WIDTH`` units."""

    request: BackupRequest
    until: str
    days: int
    words: str
    width: int
    colour: str


@dataclass(frozen=True)
class InstitutionBoard:
    """Requests by state, validity of the available backups, and how long the oldest has waited."""

    pieces: list[Piece]
    remaining: list[Remaining]
    oldest: BackupRequest | None
    oldest_days: int

    @property
    def total(self) -> int:
        return sum(piece.value for piece in self.pieces)

    @property
    def state_rows(self) -> list[list]:
        return [[piece.label, piece.value] for piece in self.pieces]

    @property
    def left_rows(self) -> list[list]:
        return [
            [f"No. {one.request.number}", one.request.person.full_name, one.until, one.days] for one in self.remaining
        ]


def institution_board(actor) -> InstitutionBoard:
    """The board of an AIQ: the requests of his list, and his own that are still to be sent."""
    now = clock.now()
    reached = BackupRequest.objects.administered_by(actor)
    counted = reached.exclude(state=RequestState.DRAFT).order_by().values_list("state").annotate(n=Count("pk"))
    counts = dict(counted) | {RequestState.DRAFT: BackupRequest.objects.institutional_drafts_of(actor).count()}
    oldest = reached.filter(state__in=RequestState.active()).order_by("approved_at", "pk").first()
    days = working_calendar().working_days_between(clock.local(oldest.approved_at).date(), now.date()) if oldest else 0
    return InstitutionBoard(pieces_of(counts), _remaining(reached, actor, now), oldest, days)


def pieces_of(counts: dict[str, int]) -> list[Piece]:
    """The states that have requests, side by side in one bar as wide as the picture."""
    total, x, pieces = sum(counts.values()), 0, []
    for state in RequestState:
        if value := counts.get(state, 0):
            width = round(WIDTH * value / total)
            pieces.append(Piece(state.label, value, COLOURS[state], x, width))
            x += width
    return pieces


def _remaining(reached, actor, now: datetime) -> list[Remaining]:
    found = reached.filter(kind=Kind.INSTITUTIONAL, state=RequestState.FULFILLED, backup__expires_at__gt=now)
    found = found.with_names().order_by("backup__expires_at", "number")
    return [_left_of(request, now) for request in _taken_by(found, actor)]


def _taken_by(found: Iterable[BackupRequest], actor) -> list[BackupRequest]:
    """Those whose archive this AIQ may take, the ones that end first."""
    return [request for request in found if permissions.can_download(request, actor)][:MOST]


def _left_of(request, now) -> Remaining:
    end = last_day(request.backup.expires_at)
    days = (end - now.date()).days
    share = min(1, (days + 1) / (validity_days(request.kind) + 1))  # the day that runs counts too
    colour = "#0f7a52" if days > 1 else "#a3271f"
    return Remaining(request, end.isoformat(), days, left_words(days), round(WIDTH * share), colour)


@dataclass(frozen=True)
class OwnerCard:
    """The own request that is on its way or ready: its steps, and what is left to do."""

    request: BackupRequest
    steps: list[Step]
    words: str
    is_ready: bool


def owner_card(actor) -> OwnerCard | None:
    """The newest personal request of the appointment in use that has not ended; none, None."""
    alive = (*RequestState.active(), RequestState.FULFILLED)
    found = BackupRequest.objects.about(actor.appointment).filter(
        kind=Kind.PERSONAL, person=actor.user, state__in=alive
    )
    request = found.with_names().order_by("-number").first()
    if request is None:
        return None
    backup = request.backup
    if request.state != RequestState.FULFILLED:
        return OwnerCard(request, steps_of(request, backup), describe(facts_of(request)).text, False)
    if clock.now() >= backup.expires_at:
        return None
    days = (last_day(backup.expires_at) - clock.today()).days
    missing = deliveries.missing_parts(actor.user, backup)
    return OwnerCard(request, steps_of(request, backup), left_words(days, missing, backup.parts_count), True)
