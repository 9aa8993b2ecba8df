"""What a person may see of a search: the one place where it asks (documents §13.4, §16.2)."""

from collections import Counter

from django.db.models import F, Value

from documents.models import ConfidentialGrant, Copy, Participation, Party, Task
from institutions.models import Appointment, SharedTray

KNOW, READ, READ_ALL = 1, 2, 3  # levels: basic data, the body and its anexos, everything
# Rights that let somebody see documents of people with whom nothing was shared.
FAR = ("consult_area_documents", "see_institution_basic", "search_attached", "use_physical_archive", "print_dispatch",
       "process_citizen_documents")  # fmt: skip
NEAR = 5000  # documents: given as they are, so that the planner knows how few they are


def visible(actor, *, at_least: int):
    """Copies on which ``actor`` has a level of ``at_least``; of confidential ones only those of level 3 or more."""
    return Copy.objects.none() if actor.is_leaver else Copy.objects.visible_to(actor, at_least=at_least)


def skims(actor) -> bool:
    """Whether there may be copies that ``actor`` knows of and does not read: only one permission gives level 1."""
    return actor.holds("see_institution_basic")


def bounded(copies, actor):
    """``copies`` that are visible, reached by way of the documents of which ``actor`` is part.

    Changes no result: it gives the database the small set to begin with when a word stands in half of all
    documents (performance §2). Who sees far has no such set.
    """
    post = actor.appointment
    if post.profile == Appointment.Profile.CHIEF or any(actor.holds(permission) for permission in FAR):
        return copies
    near = _near(post)
    return copies if near is None else copies.filter(document__in=near)


def _near(post) -> set[int] | None:
    """Every document of which the person is or was part, in any way that documents.levels knows; None for many.

    Each way is asked for no more rows than decide: whoever holds 200 000 waited seconds to have them sorted.
    """
    ways = [way.annotate(way=Value(number)).order_by()[: NEAR + 1] for number, way in enumerate(_documents_of(post))]
    rows = list(ways[0].union(*ways[1:], all=True))
    documents = {row["document"] for row in rows}
    most = max(Counter(row["way"] for row in rows).values(), default=0)
    return documents if max(most, len(documents)) <= NEAR else None


def _documents_of(post):
    chiefs = SharedTray.objects.in_force().filter(member=post).values("chief")
    return (
        Participation.objects.filter(appointment=post).values("document"),
        Party.objects.filter(appointment=post).values("document"),
        Copy.objects.filter(holder=post).values("document"),
        Copy.objects.filter(holder__in=chiefs, state="in_process").values("document"),
        ConfidentialGrant.objects.filter(appointment=post).values(document=F("copy__document")),
        Task.objects.filter(assigned_to=post).values(document=F("copy__document")),
    )
