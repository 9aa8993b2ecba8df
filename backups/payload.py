"""What a backup's set holds, told from its rows: documents, digests and records of parts."""

from collections.abc import Iterator

from backups import contents, plan, sources
from backups.archive import naming
from backups.archive.writer import PartRecord
from backups.models import Backup, BackupFile, PartDirectory
from backups.sources import Digest
from backups.states import Outcome, PartRole


def frozen_documents(backup: Backup) -> Iterator[contents.FrozenDocument]:
    """Every document of the list with its final outcome, in order, in bounded memory."""
    items = backup.items.order_by("position").prefetch_related("files__file", "omissions").select_related("part")
    for item in sources.in_slices(items, backup):
        yield sources.frozen_document(item)


def payload_of(backup: Backup) -> Iterator[Digest]:
    """Every file of the document parts: stored ones, then generated texts and each part's LEAME."""
    yield from payload_of_files(backup)
    for texts in _directories(backup).values_list("texts", flat=True).iterator(chunk_size=1):
        yield from ((path, sha256, size) for path, sha256, size in texts)


def payload_of_files(backup: Backup) -> Iterator[Digest]:
    """The stored files that were packed."""
    left_out = set(backup.omissions.exclude(path="").values_list("item_id", "path"))
    rows = BackupFile.objects.filter(item__backup=backup, excluded="").exclude(item__outcome=Outcome.OMITTED)
    fields = ("item_id", "item__folder", "path", "file__sha256", "file__size")
    for item_id, folder, path, sha256, size in (
        rows.order_by("item__position", "position").values_list(*fields).iterator()
    ):
        if (item_id, path) not in left_out:
            yield plan.file_path(folder, path), sha256, size


def records_of(backup: Backup) -> Iterator[PartRecord]:
    """The records of the document parts, one at a time."""
    for record in _directories(backup).values_list("record", flat=True).iterator(chunk_size=1):
        yield PartRecord.from_dict(record)


def _directories(backup):
    """In the order of the parts; each weighs megabytes, so they are fetched one by one."""
    return PartDirectory.objects.filter(part__backup=backup, part__role=PartRole.DOCUMENTS).order_by("part__number")


def part_files(backup: Backup) -> list[contents.PartFile]:
    """The finished document parts, by their name in the set."""
    names = naming.part_names(backup.request.archive_name, backup.parts_count)
    alone = naming.independent_names(backup.request.archive_name, backup.parts_count)
    parts = backup.parts.of_documents().order_by("number")
    return [
        contents.PartFile(names[part.number - 1], alone[part.number - 1], part.bytes, part.sha256) for part in parts
    ]


def alone_name(backup: Backup, part) -> str:
    """The name under which a part opens by itself."""
    return naming.independent_names(backup.request.archive_name, backup.parts_count)[part.number - 1]
