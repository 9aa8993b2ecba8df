"""A row of a tray as people read it, never more of it than its reader may see (documents §5.2, §16.2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from documents.listing import details
from documents.listing.own import marks_of
from documents.models import Copy, Party
from documents.permissions import READS
from documents.signing.describing import words_of
from documents.states import Category, PartyRole
from documents.trays.facts import Desk

HIDDEN, GONE = "Documento confidencial", "Documento no disponible"


@dataclass(frozen=True)
class Row:
    """What a tray shows of one of its rows.

    Attributes:
        item: the row itself: a copy, a reassignment, a word of information or a task.
        url: of the document's page; empty where its reader may not open it.
        facts: what this tray alone prints, by name.
        labels: De and Para of a draft, whose own are frozen later.
        marks: the reader's own labels on the copy, each with its name and colour.
    """

    item: object
    copy: Copy
    is_unread: bool
    can_read: bool
    url: str
    facts: dict = field(default_factory=dict)
    labels: dict = field(default_factory=dict)
    marks: list[dict] = field(default_factory=list)

    @property
    def document(self):
        return self.copy.document

    @property
    def number(self) -> str:
        return self.copy.number or self.document.temporary_number

    @property
    def name(self) -> str:
        """How its box is told from the others."""
        return self.number or self.subject

    @property
    def subject(self) -> str:
        return self._masked(self.document.subject)

    @property
    def sender(self) -> str:
        return self._masked(self.document.from_label or self.labels.get(PartyRole.FROM, ""))

    @property
    def to(self) -> str:
        return self._masked(self.facts.get("receiver") or self.document.to_label or self.labels.get(PartyRole.TO, ""))

    @property
    def reference(self) -> str:
        return self._masked(self.copy.reference) if self.copy.reference else ""

    @property
    def comment(self) -> str:
        text = getattr(self.item, "comment", "")
        return self._masked(text) if text else ""

    @property
    def previous(self) -> str:
        holder = self.copy.previous_holder
        return holder.person.full_name if holder and self.can_read else ""

    @property
    def area(self) -> str:
        """Área of De, where it is frozen."""
        return (self.item.from_area or "") if self.can_read else ""

    @property
    def annexes(self) -> int:
        return self.item.annexes if self.can_read else 0

    @property
    def is_urgent(self) -> bool:
        return self.copy.category == Category.URGENT

    @property
    def is_signed(self) -> bool:
        return self.document.is_signed

    @property
    def signed(self) -> str:
        """«Firmado electrónicamente», and that it was with a test certificate; empty without signature."""
        return words_of(self.document) if self.is_signed else ""

    def _masked(self, text):
        if self.can_read:
            return text
        return HIDDEN if self.copy.is_confidential else GONE


def rows_of(tray, items: Iterable, desk: Desk, *, back: str = "", labels: Iterable[dict] = ()) -> list[Row]:
    """Rows for ``items``, in a number of queries that does not grow with them.

    Args:
        back: address of the list, carried by the links to its documents.
        labels: the reader's own (``documents.listing.own.Own``).
    """
    items = list(items)
    details.attach(tray.kind, items, desk.types)
    copies = {item.pk: tray.kind.copy_of(item) for item in items}
    drafts = _labels_of_drafts(copies.values())
    facts = tray.facts(items, desk)
    suffix = f"?{urlencode({'volver': back})}" if back else ""
    return [_row(tray, item, copies[item.pk], facts, drafts, labels, suffix) for item in items]


def _row(tray, item, copy, facts, drafts, labels, suffix):
    can_read = not tray.masks or item.level >= READS
    url = reverse("documents:document", args=[copy.uuid]) + suffix if can_read else ""
    return Row(item, copy, _is_unread(tray, item), can_read, url, facts.get(item.pk, {}),
               drafts.get(copy.document_id, {}), marks_of(item, labels) if can_read else [])  # fmt: skip


def _is_unread(tray, item):
    if not tray.counts_unread and not hasattr(item, "progress"):
        return False
    return item.read_at is None if hasattr(item, "read_at") else not item.is_read


def _labels_of_drafts(copies):
    """De and Para of documents that are still being written, in one query; none where all are frozen."""
    drafts = {copy.document_id for copy in copies if not copy.document.frozen_at}
    if not drafts:
        return {}
    named = defaultdict(lambda: defaultdict(list))
    parties = Party.objects.filter(document__in=drafts).exclude(role=PartyRole.CC)
    for party in parties.select_related("appointment__person", "person"):
        person = party.appointment.person if party.appointment else party.person
        named[party.document_id][party.role].append(person.full_name)
    return {document: {role: _joined(names) for role, names in roles.items()} for document, roles in named.items()}


def _joined(names):
    return names[0] if len(names) == 1 else f"{names[0]} y {len(names) - 1} más"
