"""What a backup's set holds, told from its rows: documents, digests and records of parts."""

from collections.abc import Iterator

from backups import contents, sources
from backups.archive import naming
from backups.archive.writer import PartRecord
from backups.models import Backup, BackupFile
from backups.sources import Digest
from backups.states import Outcome


def frozen_documents(backup: Backup) -> Iterator[contents.FrozenDocument]:
    """Every document of the list with its final outcome, in order, in bounded memory."""
    items = backup.items.order_by("position").prefetch_related("files__file", "omissions").select_related("part")
    for item in items.iterator(chunk_size=sources.BATCH):
        yield sources.frozen_document(item)


def payload_of(backup: Backup) -> Iterator[Digest]:
    """Every file under ``data/`` in the document parts: stored files, then generated texts."""
    yield from payload_of_files(backup)
    for record in backup.parts.of_documents().order_by("number").values_list("record", flat=True).iterator():
        yield from payload_of_texts(record["texts"])


def payload_of_texts(texts) -> Iterator[Digest]:
    return ((path, sha256, size) for path, sha256, size in texts if "/data/" in path)


def payload_of_files(backup: Backup) -> Iterator[Digest]:
    """The stored files that were packed."""
    for path, sha256, size, _ in packed_files(backup):
        yield path, sha256, size


def packed_files(backup: Backup):
    """``(path in the archive, SHA-256, bytes, media type)`` of every stored file in the set."""
    rows = BackupFile.objects.filter(item__backup=backup, excluded="").exclude(item__outcome=Outcome.OMITTED)
    left_out = set(backup.omissions.exclude(path="").values_list("item_id", "path"))
    root = f"{backup.request.archive_name}/data/documentos"
    fields = ("item_id", "item__folder", "path", "file__sha256", "file__size", "file__media_type")
    for item_id, folder, path, sha256, size, media in rows.order_by("item__position", "position").values_list(*fields).iterator():
        if (item_id, path) not in left_out:
            yield f"{root}/{folder}/{path}", sha256, size, media


def records_of(backup: Backup) -> Iterator[PartRecord]:
    """The records of the document parts, one at a time."""
    for record in backup.parts.of_documents().order_by("number").values_list("record", flat=True).iterator():
        yield PartRecord.from_dict(record["part"])


def part_lines(backup: Backup) -> list[tuple[str, str, int, str]]:
    """``(set name, independent name, bytes, SHA-256)`` of the document parts."""
    names = naming.part_names(backup.request.archive_name, backup.parts_count)
    alone = naming.independent_names(backup.request.archive_name, backup.parts_count)
    parts = backup.parts.of_documents().order_by("number")
    return [(names[p.number - 1], alone[p.number - 1], p.bytes, p.sha256) for p in parts]


def readmes_of(backup: Backup) -> Iterator[Digest]:
    for record in backup.parts.of_documents().values_list("record", flat=True).iterator():
        yield from ((path, sha256, size) for path, sha256, size in record["texts"] if "/data/" not in path)
