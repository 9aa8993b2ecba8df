"""What a form asks for: the documents of one appointment in one period (backups §1, §3.2)."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.conf import settings

from backups.states import Kind
from documents.models import Copy
from institutions.models import Appointment


@dataclass(frozen=True)
class Wish:
    """A personal request: two days, both inclusive, and a comment."""

    date_from: date
    date_to: date
    comment: str = ""

    kind: ClassVar[str] = Kind.PERSONAL

    def post_of(self, actor) -> Appointment | None:
        """Whose documents are asked for: those of the appointment in use."""
        return actor.appointment

    @property
    def minimum(self) -> int:
        """Documents below which nothing is sent; 0 without any limit (guard 6)."""
        return settings.QUIPUX_MINIMUM_DOCUMENTS


@dataclass(frozen=True)
class InstitutionalWish(Wish):
    """A request of the AIQ.

    Attributes:
        subject: the inactive appointment, None while nobody was chosen.
        petition: the citizen's written petition as the institution received it, None while missing.
    """

    subject: Appointment | None = None
    petition: Copy | None = None

    kind: ClassVar[str] = Kind.INSTITUTIONAL

    def post_of(self, actor) -> Appointment | None:
        """The chosen appointment."""
        return self.subject

    @property
    def minimum(self) -> int:
        return 1
