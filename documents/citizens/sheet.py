"""What the page of one document tells a citizen (documents §12)."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from documents.citizens import wording
from documents.citizens.listing import RECEIVED, SENT, CitizenTray
from documents.models import Attachment, Copy
from documents.states import Medium, PartyRole, ScanState
from quipux import clock
from quipux.web.components import Link

RELATED = ("document__type", "document__institution", "document__official_pdf", "institution", "party__appointment")


@dataclass(frozen=True)
class Sheet:
    """One document for a citizen.

    Attributes:
        rows: label and value of its data.
        state, explained: how it goes in the office, empty for what she received.
        files: address, name and note of the electronic anexos.
        papers: names of the anexos on paper.
    """

    copy: Copy
    tray: CitizenTray
    rows: list[tuple]
    state: str
    explained: str
    pdf_url: str
    files: list[Link]
    papers: list[str]


def read(copy: Copy, citizen) -> Sheet:
    """The sheet of a copy that the citizen may see."""
    was_received = copy.party.person_id == citizen.user.pk
    tray = RECEIVED if was_received else SENT
    answer = None if was_received else wording.answers_to([copy.document_id]).get(copy.document_id)
    state = "" if was_received else wording.state_of([copy], answer)
    document = copy.document
    pdf = reverse("documents:citizen_pdf", args=[copy.uuid]) if document.official_pdf_id else ""
    return Sheet(copy, tray, _rows(copy, was_received, answer, citizen), state, wording.EXPLAINED.get(state, ""), pdf,
                 [_link(copy, found) for found in files_of(copy)], _papers(copy))  # fmt: skip


def _rows(copy, was_received, answer, citizen):
    document, parties = copy.document, copy.document.parties.select_related("appointment")
    by_role = {role: [party for party in parties if party.role == role] for role in PartyRole}
    office = document.institution if was_received else copy.institution
    rows = [
        ("Tipo", copy.shown_type_label),
        ("Fecha", clock.local(copy.sort_at).date()),
        ("Institución", office.name),
        ("De", "; ".join(wording.sender(party) for party in by_role[PartyRole.FROM])),
        ("Para", "; ".join(wording.addressee(party) for party in by_role[PartyRole.TO])),
        ("Con copia a", "; ".join(wording.addressee(party) for party in by_role[PartyRole.CC])),
        ("No. Referencia", copy.reference),
        ("Respuesta", _answer(answer, citizen)),
    ]
    return [row for row in rows if row[1]]


def _answer(answer, citizen):
    """The number of the answer; a link where the citizen has a copy of it."""
    if answer is None:
        return ""
    own = answer.copies.visible_to(citizen, at_least=2).values_list("uuid", flat=True).first()
    return Link(answer.number, reverse("documents:citizen_document", args=[own])) if own else answer.number


def files_of(copy: Copy) -> QuerySet[Attachment]:
    """Electronic anexos of the document itself that passed their revision."""
    return _own(copy).filter(file__isnull=False, scan_state=ScanState.CLEAN).select_related("file")


def _papers(copy):
    return list(_own(copy).filter(medium=Medium.PHYSICAL, file=None).values_list("name", flat=True))


def _own(copy):
    return Attachment.objects.filter(document=copy.document_id, copy=None, removed_at=None)


def _link(copy, found):
    return Link(found.name, reverse("documents:citizen_attachment", args=[copy.uuid, found.uuid]))
