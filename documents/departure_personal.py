"""What a post keeps for itself passes on with DV-10: labels, saved filters and phrases (institutions §11.3)."""

from documents.models import CommentPhrase, PersonalLabel, SavedFilter
from institutions.departures.entries import Item, register
from institutions.models import Appointment, Departure

LONGEST = {PersonalLabel: 40, SavedFilter: 60}  # letters of a name


def own_of(post: Appointment) -> list:
    """Labels, filters and phrases of one post."""
    return [row for model in (PersonalLabel, SavedFilter, CommentPhrase)
            for row in model.objects.filter(appointment=post).order_by("pk")]  # fmt: skip


def pass_own(departure: Departure, destination: Appointment) -> int:
    """Everything of `own_of` becomes the destination's; a name it has already is told apart, no filter opens by itself.

    Returns:
        How many rows passed.
    """
    rows = own_of(departure.appointment)
    for row in rows:
        if isinstance(row, SavedFilter):
            row.is_default = False
        if not isinstance(row, CommentPhrase):
            row.name = _free_name(row, departure.appointment, destination)
        row.appointment = destination
        row.save()
        if isinstance(row, PersonalLabel):
            row.copies.set(row.copies.filter(holder=destination))  # only what came along: it may not read the others
    return len(rows)


def _free_name(row, post, destination) -> str:
    same = type(row).objects.filter(appointment=destination, name=row.name)
    if isinstance(row, SavedFilter):
        same = same.filter(tray=row.tray)
    if not same.exists():
        return row.name
    most, tail = LONGEST[type(row)], f" ({post.initials or post.pk})"
    return f"{row.name[: most - len(tail)]}{tail}"


def _words(departure):
    return [str(row) for row in own_of(departure.appointment)]


register(Item("DV-10b", "Etiquetas, filtros y frases personales", lambda case: len(own_of(case.appointment)),
              move=pass_own, lines=_words, only_chosen=True))  # fmt: skip
