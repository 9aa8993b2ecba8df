"""«Descargar ahora»: few documents as the members of one ordinary ZIP, without any row (backups §4.4).

The same list, texts and layout as a backup of the night. What leaves cannot be taken back, so every
stored file is read to its end and compared before its first byte is promised: one that fails is
listed in `omisiones.csv` and the ZIP still ends valid.
"""

import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.conf import settings

from backups import contents, plan, snapshot
from backups.archive import bag
from backups.archive.members import DEFLATE, STORE, SourceMember
from backups.selection import Selection
from backups.sources import Digest
from backups.states import OmissionReason, Outcome
from documents.models import Document
from documents.rendering import official_pdf
from quipux import clock
from quipux.files import store
from quipux.files.errors import StoreError
from quipux.files.scratch import scratch
from quipux.pdf import PdfError
from quipux.web.version import version

STEM = 10  # characters of an annex's name: the longer root folder keeps paths within 120 bytes (§5.2)
SMALL = 4 << 20  # bytes of a file compared in memory; a larger one waits on a disk without a name
BAGIT = "bagit.txt"  # constant, so it goes first: the download begins before any document is read


@dataclass(frozen=True)
class Rendered:
    """The PDF of a document without any file, made for this ZIP only."""

    data: bytes = field(repr=False)

    deflates = False

    @property
    def size(self) -> int:
        return len(self.data)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


class Unreadable(Exception):
    """A stored file that cannot be packed; ``reason`` is a value of OmissionReason."""

    def __init__(self, reason: str):
        super().__init__(reason)
        self.reason = reason


def immediate_view(selection: Selection, appointment, person, date_from, date_to) -> contents.FrozenBackup:
    """The head of the texts: as of a backup, without number nor public check."""
    now = clock.now()
    withheld = Document.objects.filter(pk__in=selection.withheld).order_by("document_date", "pk")
    return contents.FrozenBackup(
        name=f"respaldo_inmediato_{now:%Y%m%d_%H%M%S}", number=None, institution=appointment.institution.name,
        person=person.full_name, cedula=person.identity_number, position=appointment.title, area=appointment.area.name,
        date_from=date_from, date_to=date_to, frozen_at=now, operator_name=settings.QUIPUX_OPERATOR_NAME,
        support_email=settings.QUIPUX_SUPPORT_EMAIL, verify_url="", builder_version=version(),
        training=appointment.institution.is_training, withheld=list(withheld.values_list("number", flat=True)),
    )  # fmt: skip


class ImmediateSource:
    """The members of the ZIP, made one at a time.

    Attributes:
        omitted: documents and files left out so far.
    """

    def __init__(self, view: contents.FrozenBackup, selection: Selection, appointment):
        self.view, self.selection, self.appointment = view, selection, appointment
        self.omitted = 0
        self._documents: list[contents.FrozenDocument] = []  # fewer than the minimum of a backup
        self._payload: list[Digest] = []

    def members(self) -> Iterator[SourceMember]:
        """Every member in its order: files, page and data of each document, then the index."""
        yield self._text(BAGIT, bag.BAGIT_TXT.encode(), self.view.frozen_at)
        for listed in snapshot.listed_documents(self.selection, self.appointment, rendered=self._render, stem=STEM):
            yield from self._of(listed)
        with scratch("inmediato") as folder:
            for made in contents.index_members(self.view, documents=lambda: self._documents,
                                               payload=lambda: self._payload, parts=(), workdir=folder):  # fmt: skip
                if not made.path.endswith(f"/{BAGIT}"):
                    yield SourceMember(name=made.path, mtime=self.view.frozen_at, size=made.size, open=made.open,
                                       method=DEFLATE)  # fmt: skip

    def _render(self, document_id) -> Rendered | None:
        try:
            return Rendered(official_pdf(snapshot.to_render([document_id]).get()))
        except PdfError:
            return None

    def _of(self, listed: snapshot.ListedDocument) -> Iterator[SourceMember]:
        when, missing = datetime.fromisoformat(listed.metadata["document_date"]), {}
        for file in listed.files:
            try:
                yield from self._file(listed, file, when)
            except Unreadable as fault:
                missing[file.path] = contents.Missing(fault.reason, tries=0 if file.excluded else _tries())
        document = _frozen(listed, missing)
        self._documents.append(document)
        self.omitted += len(missing) if document.is_inside else 1
        for path, data in contents.document_texts(document, self.view) if document.is_inside else ():
            self._note(path, hashlib.sha256(data).hexdigest(), len(data))
            yield self._text(path, data, when)

    def _file(self, listed, file, when) -> Iterator[SourceMember]:
        if file.stored is None:
            raise Unreadable(file.excluded)
        path = plan.file_path(listed.folder, file.path)
        make = partial(SourceMember, name=plan.member_name(self.view.name, path), mtime=when, size=file.stored.size,
                       method=DEFLATE if file.stored.deflates else STORE)  # fmt: skip
        with tempfile.SpooledTemporaryFile(SMALL) as held:
            crc32 = read_whole(file.stored, held)
            self._note(path, file.stored.sha256, file.stored.size)
            if file.stored.size < SMALL:
                held.seek(0)
                yield make(data=held.read())
            else:
                held.rollover()
                yield make(crc32=crc32, open=partial(_reopened, held))

    def _note(self, path, sha256, size):
        self._payload.append((path, sha256, size))

    def _text(self, path, data, when):
        return SourceMember.from_bytes(plan.member_name(self.view.name, path), data, when, method=DEFLATE)


def _tries():
    return settings.QUIPUX_DOCUMENT_TRIES


def _frozen(listed, missing) -> contents.FrozenDocument:
    """The document with its outcome; one of whose files none can be read is not inside."""
    readable = len(missing) < len(listed.files)
    outcome = Outcome.PACKED if not missing else Outcome.PARTIAL if readable else Outcome.OMITTED
    if outcome == Outcome.OMITTED:
        missing = {"": next(iter(missing.values()))}
    return contents.FrozenDocument(
        position=listed.position, folder=listed.folder, lists=listed.lists, metadata=listed.metadata,
        outcome=str(outcome), missing=missing, links=listed.metadata["links"])  # fmt: skip


# Reading ----------------------------------------------------------------------------------------------


def read_whole(stored, target: BinaryIO) -> int:
    """Copy the bytes of ``stored`` to ``target``, compared with what its row promises; gives their CRC-32.

    Raises:
        Unreadable: after the last try; the store itself answers.
        StoreError: the store does not answer, and no document is to blame (B-41).
    """
    for last in (False,) * (_tries() - 1) + (True,):
        try:
            return _copy(stored, target)
        except Unreadable as fault:
            if not store.is_alive():
                raise StoreError("El almacenamiento de documentos no responde.") from fault
            if last:
                raise


def _copy(stored, target) -> int:
    target.seek(0)
    target.truncate()
    digest, crc32, size = hashlib.sha256(), 0, 0
    for chunk in _chunks(stored):
        target.write(chunk)
        digest.update(chunk)
        crc32, size = zlib.crc32(chunk, crc32), size + len(chunk)
    if (size, digest.hexdigest()) != (stored.size, stored.sha256):
        raise Unreadable(OmissionReason.WRONG_HASH)
    return crc32


def _chunks(stored) -> Iterator[bytes]:
    if isinstance(stored, Rendered):
        yield stored.data
        return
    try:
        with store.open_file(stored.sha256) as source:
            while chunk := source.read(store.CHUNK):
                yield chunk
    except FileNotFoundError as error:
        raise Unreadable(OmissionReason.MISSING) from error
    except (ConnectionError, TimeoutError):
        raise
    except OSError as error:
        raise Unreadable(OmissionReason.UNREADABLE) from error


def _reopened(held) -> BinaryIO:
    """The same bytes from the start; the writer closes what it is given, and may ask again."""
    held.flush()
    descriptor = os.dup(held.fileno())
    os.lseek(descriptor, 0, os.SEEK_SET)
    return os.fdopen(descriptor, "rb")
