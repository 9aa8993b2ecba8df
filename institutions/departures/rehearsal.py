"""What opening cases would pass on, before any is opened (institutions §10.4, §11)."""

from collections.abc import Sequence
from dataclasses import dataclass

from institutions import scope
from institutions.departures import destinations, entries
from institutions.departures.cases import MOST, NOT_ACTIVE, OPEN_ALREADY, SINGLE_AIQ, Wish
from institutions.departures.checklist import PLURAL
from institutions.departures.entries import DOCUMENTS, TASKS
from institutions.models import Appointment, Departure, DepartureState
from quipux.errors import Invalid
from quipux.web.components import Column

NOUNS = (DOCUMENTS, TASKS, "préstamo")
COLUMNS = [Column("Servidor"), *(Column(PLURAL[noun].capitalize(), numeric=True) for noun in NOUNS), Column("Destino")]
NOBODY = "{}: no hay un Jefe que reciba lo pendiente. Elija un destino."


@dataclass(frozen=True)
class Rehearsal:
    """What each post has pending and who would receive it, and what would be refused.

    Attributes:
        rows: name, one number for each of NOUNS, and who receives; the last row is the sum.
        problems: sentences.
    """

    rows: list[list]
    problems: list[str]


def of(posts: Sequence[Appointment], wish: Wish, *, actor) -> Rehearsal:
    """Count without writing anything.

    Raises:
        Forbidden: the actor administers nothing.
        Invalid: nobody, or more than ``MOST``.
    """
    scope.require_administrator(actor)
    posts = list(posts)
    if not 0 < len(posts) <= MOST:
        raise Invalid(f"Elija entre 1 y {MOST} servidores.", puestos=f"Elija entre 1 y {MOST} servidores.")
    rows = [[post.person.full_name, *_pending(post), _to(post, wish)] for post in posts]
    totals = [sum(row[place] for row in rows) for place in range(1, len(NOUNS) + 1)]
    keys = [post.pk for post in posts]
    problems = [said for post, row in zip(posts, rows, strict=True) for said in _problems(post, row, keys)]
    return Rehearsal([*rows, ["Total", *totals, ""]], problems)


def _pending(post):
    case = Departure(appointment=post)  # never saved: the lines count by its post
    counts = dict.fromkeys(NOUNS, 0)
    for item in entries.items():
        if item.noun in counts and item.move:
            counts[item.noun] += item.count(case)
    return list(counts.values())


def _to(post, wish):
    receiver = wish.destination or destinations.fallback_of(post)
    return f"{receiver.person.full_name}, {receiver.institution.sigla}" if receiver else ""


def _problems(post, row, leaving):
    name = post.person.full_name
    if post.departures.filter(state=DepartureState.OPEN).exists():
        yield OPEN_ALREADY.format(name)
    elif post.state != "active":
        yield NOT_ACTIVE.format(name)
    if destinations.is_only_aiq(post, leaving=leaving):
        yield f"{name}: {SINGLE_AIQ}."
    if not row[-1]:
        yield NOBODY.format(name)
