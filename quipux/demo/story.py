"""What happened in the office: Ana's correspondence, the others' share of it, and their requests."""

import random
from datetime import datetime, timedelta

from quipux import clock
from quipux.demo.letters import SEED, Letter
from quipux.demo.people import FIRST_DAY, Cast

FEWEST_OTHERS = 12  # letters between the rest of the office, so that they have trays of their own


def letters(cast: Cast, *, documents: int) -> list[Letter]:
    """The correspondence.

    Args:
        documents: how many documents Ana takes part in (sent, received, reassigned and informed).
    """
    rng = random.Random(SEED)
    now = clock.now()
    last = now.date() - timedelta(days=3)
    days = (last - FIRST_DAY).days
    story = [_of_ana(cast, rng, i, _instant(rng, days * i // documents), now) for i in range(documents)]
    others = max(FEWEST_OTHERS, 40 - documents // 10)  # a small office needs more, for a backup of Elsa's
    story.append(petition(cast, now - timedelta(days=2)))
    return story + [_of_others(cast, rng, i, _instant(rng, days * i // others)) for i in range(others)]


def petition(cast: Cast, at: datetime) -> Letter:
    """What Luis asks for in writing before he leaves: his own documents (backups §1)."""
    return Letter(
        cast.luis, [cast.diego], at, [], "oficio", subject="Solicitud de respaldo de los documentos de mi gestión"
    )


def _instant(rng, offset):
    """A working hour of some day, by Guayaquil's clock."""
    day = FIRST_DAY + timedelta(days=offset + 1)
    day -= timedelta(days=max(day.weekday() - 4, 0))
    return datetime(day.year, day.month, day.day, rng.randint(8, 16), rng.randint(0, 55), rng.randint(0, 59),
                    tzinfo=clock.GUAYAQUIL)  # fmt: skip


def _of_ana(cast, rng, i, at, now):
    kind, ana = i % 10, cast.ana
    type_ = rng.choice(("memorando", "memorando", "oficio", "circular"))
    annexes = rng.randint(1, 2) if i % 3 == 0 else 0
    recent = (now - at).days < 120
    if kind < 4:
        to = [rng.choice((cast.bruno, cast.carla, cast.elsa, cast.marta))]
        cc = [cast.diego] if i % 4 == 0 else []
        return Letter(ana, to, at, cc, type_, annexes, shelve=not recent, unread=recent and i % 2 == 0)
    sender = rng.choice((cast.bruno, cast.carla, cast.elsa, cast.marta, cast.diego))
    if kind < 7:
        return Letter(sender, [ana], at, [], type_, annexes, shelve=not recent and i % 3 > 0,
                      unread=recent and i % 3 != 0, urgent=i % 11 == 0, confidential=i % 29 == 0)  # fmt: skip
    if kind == 7:
        return Letter(cast.carla, [cast.bruno], at, [], "oficio", annexes, reassign_to=ana, shelve=not recent)
    if kind == 8:
        return Letter(sender if sender is not cast.elsa else cast.marta, [ana], at, [], type_, annexes,
                      reassign_to=cast.bruno, shelve=not recent)  # fmt: skip
    return Letter(cast.marta, [cast.bruno], at, [], "memorando", annexes, inform_to=ana, shelve=True)


def _of_others(cast, rng, i, at):
    pairs = ((cast.bruno, cast.elsa), (cast.elsa, cast.bruno), (cast.diego, cast.elsa), (cast.marta, cast.luis),
             (cast.luis, cast.bruno))  # fmt: skip
    author, receiver = pairs[i % len(pairs)]
    return Letter(author, [receiver], at, [], "memorando", 0, shelve=i % 2 == 0)
