"""Verifies a whole set: every part, and the global directory against each of them.

`verify_part` judges one part alone, so that parts may be verified by many workers;
`verify_set` judges what only the set can tell: that no part is missing, that each entry
of the global directory is found at its disk and offset, that no name occurs twice.
Both raise `Unsound` with the first fault, in the order of the parts.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import zip_longest
from pathlib import Path
from typing import BinaryIO

from .errors import Unsound
from .naming import part_names
from .parsing import End, Listed, Part, read_directory, read_end
from .part_reader import (
    Expected,
    Names,
    PartReport,
    check_expected,
    own_directory,
    verify_contents,
    verify_part,
)

__all__ = ["PartReport", "Report", "verify_part", "verify_set"]

Opener = Callable[[str], BinaryIO]


@dataclass(frozen=True, slots=True)
class Report:
    """A sound set, part by part; `content_bytes` once extracted."""

    parts: tuple[PartReport, ...]
    entries: int
    content_bytes: int

    def to_dict(self) -> dict:
        """Plain values for JSON."""
        return {"sound": True, **asdict(self)}


@dataclass(slots=True)
class _Slice:
    """The stretch of the global directory that lists one part's entries."""

    start: int
    size: int = 0
    entries: int = 0
    content_bytes: int = 0


def verify_set(
    last: str | os.PathLike,
    *,
    open_part: Opener | None = None,
    expect: Expected | None = None,
    digests: Mapping[str, str] | None = None,
    contents: bool = True,
    jobs: int = 1,
) -> Report:
    """Verifies the set whose last part is `last` (NAME.zip), or the single ZIP it is.

    `open_part(name)` gives a part as a seekable binary file, or raises
    `FileNotFoundError`; without it, parts are read beside `last`. `expect` maps the name
    of every entry to (size in bytes, SHA-256 or None), no more and no fewer. `digests`
    maps names of parts to their SHA-256. `contents=False` trusts the bytes of document
    parts to earlier calls of `verify_part` and compares their directories only. `jobs`
    is the number of parts read at the same time.

    Raises `Unsound`.
    """
    name = Path(last).name
    folder = None if open_part else Path(last).parent
    opener = open_part or (lambda part: (folder / part).open("rb"))
    with _opened(opener, name) as part:
        end = read_end(part)
        split = _Split(opener, part, end, expect, contents)
        reports = split.verify(jobs) if end.disk else [_verify_single(part, end, expect)]
        _check_digests(reports, digests)
    if folder:
        _check_nothing_follows(folder, name, len(reports))
    return Report(
        parts=tuple(reports),
        entries=sum(report.entries for report in reports),
        content_bytes=sum(report.content_bytes for report in reports),
    )


@contextmanager
def _opened(opener: Opener, name: str) -> Iterator[Part]:
    try:
        file = opener(name)
    except FileNotFoundError:
        raise Unsound(name, "", "la parte falta") from None
    with file:
        yield Part(name, file)


def _verify_single(part: Part, end: End, expect: Expected | None) -> PartReport:
    report = verify_part(part.file, name=part.name, expect=expect)
    if expect is not None and report.entries != len(expect):
        listed = {entry.name for entry in own_directory(part, end)}
        _name_missing(part, listed, expect)
    return report


@dataclass(frozen=True, slots=True)
class _Split:
    """A split set under judgement."""

    opener: Opener
    last: Part
    end: End
    expect: Expected | None
    contents: bool

    def verify(self, jobs: int) -> list[PartReport]:
        """The global directory first, then every part it speaks of, this one the last."""
        slices = _cut_directory(self.last, self.end, self.expect)
        names = part_names(self.last.name.removesuffix(".zip"), len(slices))
        documents = range(len(slices) - 1)
        with ThreadPoolExecutor(max_workers=jobs) as pool:
            futures = [pool.submit(self._verify_part, disk, names[disk], slices[disk]) for disk in documents]
            try:
                reports = [future.result() for future in futures]
            finally:
                pool.shutdown(cancel_futures=True)
        return [*reports, self._verify_last(slices[-1])]

    def _verify_part(self, disk: int, name: str, piece: _Slice) -> PartReport:
        """Its own directory says what the global one says of it, and its bytes are right."""
        with _opened(self.opener, name) as part:
            end = read_end(part)
            if end.disk:
                raise part.fault("no es una parte de documentos")
            # An own handle for the directory: parts are read at the same time.
            with _opened(self.opener, self.last.name) as directory:
                _compare(part, own_directory(part, end), _listed(directory, piece), disk)
            if not self.contents:
                return PartReport(name, part.size, "", piece.entries, piece.content_bytes)
            entries = own_directory(part, end)
            return verify_contents(part, end, entries, first=disk == 0, expect=self.expect)

    def _verify_last(self, piece: _Slice) -> PartReport:
        entries = _listed(self.last, piece)
        return verify_contents(self.last, self.end, entries, first=False, expect=self.expect)


def _cut_directory(last: Part, end: End, expect: Expected | None) -> list[_Slice]:
    """Reads the global directory once: names, order of the disks, what is expected."""
    slices, names, count = [_Slice(end.start)], Names(), 0
    for position, entry in read_directory(last, start=end.start, size=end.size):
        if not len(slices) - 1 <= entry.disk <= end.disk:
            raise last.fault("el directorio lo sitúa en una parte que no es la suya", entry.name)
        names.add(last, entry.name)
        check_expected(last, entry, expect)
        while len(slices) <= entry.disk:
            slices.append(_Slice(position))
        count += 1
        piece = slices[-1]
        piece.entries += 1
        piece.content_bytes += entry.size
    while len(slices) <= end.disk:
        slices.append(_Slice(end.start + end.size))
    for piece, following in zip_longest(slices, slices[1:]):
        piece.size = (following.start if following else end.start + end.size) - piece.start
    if count != end.entries:
        raise last.fault("su directorio no tiene el número de entradas que declara")
    if expect is not None and count != len(expect):
        listed = {e.name for _, e in read_directory(last, start=end.start, size=end.size)}
        _name_missing(last, listed, expect)
    return slices


def _name_missing(part: Part, listed: set[str], expect: Expected) -> None:
    missing = next(name for name in expect if name not in listed)
    raise part.fault("falta en el juego", missing)


def _listed(last: Part, piece: _Slice) -> Iterator[Listed]:
    for _, entry in read_directory(last, start=piece.start, size=piece.size):
        yield entry


def _compare(part: Part, own: Iterator[Listed], listed: Iterator[Listed], disk: int) -> None:
    for mine, theirs in zip_longest(own, listed):
        if mine is None:
            raise part.fault("consta en el directorio del juego y no en la parte", theirs.name)
        if theirs is None:
            raise part.fault("no consta en el directorio del juego", mine.name)
        if mine._replace(disk=disk) != theirs:
            raise part.fault("el directorio del juego dice otra cosa de él", mine.name)


def _check_digests(reports: list[PartReport], digests: Mapping[str, str] | None) -> None:
    for report in reports:
        wanted = (digests or {}).get(report.name)
        if wanted and report.sha256 and wanted != report.sha256:
            raise Unsound(report.name, "", "su SHA-256 no es el registrado")


def _check_nothing_follows(folder: Path, name: str, count: int) -> None:
    """A part of another set with the same name would confuse whoever joins this one."""
    stray = part_names(name.removesuffix(".zip"), count + 1)[-2]
    if (folder / stray).exists():
        raise Unsound(stray, "", "la parte sobra: no pertenece al juego")
