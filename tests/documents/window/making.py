"""What the tests of the window share: who may do what there, and externals as the window registers them."""

from datetime import date

from accounts.models import User
from documents import services
from documents.models import Copy, DocumentType
from documents.services import Draft
from documents.states import CopyRole
from institutions.models import Appointment, Grant
from quipux import clock
from quipux.history.recorder import SYSTEM
from quipux.workflow import Move, perform
from tests import factories


def let(person, *permissions) -> None:
    """Give permissions; the actor reads its rights anew."""
    for slug in permissions:
        Grant.objects.get_or_create(appointment=person.appointment, permission=slug)
    vars(person.actor).pop("permissions", None)


def externo() -> DocumentType:
    """The type of everything that comes from outside."""
    return DocumentType.objects.get_or_create(
        slug="externo", defaults={"label": "Externo", "abbreviation": "E", "kind": "incoming"}
    )[0]


def citizen(name: str = "Gina Salazar", *, password: str | None = None) -> User:
    return factories.make_user(name, password=password)


def paper(sender, *to, subject: str = "Petición de información", dated: date | None = None, **fields) -> Draft:
    """What Elsa types of a paper of ``sender`` (a person or an appointment) for members of the cast."""
    posts = [one if isinstance(one, (Appointment, User)) else one.appointment for one in to]
    senders = sender if isinstance(sender, list) else [sender]
    return Draft(type=externo(), subject=subject, to=posts, senders=senders, dated=dated or clock.today(), **fields)


def registered(clerk, *to, sender=None, **fields) -> Copy:
    """An external in the hands of ``clerk``, with its number."""
    return services.register(paper(sender or citizen(), *to, **fields), actor=clerk.actor)


def sent(clerk, *to, directed_to=None, **fields) -> Copy:
    """The same, delivered."""
    return services.send_incoming(registered(clerk, *to, **fields), actor=clerk.actor, directed_to=directed_to)


def pending(author, to, *, number: str = "MINEJ-VU-2026-0099-E", **fields) -> Copy:
    """A document that waits for a clerk as a citizen's letter does."""
    original = factories.original_of(factories.make_draft(author, to=[to], **fields))
    services.number_and_freeze(original, actor=author.actor)
    copy = original.document.copies.get(role=CopyRole.TO)
    values = {"holder": copy.party.appointment, "number": number, "instant": clock.now()}
    [copy] = perform(Move(copy, "wait_for_clerk", values), actor=SYSTEM, subject=copy, entries=[])
    return copy
