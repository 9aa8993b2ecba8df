"""The ZIP of an expediente: per document its PDF, anexos and Hoja de Ruta, and an index with every SHA-256."""

import hashlib
import io
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath

from documents import detail, rendering
from documents.attaching import revising
from documents.models import Copy
from documents.permissions import READS
from documents.states import ScanState
from quipux import exports
from quipux.files import store
from quipux.web.components import Column

CHUNK = 1 << 20
INDEX = "indice.csv"
COLUMNS = [Column(label) for label in ("No.", "Documento", "Fecha", "Tipo", "Asunto", "De", "Para", "Estado", "Archivo",
                                       "Bytes", "SHA-256", "Observación")]  # fmt: skip
NO_PDF = "Sin documento oficial: todavía no se firma ni se envía."
NOT_SERVED = "El anexo no se entrega: está en revisión o fue retirado."
PAPER = "Anexo físico, sin archivo."


def write(copies: Iterable[Copy], root: str, target) -> list[dict]:
    """Write the whole ZIP.

    Args:
        copies: with their level (``with_level``); who reads less than everything gets no comments.
        root: the folder that all its files stand in.
        target: open binary file.

    Returns:
        Per copy its UUID and how many bytes of it went in.

    Raises:
        PdfError: a Hoja de Ruta could not be made.
        Gone: an anexo is no longer what was scanned.
    """
    lines, contents = [], []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, copy in enumerate(copies, start=1):
            one = _Writer(archive, f"{root}/{place:03d}_{_name(copy)}", place, copy)
            one.write()
            lines += one.lines
            contents.append({"uuid": str(copy.uuid), "bytes": one.bytes})
        archive.writestr(f"{root}/{INDEX}", _index(lines))
    return contents


def _name(copy) -> str:
    return _safe(copy.number or copy.document.temporary_number or "borrador")


def _safe(name: str) -> str:
    """A name that any system takes for one file."""
    kept = "".join("_" if char in '/\\:*?"<>|' or ord(char) < 32 else char for char in name).strip(" .")
    return kept or "archivo"


def _index(lines) -> bytes:
    output = io.BytesIO()
    exports.write_csv(exports.Sheet("Índice del expediente", COLUMNS, lines), output)
    return output.getvalue()


class _Writer:
    """The folder of one document inside the ZIP."""

    def __init__(self, archive, folder, place, copy):
        self.archive, self.folder, self.place, self.copy = archive, folder, place, copy
        self.bytes, self.lines, self.taken = 0, [], set()

    def write(self):
        pdf = self.copy.document.official_pdf
        if pdf:
            self._stored(f"{_name(self.copy)}.pdf", pdf)
        else:
            self._line(note=NO_PDF)
        reads = self.copy.level >= READS
        self._add("hoja_de_ruta.pdf", [rendering.route_sheet(self.copy, reads, reads=reads)])
        for annex in detail.attachments_of(self.copy).select_related("file").order_by("pk"):
            self._annex(annex)

    def _annex(self, annex):
        if annex.file is None or annex.scan_state != ScanState.CLEAN:
            self._line(annex.name, note=NOT_SERVED if annex.file else PAPER)
        else:
            self._stored(f"anexos/{self._unique(_safe(annex.name))}", revising.served(annex))

    def _unique(self, name):
        """Two anexos of one name stand side by side; some systems take «A.pdf» and «a.pdf» for the same."""
        path, turn, free = PurePosixPath(name), 1, name
        while free.casefold() in self.taken:
            turn += 1
            free = f"{path.stem} ({turn}){path.suffix}"
        self.taken.add(free.casefold())
        return free

    def _stored(self, name, stored):
        with store.open_file(stored.sha256) as source:
            self._add(name, iter(lambda: source.read(CHUNK), b""))

    def _add(self, name, chunks):
        digest, size = hashlib.sha256(), 0
        with self.archive.open(f"{self.folder}/{name}", "w", force_zip64=True) as target:
            for chunk in chunks:
                target.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.bytes += size
        self._line(f"{self.folder.split('/')[-1]}/{name}", size, digest.hexdigest())

    def _line(self, file="", size="", digest="", note=""):
        copy, document = self.copy, self.copy.document
        self.lines.append([self.place, copy.number or document.temporary_number, copy.sort_at, copy.shown_type_label,
                           document.subject, document.from_label, document.to_label, copy.get_state_display(), file,
                           size, digest, note])  # fmt: skip
