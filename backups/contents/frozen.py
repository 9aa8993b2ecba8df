"""What the texts of an archive are made from: plain values frozen with the list (backups §4.2).

Nothing here comes from a clock or a database, so the same values give the same bytes (§5.3.5).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from backups.states import OmissionReason, Outcome

ROWS_PER_PAGE = 200  # rows of one page of a list (§5.1)


class Missing(NamedTuple):
    """Why a file, or a whole document, is not in the archive.

    `code` is a value of `OmissionReason`; `label` is kept for readers, the texts use the one of
    the code; `tries` is how often it was attempted.
    """

    code: str
    label: str = ""
    tries: int = 0

    @property
    def reason(self) -> str:
        """The Spanish reason. Raises ValueError for a code outside `OmissionReason`."""
        return str(OmissionReason(self.code).label)


@dataclass(frozen=True, slots=True)
class FrozenDocument:
    """One document of the frozen list, with what became of it.

    `position` counts from 1 without gaps; `folder` is its name under `data/documentos/`;
    `lists` are values of `ArchiveList`; `metadata` is `BackupItem.metadata`. `missing` has one entry
    per omission row: by path of `metadata["files"]`, or "" for the document itself.
    `part` is the number of the part that holds it. `links` gives the position within this backup
    of the documents it answers or that answer it, by number.
    """

    position: int
    folder: str
    lists: Sequence[str]
    metadata: Mapping
    outcome: str = Outcome.PACKED
    missing: Mapping[str, Missing | tuple] = field(default_factory=dict)
    part: int = 1
    links: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_inside(self) -> bool:
        """Whether it has a folder in the archive."""
        return self.outcome in (Outcome.PACKED, Outcome.PARTIAL)

    def missing_file(self, path: str) -> Missing | None:
        """Why the file of that path is not packed, or None."""
        found = self.missing.get(path) if path else None
        return Missing(*found) if found else None

    def missing_whole(self) -> Missing | None:
        """Why the document is omitted: its own reason, or the first of its files'."""
        if self.is_inside:
            return None
        found = self.missing.get("") or next(iter(self.missing.values()), None)
        return Missing(*found) if found else Missing(OmissionReason.UNREADABLE)


@dataclass(frozen=True, slots=True)
class FrozenBackup:
    """The backup itself as its archive tells it.

    `name` is the root folder and NAME of the set («respaldo_41315»); `number` the request's, or
    None for «Descargar ahora». `date_from` and `date_to` are days, both inclusive; `frozen_at` is
    aware. `petition` is the number of the written petition of an institutional request.
    `parts_planned` counts every file of the set, index included; 1 is a single ZIP.
    `withheld` are numbers of documents. `events` is the Recorrido of the request up to the freeze,
    oldest first: dicts with at (ISO with offset), action, user, area, request_state, backup_state
    and comment.
    """

    name: str
    number: int | None
    institution: str
    person: str
    cedula: str
    position: str
    area: str
    date_from: date
    date_to: date
    frozen_at: datetime
    operator_name: str
    support_email: str
    verify_url: str
    builder_version: str
    rule_version: str = "1"
    petition: str = ""
    training: bool = False
    parts_planned: int = 1
    withheld: Sequence[str] = ()
    events: Sequence[Mapping] = ()

    @property
    def title(self) -> str:
        """How people name it."""
        return f"Respaldo No. {self.number}" if self.number is not None else "Descarga inmediata de documentos"


class PartFile(NamedTuple):
    """A finished document part: both its names, bytes and SHA-256 in hexadecimal."""

    name: str
    alternative_name: str
    bytes: int
    sha256: str


@dataclass(slots=True)
class Tally:
    """Figures of a finished backup (I7): documents per outcome, per list, and omission rows.

    `omissions` is the K of «Con observaciones: K»; `missing_files` those of its rows that are files.
    `listed` counts the rows of each list; `included` those whose document is in the archive.
    """

    listed: dict[str, int]
    included: dict[str, int]
    documents: int = 0
    packed: int = 0
    partial: int = 0
    omitted: int = 0
    withheld: int = 0
    omissions: int = 0
    missing_files: int = 0

    @classmethod
    def empty(cls, slugs) -> "Tally":
        """All zeros, one count per list."""
        return cls(dict.fromkeys(slugs, 0), dict.fromkeys(slugs, 0))

    @property
    def inside(self) -> int:
        """Documents that have a folder in the archive."""
        return self.packed + self.partial

    def add(self, document: FrozenDocument, *, omissions: int, missing_files: int) -> None:
        """Counts one document and its omission rows."""
        self.documents += 1
        self.packed += document.outcome == Outcome.PACKED
        self.partial += document.outcome == Outcome.PARTIAL
        self.omitted += not document.is_inside
        self.omissions += omissions
        self.missing_files += missing_files
        for slug in document.lists:
            self.listed[slug] += 1
            self.included[slug] += document.is_inside
