"""Freezing the list once and cutting it into parts, in one transaction (backups §4.2, §5.3)."""

import logging
from itertools import islice

from django.conf import settings
from django.db import transaction

from backups import contents, history, leases, plan, snapshot, sources
from backups.models import Backup, BackupFile, BackupItem, BackupPart, Omission
from backups.selection import select
from backups.services import notices
from backups.states import OmissionReason, OmissionScope, PartRole
from documents.models import Document
from documents.rendering import official_pdf
from quipux import clock
from quipux.files import store
from quipux.history.recorder import SYSTEM
from quipux.pdf import PdfError
from quipux.web.version import version
from quipux.workflow import Entry, Move, perform

logger = logging.getLogger("quipux.backups")
NOBODYS = ("start", "busy")  # of the renderer: no document's fault
PASSING = ("killed", "wall", "memory")  # may go better on a machine that is less busy; the rest says the same again


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
    rendered = _render_missing(backup, token, selection)
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


def _render_missing(backup, token, selection):
    """PDFs for documents that have no file at all, made for the archive only (§4.3)."""
    rendered = {}
    for document in snapshot.without_files(selection, backup.request.appointment):
        leases.renew_backup(backup.pk, token)
        pdf = _tried(document, lambda: leases.renew_backup(backup.pk, token))
        rendered[document.pk] = store.save(pdf, media_type="application/pdf") if pdf else None
    return rendered


def _tried(document, renew):
    """Its PDF, or None when it cannot be made: a document is left out by name, never the renderer's own trouble (B-41).

    Raises:
        PdfError: the renderer does not start, or is busy: the attempt ends and the work is done later.
    """
    for left in range(settings.QUIPUX_DOCUMENT_TRIES - 1, -1, -1):
        try:
            return official_pdf(document)
        except PdfError as error:
            if error.reason in NOBODYS:
                raise
            logger.warning("poison_document", extra={"document": document.pk, "reason": error.reason, "left": left})
            if error.reason not in PASSING:
                return None
            renew()
    return None


def _write_items(backup, selection, rendered):
    listed = snapshot.listed_documents(selection, backup.request.appointment, rendered=rendered.get)
    while batch := list(islice(listed, snapshot.BATCH)):
        items = BackupItem.objects.bulk_create(_item(backup, document) for document in batch)
        BackupFile.objects.bulk_create(
            row for item, document in zip(items, batch, strict=True) for row in _files(item, document)
        )


def _item(backup, document):
    return BackupItem(backup=backup, position=document.position, document_id=document.document_id,
                      lists=list(document.lists), metadata=document.metadata, folder=document.folder)  # fmt: skip


def _files(item, document):
    for position, file in enumerate(document.files, start=1):
        yield BackupFile(item=item, position=position, role=file.role, name=file.name, path=file.path, file=file.stored,
                         excluded=file.excluded)  # fmt: skip


def _write_withheld(backup, ids):
    numbers = Document.objects.filter(pk__in=ids).order_by("document_date", "pk").values_list("number", flat=True)
    Omission.objects.bulk_create(
        Omission(backup=backup, number=number, scope=OmissionScope.DOCUMENT, reason=OmissionReason.WITHHELD)
        for number in numbers
    )


def _write_parts(backup):
    view, items = sources.backup_view(backup), backup.items.order_by("position").prefetch_related("files__file")
    groups, rows, shares = [], 0, 0
    for item in items.iterator(chunk_size=snapshot.BATCH):
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
