"""CSV and XLSX as rows of texts (institutions §10.1): values only, formulas told apart, macros refused."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import load_workbook

from quipux.errors import Invalid
from quipux.files.kinds import Excess, inspect
from quipux.web.text import folded

LARGEST, MOST_ROWS = 5 * 1024 * 1024, 2000  # bytes; rows without the heading
FORMULA = ("=", "@", "+", "-", "\t", "\r")
PHONES = {"telefono", "celular", "ext"}  # may begin with +
PEOPLE = ("cedula", "tipo_identificacion", "pais_pasaporte", "nombres", "apellidos", "titulo", "area_sigla", "puesto",
          "puesto_cabecera", "perfil", "sumilla", "correo", "correo_trabajo", "telefono", "ext", "celular", "ciudad",
          "certificado", "plantilla_rol")  # fmt: skip
AREAS = ("sigla_padre", "sigla", "nombre", "ciudad", "codigo")
EXITS = ("cedula", "area_sigla", "ultimo_dia", "motivo")
COLUMNS = {"people": PEOPLE, "areas": AREAS, "exits": EXITS}
NEEDED = {"people": {"cedula", "area_sigla", "puesto"}, "areas": {"sigla", "nombre"}, "exits": set(EXITS)}
EXAMPLES = {
    "people": ("0602922924", "C", "", "Rosa Elena", "Lema Chango", "Ing.", "DTI", "Analista", "Analista", "N", "rel",
               "rosa.lema@ejemplo.gob.ec", "", "022000000", "12", "0990000000", "Quito, D.M.", "", "Servidor"),
    "areas": ("DTI", "UD", "Unidad de Desarrollo", "Quito, D.M.", "1.2"),
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One line of the file: its number, as a spreadsheet counts, and its texts by column."""

    line: int
    values: dict[str, str]

    @property
    def formulas(self) -> list[str]:
        """Columns whose text a spreadsheet would run."""
        return [name for name, text in self.values.items()
                if text.startswith(FORMULA) and not (name in PHONES and text.startswith("+"))]  # fmt: skip


def read(data: bytes, kind: str) -> list[Row]:
    """The rows of a file, empty ones left out.

    Args:
        kind: ``people``, ``areas`` or ``exits``.

    Raises:
        Invalid: it is no such file, has macros, lacks a column, or is too long.
    """
    if len(data) > LARGEST:
        raise Invalid("El archivo pasa de 5 MB.")
    lines = _book(data) if data[:4] == b"PK\x03\x04" else _text(data)
    heading = next(lines, None)
    names = [folded(str(cell)).replace(" ", "_") for cell in heading or ()]
    if missing := NEEDED[kind] - set(names):
        raise Invalid(f"Al archivo le faltan columnas: {', '.join(sorted(missing))}.")
    rows = []
    for number, cells in enumerate(lines, start=2):
        values = {name: cell for name, cell in zip(names, cells, strict=False) if name in COLUMNS[kind]}
        if any(values.values()):
            rows.append(Row(number, {name: values.get(name, "") for name in COLUMNS[kind]}))
        if len(rows) > MOST_ROWS:
            raise Invalid(f"El archivo tiene más de {MOST_ROWS} filas.")
    if not rows:
        raise Invalid("El archivo no tiene filas.")
    return rows


def _text(data):
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Invalid("El archivo no es CSV en UTF-8 ni XLSX.") from error
    first = text.split("\n", 1)[0]
    separator = ";" if first.count(";") >= first.count(",") else ","
    for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        yield [cell.replace("\0", "").strip() for cell in cells]


def _book(data):
    try:
        inspect(io.BytesIO(data))
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if any("vbaproject" in name.lower() for name in package.namelist()):
                raise Invalid("El archivo tiene macros; guárdelo como XLSX sin macros.")
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except (Excess, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Invalid("El archivo no es un XLSX que se pueda leer.") from error
    for cells in book.worksheets[0].iter_rows(values_only=True):
        yield [_plain(cell) for cell in cells]


def _plain(cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    return str(cell).strip()
