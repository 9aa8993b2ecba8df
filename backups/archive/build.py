"""Packs a folder into a set: plan, parts by several processes, closing part, publish."""

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from .closing import write_index
from .folder import Found, scan
from .naming import part_names
from .plan import DEFAULT_PART_SIZE, closing_bytes, plan_set
from .staging import Staging
from .workers import shared
from .writer import PartRecord, write_part

_FORMAT = 2  # raised when the same files would give other bytes: old staging is dropped
_AT_ONCE = 1000  # files told to a fingerprint at a time


@dataclass(frozen=True, slots=True)
class BuiltPart:
    """One finished file of the set; `bytes` on disk, `entries` written in it."""

    name: str
    bytes: int
    sha256: str
    entries: int


@dataclass(frozen=True, slots=True)
class Built:
    """A finished set. `renamed` maps paths to the names that replace them inside."""

    parts: tuple[BuiltPart, ...]
    documents: int
    bytes_in: int
    renamed: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Task:
    """One part to write, in any process."""

    staging: Staging
    source: str
    part: str
    files: list[Found]
    first: bool
    alone: bool

    def run(self) -> None:
        members = (found.member(self.source) for found in self.files)
        write = partial(write_part, members=members, first=self.first, aside=self.alone)
        self.staging.build(self.part, _fingerprint(self.files, self.first), write)


def build(source: Path, output: Path, name: str, *, part_size: int = DEFAULT_PART_SIZE, jobs: int = 1) -> Built:
    """Packs every file under `source` into the set `name` in the folder `output`.

    `part_size` is the limit of a part in bytes and `jobs` the number of processes: it
    changes the time, never the bytes. A build that was interrupted goes on from its
    finished parts when it is asked for again.

    Raises `SourceError`, `PlanError`, `MemberError`, `BusyError`.
    """
    files, folder = scan(source), os.fspath(source.absolute())
    pieces = _cut(files, part_size)
    names = part_names(name, len(pieces))
    output.mkdir(parents=True, exist_ok=True)
    staging = Staging(output, name)
    tasks = [
        _Task(staging, folder, part, piece, first=number == 0, alone=jobs == 1)
        for number, (part, piece) in enumerate(zip(names[:-1], pieces[:-1], strict=True))
    ]
    with staging.locked():
        with shared([task.run for task in tasks], jobs) as wait_for_parts:
            _close(staging, names, pieces, folder, wait_for_parts)
        parts = tuple(_built(staging, part) for part in names)
        staging.publish(names)
    return Built(
        parts=parts,
        documents=len(files),
        bytes_in=sum(found.size for found in files),
        renamed={found.path: found.name for found in files if found.path != found.name},
    )


def _cut(files: list[Found], part_size: int) -> list[list[Found]]:
    """The files of each part of the set, those of NAME.zip last.

    A folder has no index: NAME.zip takes the last files when they fit together with
    the directory of the set, and only the directory otherwise.
    """
    plan = plan_set(_groups(files), part_size=part_size)
    if len(plan.parts) < 2:
        return [files]
    pieces = [files[part.first : part.last + 1] for part in plan.parts]
    last = [(found.name, found.size) for found in pieces[-1]]
    if closing_bytes(plan.parts[:-1], last) > part_size:
        pieces.append([])
    return pieces


def _groups(files: list[Found]) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    return ((found.name, [(found.name, found.size)]) for found in files)


def _close(
    staging: Staging,
    names: list[str],
    pieces: list[list[Found]],
    source: str,
    wait_for_parts: Callable[[], None],
) -> None:
    """Writes NAME.zip: with the directory of the set, or alone when it is the only part."""

    def records() -> Iterator[PartRecord]:
        wait_for_parts()
        yield from (staging.record(part) for part in names[:-1])

    members = (found.member(source) for found in pieces[-1])
    if len(names) == 1:
        write = partial(write_part, members=members, first=False)
    else:
        write = partial(write_index, members=members, part_records=records())
    everything = [found for piece in pieces for found in piece]
    staging.build(names[-1], _fingerprint(everything, *map(len, pieces)), write)
    wait_for_parts()


def _fingerprint(files: list[Found], *shape) -> str:
    """Tells the inputs of a part: the same files cut the same way."""
    digest = hashlib.sha256(repr((_FORMAT, shape)).encode())
    for start in range(0, len(files), _AT_ONCE):
        digest.update(repr([*map(tuple, files[start : start + _AT_ONCE])]).encode())
    return digest.hexdigest()


def _built(staging: Staging, part: str) -> BuiltPart:
    record = staging.record(part)
    return BuiltPart(part, record.bytes, record.sha256, len(record.entries))
