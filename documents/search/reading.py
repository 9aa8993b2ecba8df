"""What a person may see of a search: the one place where it asks (documents §13.4, §16.2)."""

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
    near = list(_documents_of(post)[: NEAR + 1])
    return copies if len(near) > NEAR else copies.filter(document__in=[row["document"] for row in near])


def _documents_of(post):
    """Every document of which the person is or was part, in any way that documents.levels knows."""
    chiefs = SharedTray.objects.in_force().filter(member=post).values("chief")
    return Party.objects.filter(appointment=post).order_by().values("document").union(
        Participation.objects.filter(appointment=post).values("document"),
        Copy.objects.filter(holder=post).values("document"),
        Copy.objects.filter(holder__in=chiefs, state="in_process").values("document"),
        ConfidentialGrant.objects.filter(appointment=post).values("copy__document"),
        Task.objects.filter(assigned_to=post).values("copy__document"),
    )  # fmt: skip
