"""Freezing the list once and cutting it into parts, in one transaction (backups §4.2, §5.3)."""

from django.conf import settings
from django.db import transaction

from backups import contents, history, leases, plan, sources
from backups.archive import naming
from backups.models import Backup, BackupFile, BackupItem, BackupPart, Omission
from backups.selection import select
from backups.services import notices
from backups.states import FileRole, OmissionReason, OmissionScope, PartRole
from documents.export import export_documents
from documents.models import Document
from documents.rendering import official_pdf
from documents.states import Medium, ScanState
from quipux import clock
from quipux.files import store
from quipux.history.recorder import SYSTEM
from quipux.pdf import PdfError
from quipux.web.version import version
from quipux.workflow import Entry, Move, perform

BATCH = 400  # documents exported at a time
EXCLUDED = {ScanState.INFECTED: OmissionReason.QUARANTINED, ScanState.PENDING: OmissionReason.IN_REVIEW}


def freeze(backup: Backup, token) -> bool:
    """Write the frozen list and the parts of a claimed backup.

    Args:
        backup: running and leased with ``token``; frozen before is no error.

    Returns:
        Whether there is something to build; False when the selection was empty (T15).

    Raises:
        LeaseLost: the work is somebody else's.
    """
    if backup.frozen_at:
        return True
    request = backup.request
    selection = select(request.appointment, request.date_from, request.date_to)
    if not selection.documents:
        _find_empty(backup, token)
        return False
    rendered = _render_missing(backup, token, [document.document_id for document in selection.documents])
    with transaction.atomic():
        leases.renew_backup(backup.pk, token)
        backup.frozen_at, backup.frozen_facts = clock.now(), sources.facts_of(backup)
        backup.builder_version = version()
        _write_items(backup, selection, rendered)
        _write_withheld(backup, selection.withheld)
        _write_parts(backup)
        _close_list(backup, selection)
    return True


@transaction.atomic
def _find_empty(backup, token):
    leases.renew_backup(backup.pk, token)
    moves = (Move(backup.request, "find_empty"), Move(backup, "delete_with_request", {"instant": clock.now()}))
    request, _ = perform(*moves, actor=SYSTEM, subject=backup.request,
                         entries=[Entry(history.DELETED, comment=history.EMPTY_COMMENT)])  # fmt: skip
    notices.deleted(request, by="Sistema", comment=history.EMPTY_COMMENT)


def _render_missing(backup, token, ids):
    """PDFs for documents that have no file at all, made for the archive only (§4.3)."""
    rendered = {}
    without = Document.objects.filter(pk__in=ids, official_pdf=None, attachments__file=None)
    for document in without.select_related("type", "area", "institution", "author__person").distinct():
        leases.renew_backup(backup.pk, token)
        try:
            rendered[document.pk] = store.save(official_pdf(document), media_type="application/pdf")
        except PdfError:
            rendered[document.pk] = None
    return rendered


def _write_items(backup, selection, rendered):
    lists = {document.document_id: list(document.lists) for document in selection.documents}
    ids = list(lists)
    places = _places(ids)
    for start in range(0, len(ids), BATCH):
        exported = export_documents(ids[start : start + BATCH], backup.request.appointment)
        rows = [_item(backup, position, document, lists[document.id], rendered, places)
                for position, document in enumerate(exported, start=start + 1)]  # fmt: skip
        items = BackupItem.objects.bulk_create([item for item, _ in rows])
        BackupFile.objects.bulk_create(
            BackupFile(item=item, **fields) for item, (_, files) in zip(items, rows, strict=True) for fields in files
        )


def _places(ids):
    """Number → position within this backup, so that answers become links."""
    position = {pk: place for place, pk in enumerate(ids, start=1)}
    numbers = Document.objects.filter(pk__in=ids).exclude(number="").values_list("number", "pk")
    return {number: position[pk] for number, pk in numbers}


def _links(metadata, places):
    related = [*metadata["answers"], *filter(None, [metadata["answer_to"]])]
    return {row["number"]: places[row["number"]] for row in related if row["number"] in places}


def _item(backup, position, document, lists, rendered, places):
    files, described, ordinal = [], [], 0
    for file in document.files:
        ordinal += file.role == FileRole.ANNEX
        stored = rendered.get(document.id) if file.generated else file.stored
        path = "" if file.medium == Medium.PHYSICAL else _path(file, ordinal)
        described.append(_described(file, stored, path))
        if path:
            files.append({"position": len(files) + 1, "role": file.role, "name": file.name[:300], "path": path,
                          **_bytes_or_reason(file, stored)})  # fmt: skip
    metadata = {**document.metadata, "files": described, "links": _links(document.metadata, places)}
    item = BackupItem(backup=backup, position=position, document_id=document.id, lists=lists, metadata=metadata,
                      folder=naming.document_folder(position, document.number))  # fmt: skip
    return item, files


def _path(file, ordinal):
    if file.role == FileRole.ANNEX:
        return f"anexos/{naming.annex_name(ordinal, file.name)}"
    return file.name


def _bytes_or_reason(file, stored):
    if file.scan_state in EXCLUDED:
        return {"file": None, "excluded": EXCLUDED[file.scan_state]}
    if stored is None:
        return {"file": None, "excluded": OmissionReason.NOT_RENDERED if file.generated else OmissionReason.MISSING}
    return {"file": stored, "excluded": ""}


def _described(file, stored, path):
    return {"role": file.role, "path": path, "name": file.name, "description": file.description, "date": file.date,
            "bytes": stored.size if stored else 0, "sha256": stored.sha256 if stored else "",
            "group": "additional" if file.additional else "document", "medium": file.medium,
            "generated": file.generated}  # fmt: skip


def _write_withheld(backup, ids):
    numbers = Document.objects.filter(pk__in=ids).order_by("document_date", "pk").values_list("number", flat=True)
    Omission.objects.bulk_create(
        Omission(backup=backup, number=number, scope=OmissionScope.DOCUMENT, reason=OmissionReason.WITHHELD)
        for number in numbers
    )


def _write_parts(backup):
    view, items = sources.backup_view(backup), backup.items.order_by("position").prefetch_related("files__file")
    groups, rows, shares = [], 0, 0
    for item in items.iterator(chunk_size=BATCH):
        groups.append(plan.group_of(view, item, item.files.all()))
        rows += len(item.lists)
        shares += contents.document_index_bound(item.metadata, item.lists)
    index = contents.index_bound(view, documents=len(groups), rows=rows, shares=shares, parts=len(groups) + 1)
    cut = plan.plan(groups, view=view, index=index, part_size=settings.QUIPUX_PART_SIZE)
    for part in BackupPart.objects.bulk_create(_part_rows(backup, cut, len(groups))):
        if part.first_position:
            backup.items.filter(position__range=(part.first_position, part.last_position)).update(part=part)


def _part_rows(backup, cut, documents):
    if cut.single:
        return [BackupPart(backup=backup, number=1, role=PartRole.SINGLE, planned_bytes=cut.index_bytes,
                           first_position=1, last_position=documents)]  # fmt: skip
    rows = [BackupPart(backup=backup, number=part.number, role=PartRole.DOCUMENTS, planned_bytes=part.planned_bytes,
                       first_position=part.first + 1, last_position=part.last + 1)
            for part in cut.parts]  # fmt: skip
    return [*rows, BackupPart(backup=backup, number=len(rows) + 1, role=PartRole.INDEX, planned_bytes=cut.index_bytes)]


def _close_list(backup, selection):
    Backup.objects.filter(pk=backup.pk).update(
        frozen_at=backup.frozen_at, frozen_facts=backup.frozen_facts, builder_version=backup.builder_version,
        documents_planned=len(selection), documents_withheld=len(selection.withheld),
        parts_count=backup.parts.count())  # fmt: skip
