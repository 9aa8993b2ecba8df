"""What the page of one document tells a citizen (documents §12)."""

from dataclasses import dataclass, field

from django.db.models import QuerySet
from django.urls import reverse

from documents.attaching.rules import limits_sentence
from documents.citizens import wording
from documents.citizens.listing import OF_STATE, RECEIVED, SENT, CitizenTray
from documents.models import Attachment, Copy
from documents.states import CopyRole, CopyState, Medium, PartyRole, ScanState
from quipux import clock
from quipux.web.components import Column, Link

RELATED = ("document__type", "document__institution", "document__official_pdf", "institution", "party__appointment",
           "first_opening")  # fmt: skip
DELIVERIES = [Column(name) for name in ("Institución", "Número en la institución", "Estado")]


@dataclass(frozen=True)
class Sheet:
    """One document for a citizen.

    Attributes:
        rows: label and value of its data.
        state, explained: how it goes, empty for what she received.
        files: address and name of the electronic anexos.
        papers: names of the anexos on paper.
        body: text of a letter of her own, as HTML already cleaned.
        drafted: anexos of a draft, which she may still take off.
        deliveries: of a letter that was numbered, each institution with its own number and state.
        may_write: whether she may send, change or answer it now.
    """

    copy: Copy
    tray: CitizenTray
    rows: list[tuple]
    state: str
    explained: str
    pdf_url: str
    files: list[Link]
    papers: list[str]
    may_write: bool
    body: str = ""
    deliveries: list[list] = field(default_factory=list)
    drafted: list[Attachment] = field(default_factory=list)

    @property
    def number(self) -> str:
        document = self.copy.document
        return self.copy.number or document.number or document.temporary_number

    @property
    def limits(self) -> str:
        """What is told before she chooses a file."""
        return limits_sentence()

    @property
    def columns(self) -> list[Column]:
        return DELIVERIES


def read(copy: Copy, citizen) -> Sheet:
    """The sheet of a copy that the citizen may see."""
    document, answers = copy.document, wording.answers_to([copy.document_id])
    files = {"files": [_link(copy, found) for found in files_of(copy)], "papers": _papers(copy),
             "may_write": citizen.signs, "copy": copy}  # fmt: skip
    pdf = reverse("documents:citizen_pdf", args=[copy.uuid]) if document.official_pdf_id else ""
    answer = answers.get(copy.document_id)
    if copy.is_original:
        return Sheet(tray=OF_STATE.get(copy.state, SENT), rows=_rows(copy, False, answer, citizen), pdf_url=pdf,
                     state=wording.letter_state(copy), explained="", body=document.body,
                     deliveries=_deliveries(document, answer), drafted=_drafted(copy), **files)  # fmt: skip
    was_received = copy.party.person_id == citizen.user.pk
    state = "" if was_received else wording.state_of([copy], answer)
    rows = _rows(copy, was_received, None if was_received else answer, citizen)
    return Sheet(tray=RECEIVED if was_received else SENT, rows=rows, state=state,
                 explained=wording.EXPLAINED.get(state, ""), pdf_url=pdf, **files)  # fmt: skip


def _rows(copy, was_received, answer, citizen):
    document, parties = copy.document, copy.document.parties.select_related("appointment__person", "person")
    by_role = {role: [party for party in parties if party.role == role] for role in PartyRole}
    tell = wording.named if copy.is_original else wording.addressee
    senders = citizen.user.full_name if copy.is_original else "; ".join(map(wording.sender, by_role[PartyRole.FROM]))
    rows = [
        ("Tipo", copy.shown_type_label),
        ("Fecha", clock.local(copy.sort_at).date()),
        ("Institución", document.institution.name),
        ("De", senders),
        ("Para", "; ".join(tell(party) for party in by_role[PartyRole.TO])),
        ("Con copia a", "; ".join(tell(party) for party in by_role[PartyRole.CC])),
        ("No. Referencia", copy.reference),
        ("Respuesta", _answer(answer, citizen)),
    ]
    return [row for row in rows if row[1]]


def _deliveries(document, answer):
    copies = document.copies.exclude(role=CopyRole.ORIGINAL).select_related("institution").order_by("pk")
    numbered = (CopyState.UNSENT_ELECTRONIC,)
    return [[copy.institution.name, "" if copy.state in numbered else copy.number, wording.delivery_state(copy, answer)]
            for copy in copies]  # fmt: skip


def _answer(answer, citizen):
    """The number of the answer; a link where the citizen has a copy of it."""
    if answer is None:
        return ""
    own = answer.copies.visible_to(citizen, at_least=2).values_list("uuid", flat=True).first()
    return Link(answer.number, reverse("documents:citizen_document", args=[own])) if own else answer.number


def files_of(copy: Copy) -> QuerySet[Attachment]:
    """Electronic anexos of the document itself that passed their revision."""
    return _own(copy).filter(file__isnull=False, scan_state=ScanState.CLEAN).select_related("file")


def _drafted(copy):
    """With what is still in revision, or did not pass it: a letter is not sent with those."""
    return list(_own(copy).select_related("file").order_by("pk")) if copy.state == CopyState.DRAFT else []


def _papers(copy):
    return list(_own(copy).filter(medium=Medium.PHYSICAL, file=None).values_list("name", flat=True))


def _own(copy):
    return Attachment.objects.filter(document=copy.document_id, copy=None, removed_at=None)


def _link(copy, found):
    return Link(found.name, reverse("documents:citizen_attachment", args=[copy.uuid, found.uuid]))
