"""Cuts an ordered list of documents into parts before any byte is written.

Pure arithmetic over names and sizes (backups.md §5.3). Lengths of headers come from
`layout`, so a planned size is exact when the sizes given are exact and nothing is
deflated, and an upper bound otherwise: every term grows with the sizes.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from .errors import PlanError
from .layout import MAX_PARTS, SPLIT_MARKER, central_length, end_length, local_length
from .members import Member, SourceMember

__all__ = ["DEFAULT_PART_SIZE", "MIN_PART_SIZE", "Member", "PlannedPart", "SetPlan", "cut", "plan_set"]

DEFAULT_PART_SIZE = 1_000_000_000  # bytes
MIN_PART_SIZE = 100_000  # bytes: under it a set is all headers

Sized = Member | SourceMember | tuple[str, int]
Group = tuple[Hashable, Iterable[Sized]]


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """One part of the plan.

    `number` counts from 1; `first` and `last` are the positions, from 0, of the groups
    it holds; `planned_bytes` is never under the real size of the part and
    `directory_bytes` the share of its directory. `oversize` says that its only group
    exceeds the limit by itself.
    """

    number: int
    first: int
    last: int
    entries: int
    planned_bytes: int
    directory_bytes: int
    oversize: bool


@dataclass(frozen=True, slots=True)
class SetPlan:
    """A whole set: its document parts and the index part that closes it.

    `single` means that everything fits one ordinary ZIP of `index_bytes`, index
    included, and then there are no document parts. Otherwise `index_bytes` bounds
    NAME.zip, global directory included.
    """

    parts: tuple[PlannedPart, ...]
    index_bytes: int
    single: bool

    @property
    def count(self) -> int:
        """How many files the set will have."""
        return len(self.parts) + 1

    @property
    def planned_bytes(self) -> int:
        """The most the set can take, in bytes."""
        return self.index_bytes + sum(part.planned_bytes for part in self.parts)


class _Tally:
    """The size a part would have with what has been added so far."""

    __slots__ = ("body", "directory", "entries")

    def __init__(self, body: int = 0, directory: int = 0, entries: int = 0):
        self.body = body
        self.directory = directory
        self.entries = entries

    def add(self, member: Sized) -> None:
        name, size, stored_size = _measures(member)
        self.directory += central_length(name=name, size=size, offset=self.body)
        self.body += local_length(name=name, size=size) + stored_size
        self.entries += 1

    def with_group(self, members: list[Sized]) -> "_Tally":
        if not members:
            return self
        grown = _Tally(self.body, self.directory, self.entries)
        for member in members:
            grown.add(member)
        return grown

    @property
    def total(self) -> int:
        end = end_length(entries=self.entries, start=self.body, size=self.directory)
        return self.body + self.directory + end


def _measures(member: Sized) -> tuple[int, int, int]:
    """(bytes of the name, bytes of content, bytes on disk at most)."""
    if isinstance(member, tuple):
        name, size = member
        return len(name.encode()), size, size
    stored_size = member.size if member.stored_size is None else member.stored_size
    return len(member.name.encode()), member.size, stored_size


def check_part_size(part_size: int) -> None:
    """Raises `PlanError` for a limit, in bytes, too small to be of use."""
    if part_size < MIN_PART_SIZE:
        raise PlanError(f"El tamaño de parte mínimo es {MIN_PART_SIZE} bytes; se pidió {part_size}.")


def cut(
    groups: Iterable[Group], *, part_size: int = DEFAULT_PART_SIZE, in_each_part: Iterable[Sized] = ()
) -> list[PlannedPart]:
    """Consecutive document parts of a split set, at most `part_size` bytes each.

    A group is one document, (key, members), and never crosses parts; members may be
    given as (name, most bytes). A part closes before the group that would exceed the
    limit; a group larger than the limit has a part of its own. The first part counts
    the split marker; every part counts `in_each_part`, what it holds besides documents.

    Raises `PlanError` for a limit under `MIN_PART_SIZE` or more parts than a set can have.
    """
    check_part_size(part_size)
    own = list(in_each_part)
    parts: list[PlannedPart] = []
    first, tally, index = 0, _Tally(len(SPLIT_MARKER)), -1
    for index, (_, members) in enumerate(groups):
        members = list(members)
        grown = tally.with_group(members)
        if grown.with_group(own).total > part_size and index > first:
            parts.append(_close(len(parts) + 1, first, index - 1, tally.with_group(own), part_size))
            first, grown = index, _Tally().with_group(members)
        tally = grown
    if index >= 0:
        parts.append(_close(len(parts) + 1, first, index, tally.with_group(own), part_size))
    if len(parts) >= MAX_PARTS:
        raise PlanError(f"El juego tendría {len(parts) + 1} partes y el máximo es {MAX_PARTS}: use partes más grandes.")
    return parts


def _close(number: int, first: int, last: int, tally: _Tally, part_size: int) -> PlannedPart:
    return PlannedPart(
        number=number,
        first=first,
        last=last,
        entries=tally.entries,
        planned_bytes=tally.total,
        directory_bytes=tally.directory,
        oversize=tally.total > part_size,
    )


def plan_set(
    groups: Iterable[Group],
    *,
    index: Iterable[Sized] = (),
    part_size: int = DEFAULT_PART_SIZE,
    in_each_part: Iterable[Sized] = (),
) -> SetPlan:
    """The plan of a whole set: one ordinary ZIP when all fits, a split set otherwise.

    `index` are the members of the index part, which is never split (§5.3, rule 2);
    `in_each_part` those that every document part of a split set holds besides its
    documents, and a single ZIP does not.

    Raises `PlanError` as `cut`.
    """
    everything = _Tally()
    parts = cut(_counted(groups, everything), part_size=part_size, in_each_part=in_each_part)
    index = list(index)
    for member in index:
        everything.add(member)
    if everything.total <= part_size or not parts:
        return SetPlan((), everything.total, single=True)
    return SetPlan(tuple(parts), closing_bytes(parts, index), single=False)


def _counted(groups: Iterable[Group], everything: _Tally) -> Iterator[Group]:
    """The same groups, one at a time, each added to the total on its way."""
    for key, members in groups:
        members = list(members)
        for member in members:
            everything.add(member)
        yield key, members


def closing_bytes(parts: Iterable[PlannedPart], index: Iterable[Sized]) -> int:
    """The most bytes NAME.zip can have, with the directory of all `parts`."""
    tally = _Tally()
    for member in index:
        tally.add(member)
    for part in parts:
        tally.directory += part.directory_bytes
        tally.entries += part.entries
    return tally.total
