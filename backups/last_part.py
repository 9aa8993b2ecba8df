"""What the last part of a set is made of: the index alone, or after the documents of a single ZIP (backups §5.1, §5.4).

The same classes build it the first time and repair it later. Of a published backup nothing is decided any
more: outcomes and ACTA are those of the publication, and only its very bytes may take its place.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path

from backups import builder, contents, payload, sources
from backups.archive.closing import write_index
from backups.archive.errors import MemberError
from backups.archive.members import DEFLATE, STORE, SourceMember
from backups.archive.writer import write_part
from backups.contents import IndexMember
from backups.models import Backup, BackupPart
from backups.plan import DOCUMENTS
from backups.states import BackupState, PartRole
from quipux import pdf
from quipux.files import store

MANIFEST, ACTA = "manifest-sha256.txt", "ACTA_RESPALDO.pdf"


def last_part_of(backup: Backup, part: BackupPart, folder: str, *, hold: Callable) -> "LastPart":
    """The last part of ``backup``, to be written.

    Args:
        folder: an empty folder on a disk; the caller removes it.
        hold: called often with the documents and bytes done; renews the lease or raises `leases.LeaseLost`.
    """
    kind = _Single if part.role == PartRole.SINGLE else _Index
    return kind(backup, part, folder, hold)


class LastPart:
    """What both kinds share.

    Attributes:
        key, record: where the bytes stand in the store, and what was written.
        alternative: the same for the form that opens alone, None for a single part.
        expected: every entry of the part → (bytes, SHA-256).
        digests: SHA-256 and bytes of what the public check must recognise.
        manifest_sha256: of the manifest inside.
        acta: the ACTA as it was packed.
    """

    def __init__(self, backup: Backup, part: BackupPart, folder: str, hold: Callable):
        self.backup, self.part, self.hold, self._folder = backup, part, hold, folder
        self.expected, self.alternative, self.digests = {}, None, []
        self.manifest_sha256, self.acta = "", None
        self._published = backup.state == BackupState.GENERATED
        self._border = builder.Border(hold)

    def write(self) -> None:
        """Put the bytes into the store, under the name of their content.

        Raises:
            MemberError: a stored file cannot be read, and nothing can be decided about it any more.
            builder.OtherBytes: it would not be the part that was published.
            StoreError, OSError, PdfError: the attempt failed for no document's fault.
        """
        raise NotImplementedError

    def _save(self, write: Callable, sha256: str):
        wanted = sha256 if self._published else ""
        return builder.write_to_store(self.backup, write, wanted=wanted)

    def _held(self, rows: Iterable) -> Iterator:
        """The same rows; the lease is kept while they are read."""
        for row in rows:
            self._border(0, 0)
            yield row

    def _index_members(self, digests: Callable[[], Iterable]) -> list[SourceMember]:
        """The index files, made once on disk so that both forms hold the same bytes."""
        view, parts = sources.backup_view(self.backup), payload.part_files(self.backup)
        made = contents.index_members(
            view, documents=lambda: self._held(payload.frozen_documents(self.backup)),
            payload=lambda: self._held(digests()), parts=parts, workdir=Path(tempfile.mkdtemp(dir=self._folder)),
            acta=partial(self._acta, view, parts))  # fmt: skip
        for member in made:
            self.expected[member.path] = (member.size, member.sha256)
            self._remember(member)
        return [self._source_of(member, view.frozen_at) for member in made]

    def _acta(self, view, parts, tally, manifest_sha256) -> bytes:
        """Made once: a later release of the renderer need not draw the same bytes (backups §5.3)."""
        self.hold()  # a cold PDF process takes its time
        kept = self.backup.acta if self._published else None
        if kept is not None:
            return store.read(kept)
        return pdf.render(contents.acta_html(view, tally, parts, manifest_sha256), created=view.frozen_at)

    def _source_of(self, member: IndexMember, when) -> SourceMember:
        def opened():
            self._border(0, 0)
            return member.open()

        method = STORE if member.path.endswith(".pdf") else DEFLATE
        return SourceMember(name=member.path, mtime=when, size=member.size, open=opened, method=method)

    def _remember(self, member: IndexMember) -> None:
        name = member.path.rpartition("/")[2]
        if name == MANIFEST:
            self.manifest_sha256 = member.sha256
        if name == ACTA:
            self.acta = member
        if name in (MANIFEST, ACTA):
            self.digests.append((member.sha256, member.size))


class _Index(LastPart):
    """The index part of a split set, in its two forms."""

    def write(self):
        members = self._index_members(partial(payload.payload_of, self.backup))
        records = partial(payload.records_of, self.backup)
        self.key, self.record = self._save(
            lambda file: write_index(file, members, part_records=self._held(records())), self.part.sha256)  # fmt: skip
        self.hold()
        self.alternative = self._save(
            lambda file: write_part(file, members, first=False), self.part.alternative_sha256)  # fmt: skip


class _Single(LastPart):
    """Documents and index in one ordinary ZIP."""

    def write(self):
        while True:
            try:
                return self._attempt()
            except MemberError as error:
                if self._published:
                    raise
                self.hold()
                builder.note_try(self.part, error)

    def _attempt(self):
        self.expected, self.digests = {}, []
        rehearsal = self._source()
        for _ in rehearsal.members():
            pass  # the texts are made once to know their digests, and again while they are written
        self.digests = [(sha256, size) for path, sha256, size in rehearsal.texts if path.startswith(f"{DOCUMENTS}/")]
        if not self._published:
            builder.settle_outcomes(self.part, rehearsal.outcomes)
        index = self._index_members(lambda: chain(payload.payload_of_files(self.backup), rehearsal.texts))
        source = self._source()
        members = chain(source.members(), index)
        self.key, self.record = self._save(lambda file: write_part(file, members, first=False), self.part.sha256)
        self.expected |= source.expected

    def _source(self):
        return sources.PartSource(self.backup, self.part, self._border)
