"""Siglas de responsabilidad: who made a document, without who signs it (documents §8)."""

from django.db.models import Q

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
UUID_LENGTH = 36  # of the text of a context that is a post


def siglas_of(document: Document) -> str:
    """«BS/at/ce»: the área's responsible in capitals, then everybody else who took part, in order of the last act."""
    signer = document.parties.filter(role=PartyRole.FROM).values_list("appointment__person", flat=True).first()
    marks = [mark(post.person, post).upper() for post in _responsible(document)]
    return "/".join(marks + [mark(person, post) for person, post in _makers(document, without=signer)])


def mark(person: User, post: Appointment | None = None) -> str:
    """The «Iniciales sumilla» of the post, else the person's own, else the lower-case initials (institutions §6.2)."""
    return ((post.initials if post else "") or person.sumilla).lower() or initials(person.full_name)


def initials(name: str) -> str:
    """«Ana Lucía Yánez» → «aly»."""
    return "".join(word[0] for word in name.split()).lower()


def _responsible(document):
    """Who is «Responsable de Área»; where nobody is, its Jefe."""
    posts = Appointment.objects.filter(area=document.area_id, state__in=AppointmentState.working()).filter(
        Q(is_responsible=True) | Q(profile=Appointment.Profile.CHIEF))  # fmt: skip
    found = list(posts.select_related("person").order_by("pk"))
    return [post for post in found if post.is_responsible] or found


def _makers(document, *, without) -> list[tuple[User, Appointment | None]]:
    """Each with the post of the last act; who acted in somebody else's, or in none, comes without one."""
    original = document.copies.filter(role=CopyRole.ORIGINAL).first()
    if original is None:
        return []
    entries = Entry.objects.of(original).filter(action__in=MAKING).exclude(actor_id=None).order_by("sequence")
    last = {}
    for person, context in entries.values_list("actor_id", "actor_appointment"):
        last.pop(person, None)
        last[person] = context
    last.pop(without, None)
    posts = _posts([context for context in last.values() if len(context) == UUID_LENGTH])
    own = {one: post for one, context in last.items() if (post := posts.get(context)) and post.person_id == one}
    others = User.objects.in_bulk([one for one in last if one not in own])
    people = {one: post.person for one, post in own.items()} | others
    return [(people[one], own.get(one)) for one in last if one in people]


def _posts(uuids) -> dict[str, Appointment]:
    rows = Appointment.objects.filter(uuid__in=uuids).select_related("person") if uuids else ()
    return {str(post.uuid): post for post in rows}
