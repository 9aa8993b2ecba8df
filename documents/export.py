"""What a document says of itself, frozen, for whoever packs it (backups §4.2, §4.3).

Reads in bulk: the number of queries does not grow with the documents of a batch.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from documents.models import Attachment, Copy, Document, Participation
from documents.signing.describing import packed_report, worth
from documents.states import CopyRole, How, Medium, PartyRole, ScanState
from quipux import clock
from quipux.files.models import StoredFile
from quipux.history.models import Entry


@dataclass(frozen=True)
class ExportedFile:
    """One stored file of a document.

    Attributes:
        role: ``main``, ``signature`` or ``annex``.
        stored: its bytes, None for a physical annex and for a PDF still to be generated.
        scan_state: only clean files may leave.
        additional: added to one copy later, not part of the original document.
        generated: rendered for the archive only, because the document has no file at all.
    """

    role: str
    name: str
    stored: StoredFile | None
    description: str = ""
    date: str = ""
    scan_state: str = ScanState.CLEAN
    additional: bool = False
    generated: bool = False
    medium: str = Medium.ELECTRONIC


@dataclass(frozen=True)
class ExportedDocument:
    """A document as one appointment may take it away: ``metadata`` is JSON-serialisable."""

    id: int
    number: str
    metadata: dict
    files: list[ExportedFile]


def export_documents(ids: list[int], appointment) -> list[ExportedDocument]:
    """The documents ``ids``, in that order, with what ``appointment`` may read of each.

    Args:
        ids: primary keys; a few hundred at a time keep memory small.
        appointment: only its own copies' Recorrido and additional annexes are given, beside the original's.
    """
    documents = Document.objects.select_related(
        "type", "official_pdf", "detached_signature", "signature", "answer_to__document"
    )
    by_id = documents.prefetch_related("parties", "signature__checks").in_bulk(ids)
    facts = _facts(ids, appointment)
    copies = _copies(ids, {fact.copy_id for rows in facts.values() for fact in rows})
    entries = _entries([copy for rows in copies.values() for copy in rows])
    annexes = _annexes(ids)
    answers = _answers(ids)
    return [
        _exported(by_id[i], copies[i], entries, annexes[i], answers[i], facts[i]) for i in ids
    ]  # fmt: skip


def _facts(ids, appointment):
    rows = Participation.objects.filter(document__in=ids, appointment=appointment).select_related("other__person")
    return _grouped(rows.order_by("at", "pk"))


def _copies(ids, own):
    rows = Copy.objects.filter(document__in=ids).select_related("party").order_by("pk")
    grouped = defaultdict(list)
    for copy in rows:
        if copy.role == CopyRole.ORIGINAL or copy.pk in own:
            grouped[copy.document_id].append(copy)
    return grouped


def _entries(copies):
    rows = Entry.objects.filter(subject_kind="copy", subject_id__in=[c.uuid for c in copies]).order_by("-sequence")
    grouped = defaultdict(list)
    for entry in rows:
        grouped[entry.subject_id].append(entry)
    return grouped


def _annexes(ids):
    rows = Attachment.objects.filter(document__in=ids, removed_at=None).select_related("file", "copy")
    return _grouped(rows.order_by("pk"))


def _answers(ids):
    rows = Document.objects.filter(answer_to__document__in=ids).exclude(number="")
    grouped = defaultdict(list)
    for number, of in rows.order_by("pk").values_list("number", "answer_to__document"):
        grouped[of].append({"number": number})
    return grouped


def _grouped(rows: Iterable):
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.document_id].append(row)
    return grouped


def _exported(document, copies, entries, annexes, answers, facts):
    own = {copy.pk for copy in copies}
    kept = [annex for annex in annexes if annex.copy_id is None or annex.copy_id in own]
    reference = next((c for c in copies if c.pk in {f.copy_id for f in facts}), copies[0])
    metadata = {
        "number": document.number, "type": document.type.label, "kind": document.kind,
        "registered_at": _iso(document.registered_at), "document_date": _iso(document.shown_date),
        "subject": document.subject, "reference": document.reference, "summary": document.summary,
        "category": reference.get_category_display(), "classification": reference.classification,
        "confidentiality": reference.get_confidentiality_display(),
        "verification_code": document.verification_code or "",
        **_parties(document),
        "answer_to": {"number": document.answer_to.document.number} if document.answer_to else None,
        "answers": answers, "signed": document.is_signed, "signature": _signature(document),
        **_handling(facts),
        "history": [line for copy in copies for line in _lines(copy, entries[copy.uuid])],
    }  # fmt: skip
    return ExportedDocument(document.pk, document.number, metadata, _files(document, kept))


def _parties(document):
    parties = list(document.parties.all())
    keys = {"from": PartyRole.FROM, "to": PartyRole.TO, "cc": PartyRole.CC}
    return {key: [_party(p) for p in parties if p.role == role] for key, role in keys.items()}


def _party(party):
    return {"academic_title": party.academic_title, "name": party.name, "position": party.title,
            "area": party.area_name, "institution": party.institution_name, "city": party.city}  # fmt: skip


def _signature(document):
    """Who signed, who certified it, when, and what the signature was worth when the document was packed."""
    if not document.is_signed:
        return None
    given = document.signature
    return {"signer": given.signer_name, "authority": given.issuer, "date": _iso(given.signed_at),
            "validity": worth(given, clock.now()), "report": packed_report(given)}  # fmt: skip


def _handling(facts):
    return {"reassigned_by_me": _last(facts, How.REASSIGNED_BY), "informed_to_me": _last(facts, How.INFORMED_TO)}


def _last(facts, how):
    of_kind = [fact for fact in facts if fact.how == how]
    if not of_kind:
        return None
    fact = of_kind[-1]
    return {"at": _iso(fact.at), "other": fact.other.person.full_name if fact.other else ""}


def _lines(copy, entries):
    whose = "Original" if copy.role == CopyRole.ORIGINAL else f"Copia para {copy.party.name}"
    for entry in entries:
        yield {"copy": whose, "at": _iso(entry.at), "from": entry.actor_name,
               "to": entry.target["name"] if entry.target else "", "action": entry.label,
               "comment": entry.comment}  # fmt: skip


def _files(document, annexes):
    date = _iso(document.shown_date)
    files = []
    if document.official_pdf:
        files.append(ExportedFile("main", "documento.pdf", document.official_pdf, date=date))
    if document.detached_signature:
        files.append(ExportedFile("signature", "documento.pdf.p7m", document.detached_signature, date=date))
    files += [_annex(annex) for annex in annexes]
    if not any(file.stored for file in files):
        files.insert(0, ExportedFile("main", "documento_generado.pdf", None, date=date, generated=True))
    return files


def _annex(annex):
    stored = annex.file if annex.medium == Medium.ELECTRONIC else None
    return ExportedFile("annex", annex.name, stored, annex.description, _iso(annex.added_at), annex.scan_state,
                        additional=annex.copy_id is not None, medium=annex.medium)  # fmt: skip


def _iso(instant):
    return clock.local(instant).isoformat(timespec="seconds") if instant else ""
