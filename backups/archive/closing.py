"""The last part of a set: index members and the directory of the whole set.

The global directory repeats the headers of every part with the index of the part
("disk", from 0) that holds each member and its offset inside that part (APPNOTE 4.4.11,
4.4.16, 8.5). It is made from the records of the parts: no document is read again.
"""

from collections.abc import Iterable, Sequence
from typing import BinaryIO

from . import layout
from .errors import PlanError
from .layout import Entry
from .members import SourceMember
from .sinks import Sink, open_sink
from .writer import PartRecord, write_members, write_own_directory


def write_index(
    target: BinaryIO,
    members: Iterable[SourceMember],
    *,
    part_records: Iterable[PartRecord],
    split: bool = True,
) -> PartRecord:
    """Writes the last part in one of its two forms (backups.md §5.4).

    `split=True` gives NAME.zip: the directory of the whole set, made from
    `part_records`, the records of all document parts in their order; they are taken
    one by one after the members are written, so they may be loaded late. `split=False`
    gives NAME_parteNN.zip: the same members, its own directory only; the records are
    not touched.

    Raises `MemberError` as `write_part`, `PlanError` when the records are not those of
    a set in order.
    """
    with open_sink(target) as sink:
        entries = write_members(sink, members)
        if split:
            _write_global_directory(sink, entries, part_records)
        else:
            write_own_directory(sink, entries)
        digest = sink.seal()
    return PartRecord(entries, sink.position, digest)


def _write_global_directory(sink: Sink, own: Sequence[Entry], records: Iterable[PartRecord]) -> None:
    start, count, disk = sink.position, 0, 0
    for record in records:
        _check_order(record, disk)
        for entry in record.entries:
            sink.write(layout.central_header(entry, disk=disk))
        count += len(record.entries)
        disk += 1
    if not disk:
        raise PlanError("Un juego dividido necesita al menos una parte de documentos.")
    for entry in own:
        sink.write(layout.central_header(entry, disk=disk))
        count += 1
    size = sink.position - start
    sink.write(layout.end_records(entries=count, start=start, size=size, disk=disk))


def _check_order(record: PartRecord, disk: int) -> None:
    if record.first != (disk == 0):
        raise PlanError("Las partes no están en orden: solo la primera lleva la marca inicial.")
    if disk + 2 > layout.MAX_PARTS:
        raise PlanError(f"Un juego tiene como máximo {layout.MAX_PARTS} partes: use partes más grandes.")
