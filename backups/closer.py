"""The last part, the verification of the whole set, and the publication (backups §9.1, steps 5–7)."""

import tempfile
from collections import Counter
from functools import partial
from itertools import chain
from pathlib import Path

from backups import builder, contents, leases, payload, plan, sources
from backups.archive import naming
from backups.archive.closing import write_index
from backups.archive.errors import MemberError, Unsound
from backups.archive.members import DEFLATE, STORE, SourceMember
from backups.archive.reader import verify_set
from backups.archive.writer import write_part
from backups.models import Backup, BackupItem, BackupPart
from backups.querysets import ClockTimestamp
from backups.services import publishing
from backups.states import Outcome, PartRole
from quipux import pdf
from quipux.files.errors import StoreError
from quipux.files.parts import PartStore
from quipux.files.store import StoredBytesMissing

MANIFEST, ACTA = "manifest-sha256.txt", "ACTA_RESPALDO.pdf"


def close_backup(backup_id: int) -> bool:
    """Write the last part, verify everything and publish, if nobody else is at it.

    Returns:
        Whether this call published the backup.

    Raises:
        StoreError, OSError, PdfError: the attempt failed; the lease is free again.
    """
    token = leases.take_backup(backup_id)
    if token is None:
        return False
    backup = Backup.objects.select_related("request__person", "request__appointment", "request__area",
                                           "request__institution").get(pk=backup_id)  # fmt: skip
    try:
        return _close(backup, token)
    except leases.LeaseLost:
        return False
    finally:
        leases.free_backup(backup_id, token)


def _close(backup, token):
    if backup.frozen_at is None or backup.parts.of_documents().unfinished().exists():
        return False
    last = backup.parts.order_by("-number").first()
    with tempfile.TemporaryDirectory(prefix="quipux-indice-") as folder:
        closing = (
            _Single(backup, last, token, folder)
            if last.role == PartRole.SINGLE
            else _Index(backup, last, token, folder)
        )
        closing.write()
        _verify(backup, last, closing)
    publishing.publish(backup, token, last, closing)
    return True


class _Closing:
    """What both kinds of last part share.

    Attributes:
        key, record: where the bytes stand in the store, and what was written.
        alternative: the same for the form that opens alone, None for a single part.
        expected: every entry of the part → (bytes, SHA-256).
        digests: SHA-256 and bytes of what the public check must recognise.
    """

    def __init__(self, backup, part, token, folder):
        self.backup, self.part, self.token, self.folder = backup, part, token, folder
        self.expected, self.alternative, self.digests = {}, None, []
        self.manifest_sha256 = ""
        self.source = None
        self._border = builder.Border(lambda *_: self.hold())

    def hold(self) -> None:
        """Keep the lease: the close of a large set lasts longer than one. Raises `leases.LeaseLost`."""
        leases.renew_backup(self.backup.pk, self.token)

    def _held(self, rows):
        """The same rows; the lease is kept while they are read."""
        for row in rows:
            self._border(0, 0)
            yield row

    def _index_members(self, digests) -> list[SourceMember]:
        """The index files, made once on disk so that both forms hold the same bytes."""
        view, parts = sources.backup_view(self.backup), payload.part_files(self.backup)
        workdir = Path(tempfile.mkdtemp(dir=self.folder))
        made = contents.index_members(
            view, documents=lambda: self._held(payload.frozen_documents(self.backup)),
            payload=lambda: self._held(digests()), parts=parts, workdir=workdir,
            acta=partial(self._acta, view, parts))  # fmt: skip
        for member in made:
            self.expected[member.path] = (member.size, member.sha256)
            self._remember(member)
        return [self._source_of(member, view.frozen_at) for member in made]

    def _acta(self, view, parts, tally, manifest_sha256):
        self.hold()  # a cold PDF process takes its time
        return pdf.render(contents.acta_html(view, tally, parts, manifest_sha256), created=view.frozen_at)

    def _source_of(self, member, when):
        def opened():
            self._border(0, 0)
            return member.open()

        method = STORE if member.path.endswith(".pdf") else DEFLATE
        return SourceMember(name=member.path, mtime=when, size=member.size, open=opened, method=method)

    def _remember(self, member):
        name = member.path.rpartition("/")[2]
        if name == MANIFEST:
            self.manifest_sha256 = member.sha256
        if name in (MANIFEST, ACTA):
            self.digests.append((member.sha256, member.size))


class _Index(_Closing):
    """The index part of a split set, in its two forms."""

    def write(self):
        members = self._index_members(partial(payload.payload_of, self.backup))
        self.key, self.record = builder.write_to_store(
            self.backup,
            lambda file: write_index(file, members, part_records=self._held(payload.records_of(self.backup))))  # fmt: skip
        self.hold()
        self.alternative = builder.write_to_store(self.backup, lambda file: write_part(file, members, first=False))


class _Single(_Closing):
    """Documents and index in one ordinary ZIP."""

    def write(self):
        while True:
            try:
                return self._attempt()
            except MemberError as error:
                leases.renew_backup(self.backup.pk, self.token)
                builder.note_try(self.part, error)

    def _attempt(self):
        self.expected, self.digests = {}, []
        rehearsal = self._source()
        for _ in rehearsal.members():
            pass  # the texts are made once to know their digests, and again while they are written
        builder.settle_outcomes(self.part, rehearsal.outcomes)
        index = self._index_members(lambda: chain(payload.payload_of_files(self.backup), rehearsal.texts))
        self.source = self._source()
        members = chain(self.source.members(), index)
        self.key, self.record = builder.write_to_store(self.backup, lambda file: write_part(file, members, first=False))
        self.expected |= self.source.expected

    def _source(self):
        border = builder.Border(lambda done, size: self._note(done, size))
        return sources.PartSource(self.backup, self.part, border)

    def _note(self, done, size):
        leases.renew_backup(self.backup.pk, self.token)
        BackupPart.objects.filter(pk=self.part.pk).update(documents_done=done, bytes_done=size,
                                                          progress_at=ClockTimestamp())  # fmt: skip


def _verify(backup, last, closing):
    """Re-open every part from the store with the independent reader, whatever the writer believed."""
    names = naming.part_names(backup.request.archive_name, backup.parts_count)
    closing.hold()
    keys = {names[p.number - 1]: p.storage_key for p in backup.parts.of_documents()}
    keys[names[-1]] = closing.key
    root = backup.request.archive_name
    expected = {plan.member_name(root, path): (size, sha256) for path, sha256, size in payload.payload_of(backup)}
    expected |= closing.expected
    try:
        verify_set(names[-1], open_part=lambda name: PartStore().open(keys[name]), expect=expected, contents=False)
    except (Unsound, StoredBytesMissing) as fault:
        raise StoreError(str(fault)) from fault
    if closing.alternative:
        closing.hold()
        key, record = closing.alternative
        builder.check_part(key, record, closing.expected, name=names[-1], first=False)
    check_counts(backup)


def check_counts(backup: Backup) -> Counter:
    """planned = packed + partial + omitted, or the set is not published (I7)."""
    outcomes = Counter(BackupItem.objects.filter(backup=backup).values_list("outcome", flat=True))
    if outcomes[Outcome.PENDING] or sum(outcomes.values()) != backup.documents_planned:
        raise StoreError("La cuenta de documentos no cuadra con la lista congelada.")
    return outcomes
