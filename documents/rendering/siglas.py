"""Siglas de responsabilidad: who made a document, without who signs it (documents §8)."""

from accounts.models import User
from documents import history
from documents.attaching import history as attaching
from documents.models import Document
from documents.states import CopyRole, PartyRole
from institutions.models import Appointment
from institutions.states import AppointmentState
from quipux.history.models import Entry

MAKING = (history.REGISTER, history.MODIFY, history.REASSIGN, history.SIGN_AND_SEND, attaching.ATTACH,
          attaching.EDIT)  # fmt: skip


def siglas_of(document: Document) -> str:
    """«BS/at/ce»: the área's Jefe in capitals, then everybody else who took part, in order of the last act."""
    signer = document.parties.filter(role=PartyRole.FROM).values_list("appointment__person", flat=True).first()
    marks = [mark(person).upper() for person in _responsible(document)]
    return "/".join(marks + [mark(person) for person in _makers(document, without=signer)])


def mark(person: User) -> str:
    """The person's «sumilla», or the lower-case initials."""
    return person.sumilla.lower() or initials(person.full_name)


def initials(name: str) -> str:
    """«Ana Lucía Yánez» → «aly»."""
    return "".join(word[0] for word in name.split()).lower()


def _responsible(document):
    chiefs = Appointment.objects.filter(area=document.area_id, profile=Appointment.Profile.CHIEF,
                                        state__in=AppointmentState.working())  # fmt: skip
    return [post.person for post in chiefs.select_related("person")]


def _makers(document, *, without):
    original = document.copies.filter(role=CopyRole.ORIGINAL).first()
    if original is None:
        return []
    entries = Entry.objects.of(original).filter(action__in=MAKING).exclude(actor_id=None).order_by("sequence")
    last = {}
    for person in entries.values_list("actor_id", flat=True):
        last.pop(person, None)
        last[person] = True
    people = User.objects.in_bulk([person for person in last if person != without])
    return [people[person] for person in last if person in people]
