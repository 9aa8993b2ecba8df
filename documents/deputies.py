"""What is closed to a deputy in the post of a titular (documents §17.3)."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from documents.states import Confidentiality
from quipux.history.models import Entry


@dataclass(frozen=True)
class Deputy:
    """Who acts in a post without leave to its confidential documents.

    Attributes:
        user: primary key of the person.
        post: UUID text of the titular's appointment.
    """

    user: int
    post: str

    @classmethod
    def of(cls, actor) -> "Deputy | None":
        """None where nothing is closed: in an own post, or where the titular included them."""
        return cls(actor.user.pk, str(actor.appointment.uuid)) if actor.closes_confidential else None

    def closed(self, path: str = "") -> Q:
        """The condition of copies closed to the deputy: confidential ones, but for those registered by herself there.

        Args:
            path: from the rows to their copy, with its underscores: «copy__».
        """
        registered = Entry.objects.filter(subject_kind="copy", subject_id=OuterRef(f"{path}uuid"), sequence=1,
                                          actor_id=self.user, actor_appointment=self.post)  # fmt: skip
        return Q(**{f"{path}confidentiality": Confidentiality.CONFIDENTIAL}) & ~Q(Exists(registered))


def open_to(actor, rows, path: str = ""):
    """``rows`` without those whose copy is closed to an actor who deputises."""
    deputy = Deputy.of(actor)
    return rows.exclude(deputy.closed(path)) if deputy else rows


def is_closed(copy, actor) -> bool:
    """The same of one copy."""
    deputy = Deputy.of(actor)
    if deputy is None or not copy.is_confidential:
        return False
    first = Entry.objects.filter(subject_kind="copy", subject_id=copy.uuid, sequence=1, actor_id=deputy.user)
    return not first.filter(actor_appointment=deputy.post).exists()
