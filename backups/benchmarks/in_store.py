"""Packs a folder whose CRC-32 are already known, as a backup packs what the store holds.

    python -m backups.benchmarks.in_store KNOWN FOLDER OUTPUT PART_SIZE JOBS

KNOWN is the JSON file that `survey` makes, outside any time measured: when bytes enter
the store their CRC-32 and whether they shrink are noted once (performance.md §1).
"""

import json
import multiprocessing
import os
import sys
from functools import partial
from pathlib import Path

from backups.archive.closing import write_index
from backups.archive.folder import scan
from backups.archive.members import DEFLATE, STORE, SourceMember, measure
from backups.archive.naming import part_names
from backups.archive.plan import cut
from backups.archive.writer import PartRecord, write_part

WHEN = (2017, 2, 8, 15, 4, 6)


def survey(folder: Path) -> list[tuple[str, int, int, str]]:
    """Name, bytes, CRC-32 and method of every file under `folder`."""
    known = []
    for found in scan(folder):
        crc, worth = measure(found.member(str(folder)))
        known.append((found.name, found.size, crc, DEFLATE if worth else STORE))
    return known


def build(known: list, folder: str, output: Path, *, part_size: int, jobs: int) -> None:
    """Writes a set whose last part has no documents, as those of the product."""
    parts = cut(((name, [(name, size)]) for name, size, *_ in known), part_size=part_size)
    names = part_names("set", len(parts) + 1)
    tasks = [
        (output / name, folder, known[part.first : part.last + 1], part.number == 1)
        for name, part in zip(names[:-1], parts, strict=True)
    ]
    if jobs > 1:
        with multiprocessing.get_context("fork").Pool(jobs) as pool:
            records = pool.starmap(_part, tasks, chunksize=1)
    else:
        records = [_part(*task) for task in tasks]
    _save(output / names[-1], partial(write_index, members=[], part_records=records))


def _part(place: Path, folder: str, rows: list, first: bool) -> PartRecord:
    return _save(place, partial(write_part, members=(_member(folder, *row) for row in rows), first=first))


def _member(folder: str, name: str, size: int, crc: int, method: str) -> SourceMember:
    opening = partial(open, f"{folder}/{name}", "rb", buffering=0)
    return SourceMember(name=name, mtime=WHEN, size=size, crc32=crc, method=method, open=opening)


def _save(place: Path, write) -> PartRecord:
    with place.open("x+b") as target:
        record = write(target)
        os.fsync(target.fileno())
    return record


def main(known: str, folder: str, output: str, part_size: str, jobs: str) -> None:
    """The words of the command line above."""
    rows = json.loads(Path(known).read_text())
    build(rows, folder, Path(output), part_size=int(part_size), jobs=int(jobs))


if __name__ == "__main__":
    main(*sys.argv[1:])
