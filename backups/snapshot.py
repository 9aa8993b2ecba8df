"""What is frozen of each selected document, as plain values: the night makes rows of them, «Descargar ahora» members (§4.2)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from django.db.models import QuerySet

from backups.archive import naming
from backups.selection import Selection
from backups.states import FileRole, OmissionReason
from documents.export import ExportedFile, export_documents
from documents.models import Document
from documents.states import Medium, ScanState

BATCH = 400  # documents exported at a time
EXCLUDED = {ScanState.INFECTED: OmissionReason.QUARANTINED, ScanState.PENDING: OmissionReason.IN_REVIEW}


class Stored(Protocol):
    """Bytes that are known before they are read: a row of the store, or a PDF rendered for the archive only."""

    size: int
    sha256: str


@dataclass(frozen=True)
class ListedFile:
    """One file of a listed document; without ``stored`` the reason of its absence is in ``excluded``."""

    role: str
    name: str
    path: str
    stored: Stored | None
    excluded: str = ""


@dataclass(frozen=True)
class ListedDocument:
    """A document of the list, by position from 1, with all that the archive will say of it."""

    position: int
    document_id: int
    lists: tuple[str, ...]
    folder: str
    metadata: dict
    files: list[ListedFile]


def without_files(selection: Selection, appointment) -> Iterator[Document]:
    """The selected documents that have no file at all: a PDF is rendered of each, for the archive only (§4.3)."""
    ids = [document.document_id for document in selection.documents]
    candidates = list(Document.objects.filter(pk__in=ids, official_pdf=None).values_list("pk", flat=True))
    for start in range(0, len(candidates), BATCH):
        exported = export_documents(candidates[start : start + BATCH], appointment)
        yield from to_render([one.id for one in exported if any(file.generated for file in one.files)])


def to_render(ids) -> QuerySet[Document]:
    """Documents with all that their page prints."""
    return Document.objects.filter(pk__in=ids).select_related("type", "area", "institution", "author__person")


def listed_documents(
    selection: Selection, appointment, *, rendered: Callable[[int], Stored | None], stem: int = naming.MAX_STEM
) -> Iterator[ListedDocument]:
    """The documents of ``selection`` in archive order, one at a time; queries grow by batches, not by documents.

    Args:
        rendered: primary key of a document without any file → its PDF, None when it could not be made.
        stem: most characters of an annex's name in its path.
    """
    lists = {document.document_id: document.lists for document in selection.documents}
    ids = list(lists)
    places = _places(ids)
    for start in range(0, len(ids), BATCH):
        exported = export_documents(ids[start : start + BATCH], appointment)
        for position, document in enumerate(exported, start=start + 1):
            yield _listed(position, document, lists[document.id], rendered, places, stem)


def _places(ids):
    """Number → position within this backup, so that answers become links."""
    position = {pk: place for place, pk in enumerate(ids, start=1)}
    numbers = Document.objects.filter(pk__in=ids).exclude(number="").values_list("number", "pk")
    return {number: position[pk] for number, pk in numbers}


def _listed(position, document, lists, rendered, places, stem):
    files, described, ordinal = [], [], 0
    for file in document.files:
        ordinal += file.role == FileRole.ANNEX
        stored = rendered(document.id) if file.generated else file.stored
        path = "" if file.medium == Medium.PHYSICAL else _path(file, ordinal, stem)
        described.append(_described(file, stored, path))
        if path:
            files.append(ListedFile(file.role, file.name[:300], path, *_bytes_or_reason(file, stored)))
    metadata = {**document.metadata, "files": described, "links": _links(document.metadata, places)}
    folder = naming.document_folder(position, document.number)
    return ListedDocument(position, document.id, tuple(lists), folder, metadata, files)


def _links(metadata, places):
    related = [*metadata["answers"], *filter(None, [metadata["answer_to"]])]
    return {row["number"]: places[row["number"]] for row in related if row["number"] in places}


def _path(file, ordinal, stem):
    if file.role == FileRole.ANNEX:
        return f"anexos/{naming.annex_name(ordinal, file.name, stem=stem)}"
    return file.name


def _bytes_or_reason(file: ExportedFile, stored) -> tuple[Stored | None, str]:
    if file.scan_state in EXCLUDED:
        return None, EXCLUDED[file.scan_state]
    if stored is None:
        return None, OmissionReason.NOT_RENDERED if file.generated else OmissionReason.MISSING
    return stored, ""


def _described(file, stored, path):
    return {"role": file.role, "path": path, "name": file.name, "description": file.description, "date": file.date,
            "bytes": stored.size if stored else 0, "sha256": stored.sha256 if stored else "",
            "group": "additional" if file.additional else "document", "medium": file.medium,
            "generated": file.generated}  # fmt: skip
