"""The data of the offline search: scripts that hold nothing but rows, read by `busqueda.js` (§5.1).

Plain scripts because a page opened from a folder may not fetch anything.
"""

from collections.abc import Callable
from typing import BinaryIO

from backups.contents.frozen import FrozenDocument
from backups.contents.records import dumps
from backups.contents.rendering import visible
from backups.contents.wording import names_text, yes_no

ROWS_PER_FILE = 5000
BEGIN, END = b"quipuxIndice([\n", b"]);\n"


def search_row(document: FrozenDocument) -> bytes:
    """One document as the search knows it: orden, fecha, número, de, para, asunto, tipo, firma, carpeta.

    The line separators that older browsers do not take inside a text are escaped.
    """
    data = document.metadata
    row = dumps([
        document.position, data["document_date"], visible(data["number"]), visible(names_text(data["from"])),
        visible(names_text(data["to"])), visible(data["subject"]), visible(data["type"]), yes_no(data["signed"]),
        document.folder if document.is_inside else "",
    ])  # fmt: skip
    return row.replace(b"\xe2\x80\xa8", b"\\u2028").replace(b"\xe2\x80\xa9", b"\\u2029") + b",\n"


def file_name(number: int) -> str:
    """«indice_001.js»."""
    return f"indice_{number:03d}.js"


class SearchFiles:
    """Cuts the rows into files of at most `ROWS_PER_FILE`."""

    def __init__(self, create: Callable[[str], BinaryIO]):
        self._create, self._file = create, None
        self.rows = self.count = 0

    def add(self, row: bytes) -> None:
        """Adds the next document."""
        if self.rows % ROWS_PER_FILE == 0:
            self._open_next()
        self._file.write(row)
        self.rows += 1

    def close(self) -> None:
        """Ends the last file."""
        if self._file:
            self._file.write(END)
            self._file.close()
            self._file = None

    def _open_next(self) -> None:
        self.close()
        self.count += 1
        self._file = self._create(f"sitio/{file_name(self.count)}")
        self._file.write(BEGIN)
