"""Who is told of a subrogación, and when: three days before its end, at its start and at its end (institutions §8)."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from institutions.charges import in_words
from institutions.models import Appointment, Delegation
from institutions.scope import administrators
from quipux import clock
from quipux.history.recorder import Identity
from quipux.notices.services import notify
from quipux.outbox.services import queue_mail

SUBJECT = "QUIPUX: Subrogación de puesto"
BEFORE_END = timedelta(days=3)
LATE = timedelta(days=2)  # what a stopped clock left untold for longer is not told any more


@dataclass(frozen=True)
class Post:
    """An appointment as the other side of an entry."""

    appointment: Appointment

    def identity(self) -> Identity:
        post = self.appointment
        return Identity(post.person_id, str(post.uuid), post.person.full_name, post.title, post.area.name)


def tell_due() -> int:
    """The hourly work: whoever is not told yet; each mail once, by its key.

    Returns:
        Of how many subrogaciones something was due.
    """
    now, rows = clock.now(), Delegation.objects.with_names()
    begun = list(rows.filter(starts_at__range=(now - LATE, now), stops_at__gt=now))
    over = list(rows.filter(stops_at__range=(now - LATE, now), ended_at=None))
    ending = list(rows.filter(stops_at__range=(now, now + BEFORE_END), starts_at__lte=now))
    for row in begun:
        _tell(row, "inicio", f"Empezó la subrogación y termina el {in_words(row.stops_at)}.")
    for row in over:
        ended(row)
    for row in ending:
        if row.ends_at - row.starts_at > BEFORE_END:  # a short one was told of three days before it began
            aiqs = administrators(row.titular.institution).with_names()
            _tell(row, "aviso", f"La subrogación termina el {in_words(row.stops_at)}.", more=aiqs)
    return len(begun) + len(over) + len(ending)


def ended(row: Delegation) -> None:
    """To both, at its end or when somebody ended it early."""
    _tell(row, "fin", f"La subrogación terminó el {in_words(row.stops_at)}.")


def _tell(row, event, sentence, more=()):
    url = reverse("institutions:delegation", args=[row.uuid])
    post, deputy = row.titular, row.acting
    text = (f"{sentence}\n\nPuesto: {post.title}, {post.area.name}\nTitular: {post.person.full_name}\n"
            f"Subrogante: {deputy.person.full_name}\n\n{settings.QUIPUX_PUBLIC_URL}{url}\n")  # fmt: skip
    for told in {each.pk: each for each in (post, deputy, *more)}.values():
        key = f"subrogacion-{event}-{row.uuid}-{told.pk}"
        notify(key=key, user_id=told.person_id, context=str(told.uuid), text=f"{SUBJECT[8:]}: {sentence}", url=url)
        queue_mail(key=key, to=told.notice_address, subject=SUBJECT, text=text)
