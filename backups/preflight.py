"""What the person is told before sending: figures, the night it would get, the promised days (backups §4.4)."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.conf import settings
from django.db import transaction

from backups import selection
from backups.models import BackupRequest
from backups.services import scheduling
from backups.services.wishes import Wish
from documents.models import Document
from quipux import clock


@dataclass(frozen=True)
class Outlook:
    """The figures of a wish, and when it would be ready.

    Attributes:
        night: the night it would get now; None when it cannot be sent.
        promise: first and last promised working day.
        documents: the documents themselves when they are too few for a backup.
        minimum: documents that this kind of request needs.
        is_high_demand: the month or the night asks for the sentence of demand (backups §2.5).
    """

    figures: selection.Preflight
    night: date | None = None
    promise: tuple[date, date] | None = None
    documents: list[Document] = field(default_factory=list)
    is_high_demand: bool = False
    minimum: int = 1

    @property
    def is_enough(self) -> bool:
        return self.figures.documents >= max(self.minimum, 1)


def outlook(wish: Wish, *, actor, figures: selection.Preflight | None = None) -> Outlook:
    """Say what ``wish`` would contain for the appointment it is about, and when it would be ready.

    Args:
        figures: what was counted already; counted here when omitted.
    """
    post = wish.post_of(actor)
    figures = figures or selection.preflight(post, wish.date_from, wish.date_to, part_size=settings.QUIPUX_PART_SIZE)
    few = Outlook(figures, minimum=wish.minimum)
    if not few.is_enough:
        return replace(few, documents=documents_of(wish, post)) if figures.documents else few
    today = clock.today()
    promise = scheduling.promised_from(wish.kind, today)
    night = _night_for(wish.kind, figures, post)
    demand = today.month in settings.QUIPUX_HIGH_DEMAND_MONTHS or night >= promise[1]
    return replace(few, night=night, promise=promise, is_high_demand=demand)


def documents_of(wish: Wish, appointment) -> list[Document]:
    """The documents of the period in archive order; meant for the few that make no backup."""
    ids = [one.document_id for one in selection.select(appointment, wish.date_from, wish.date_to).documents]
    return list(Document.objects.filter(pk__in=ids).order_by("document_date", "pk"))


@transaction.atomic
def _night_for(kind, figures, post):
    """Asked of the scheduler itself, about a request that nobody saved."""
    imagined = BackupRequest(kind=kind, institution=post.institution, approved_at=clock.now(),
                             preflight_documents=figures.documents, preflight_bytes=figures.bytes)  # fmt: skip
    return scheduling.plan_night(imagined)
