"""The CSV files: `metadatos.csv`, `omisiones.csv`, `diccionario.csv` (backups §5.1).

UTF-8 with BOM and `;`, as the spreadsheets of the region open them; no cell can become a formula.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from backups.contents.frozen import FrozenDocument, Missing
from backups.contents.pages import DOCUMENTS
from backups.contents.records import OUTCOMES
from backups.contents.rendering import one_line
from backups.contents.wording import party_line, yes_no
from backups.states import OmissionReason, OmissionScope

BOM = b"\xef\xbb\xbf"
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r]")
SCOPES = {OmissionScope.DOCUMENT: "documento", OmissionScope.FILE: "archivo"}


def cell(value) -> str:
    """`value` as a cell no spreadsheet executes: one line, and «'» before what begins like a formula."""
    if value is None or isinstance(value, int):
        return "" if value is None else str(value)
    return ("'" if _FORMULA.match(value) else "") + one_line(value)


def csv_line(values: Iterable) -> bytes:
    """One line of CSV, CRLF ended (RFC 4180)."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow([cell(value) for value in values])
    return text.getvalue().encode()


class Column(NamedTuple):
    name: str
    meaning: str
    value: Callable[[FrozenDocument], object]


def _main(document: FrozenDocument) -> dict:
    """The main file when it is in the archive."""
    for file in document.metadata["files"]:
        if file["role"] == "main" and file["path"]:
            return file if document.is_inside and not document.missing_file(file["path"]) else {}
    return {}


def _main_path(document: FrozenDocument) -> str:
    main = _main(document)
    return f"{DOCUMENTS}/{document.folder}/{main['path']}" if main else ""


def _parties(key: str) -> Callable[[FrozenDocument], str]:
    return lambda document: " | ".join(party_line(party) for party in document.metadata[key])


def _fact(key: str) -> Callable[[FrozenDocument], str]:
    return lambda document: document.metadata[key]


COLUMNS = (
    Column("orden", "Posición del documento en el respaldo, desde 1", lambda d: d.position),
    Column("numero", "Número del documento", _fact("number")),
    Column("tipo", "Tipo de documento", _fact("type")),
    Column("fecha_documento", "Fecha del documento (aaaa-mm-dd)", _fact("document_date")),
    Column("asunto", "Asunto del documento", _fact("subject")),
    Column("de", "Quien envía: título, nombre, cargo, institución", _parties("from")),
    Column("para", "Destinatarios, separados por |", _parties("to")),
    Column("copia", "Personas con copia, separadas por |", _parties("cc")),
    Column("listas", "Listados en que aparece: enviados, recibidos, reasignados, informados",
           lambda d: ", ".join(d.lists)),
    Column("referencia", "Número de referencia", _fact("reference")),
    Column("categoria", "Categoría", _fact("category")),
    Column("tipificacion", "Tipificación", _fact("classification")),
    Column("seguridad", "Nivel de seguridad: Público o Confidencial", _fact("confidentiality")),
    Column("firmado", "Si o No: firmado electrónicamente", lambda d: yes_no(d.metadata["signed"])),
    Column("firmante", "Nombre de quien firma", lambda d: (d.metadata["signature"] or {}).get("signer", "")),
    Column("archivo", "Ruta del documento principal dentro del respaldo; vacía si no se incluye", _main_path),
    Column("sha256", "Huella SHA-256 del documento principal", lambda d: _main(d).get("sha256", "")),
    Column("bytes", "Tamaño del documento principal en bytes", lambda d: _main(d).get("bytes")),
    Column("anexos", "Cantidad de anexos, incluidos los físicos",
           lambda d: sum(file["role"] == "annex" for file in d.metadata["files"])),
    Column("parte", "Parte del respaldo que contiene el documento", lambda d: d.part if d.is_inside else None),
    Column("resultado", "incluido, parcial u omitido", lambda d: OUTCOMES[d.outcome]),
)  # fmt: skip

OMISSION_COLUMNS = (
    ("orden", "Posición del documento en el respaldo; vacía en los retenidos"),
    ("numero", "Número del documento"),
    ("alcance", "documento: falta entero; archivo: falta uno de sus archivos"),
    ("archivo", "Nombre del archivo que falta"),
    ("codigo", "Código de la razón"),
    ("razon", "Razón por la que no se incluye"),
    ("intentos", "Veces que se intentó leer"),
)


def metadata_header() -> bytes:
    return BOM + csv_line(column.name for column in COLUMNS)


def metadata_line(document: FrozenDocument) -> bytes:
    """The line of one document in `metadatos.csv`."""
    return csv_line(column.value(document) for column in COLUMNS)


class OmissionRow(NamedTuple):
    """One row of `omisiones.csv`, and of the table of Información General."""

    position: int | None
    number: str
    scope: str
    file: str
    code: str
    tries: int

    @property
    def reason(self) -> str:
        return str(OmissionReason(self.code).label)

    def line(self) -> bytes:
        """The row as CSV."""
        return csv_line((self.position, self.number, self.scope, self.file, self.code, self.reason, self.tries))


def omission_rows(document: FrozenDocument) -> Iterator[OmissionRow]:
    """What is missing of one document: itself first, then its files in their order."""
    whole = document.missing_whole()
    if whole and ("" in document.missing or not document.missing):
        yield _omission(document, OmissionScope.DOCUMENT, "", whole)
    for file in document.metadata["files"]:
        missing = document.missing_file(file["path"])
        if missing:
            yield _omission(document, OmissionScope.FILE, file["name"] or file["path"], missing)


def _omission(document: FrozenDocument, scope: str, file: str, missing: Missing) -> OmissionRow:
    return OmissionRow(document.position, document.metadata["number"], SCOPES[scope], file, missing.code, missing.tries)


def withheld_row(number: str) -> OmissionRow:
    """A withheld document: its number and the reason, never more (§4.1)."""
    return OmissionRow(None, number, SCOPES[OmissionScope.DOCUMENT], "", OmissionReason.WITHHELD.value, 0)


def omission_header() -> bytes:
    return BOM + csv_line(name for name, _ in OMISSION_COLUMNS)


def dictionary() -> bytes:
    """`diccionario.csv`: every column of both tables in plain words."""
    rows = [("metadatos.csv", column.name, column.meaning) for column in COLUMNS]
    rows += [("omisiones.csv", name, meaning) for name, meaning in OMISSION_COLUMNS]
    return BOM + b"".join(csv_line(row) for row in [("tabla", "columna", "significado"), *rows])
