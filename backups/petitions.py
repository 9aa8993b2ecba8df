"""Which documents may be the citizen's petition, and whether they are the citizen's (backups §2.4, §3.7)."""

from django.db.models import BooleanField, Exists, OuterRef, Q, QuerySet, Value

from backups.states import PetitionMatch
from documents.models import Copy, Party
from documents.states import Confidentiality, CopyRole, CopyState, PartyRole

RECEIVED = (CopyRole.TO, CopyRole.CC)
USABLE = (CopyState.IN_PROCESS, CopyState.SHELVED)


def candidates(actor) -> QuerySet[Copy]:
    """Copies received by the AIQ's institution, En Trámite or Archivado; confidential ones only if he reads them."""
    received = Copy.objects.filter(institution=actor.institution, role__in=RECEIVED, state__in=USABLE)
    readable = Copy.objects.readable_by(actor.appointment).values("pk")
    return received.filter(Q(confidentiality=Confidentiality.PUBLIC) | Q(pk__in=readable))


def numbered_like(copies: QuerySet[Copy], text: str, subject) -> QuerySet[Copy]:
    """Those whose number contains ``text``, those that ``subject`` (appointment) sent first.

    Each row carries ``matches``: whether its De has the cédula of the subject.
    """
    found = copies.filter(number__contains=text.strip().upper()).annotate(matches=_from_same_person(subject))
    return found.order_by("-matches", "-sort_at", "-pk")


def _from_same_person(subject):
    if subject is None:
        return Value(False, output_field=BooleanField())
    return Exists(Party.objects.filter(_cedula(subject), document=OuterRef("document"), role=PartyRole.FROM))


def _cedula(subject):
    number = subject.person.identity_number
    return Q(person__identity_number=number) | Q(appointment__person__identity_number=number)


def match_of(petition: Copy | None, subject) -> str:
    """Whether De of the petition has the cédula of the subject (appointment)."""
    if petition is None:
        return PetitionMatch.NONE
    senders = Party.objects.filter(_cedula(subject), document=petition.document_id, role=PartyRole.FROM)
    return PetitionMatch.MATCH if senders.exists() else PetitionMatch.MISMATCH


def readable_ids(petitions, actor) -> set[int]:
    """Primary keys of those copies that the documents rules let this person open, in one query."""
    keys = [key for key in petitions if key]
    if not keys or actor.appointment is None:
        return set()
    return set(Copy.objects.readable_by(actor.appointment).filter(pk__in=keys).values_list("pk", flat=True))
