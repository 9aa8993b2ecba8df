"""The file of a parametrisation: a ZIP with one JSON and the pictures that it names (institutions §12.9, safety S-87).

Reading believes nothing of it and writes nothing, not even to a temporary folder.
"""

import hashlib
import json
import re
import stat
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO

from quipux.errors import Invalid

VERSION = 3
MANIFEST, FOLDER = "parametrizacion.json", "archivos/"
PICTURE = re.compile(rf"{FOLDER}([0-9a-f]{{64}})\.jpg")
MB = 1024**2
LARGEST = 50 * MB  # bytes of the ZIP
LARGEST_JSON, LARGEST_PICTURE, LARGEST_WHOLE = 20 * MB, 2 * MB, 200 * MB  # bytes unpacked
MOST_PICTURES, RATIO = 500, 100
EPOCH = (2000, 1, 1, 0, 0, 0)  # equal parametrisations are equal files
NO_ZIP = "El archivo no es un paquete de parametrización."
BAD_ENTRY = "El paquete contiene archivos que no corresponden a una parametrización."
TOO_LARGE = "El paquete es demasiado grande."
BAD_JSON = "Los datos del paquete no se pueden leer."
OTHER_VERSION = "El paquete es de otra versión del sistema."
CHANGED = "Un archivo del paquete no corresponde a su huella."


@dataclass
class Package:
    """What was parametrised.

    Attributes:
        parts: rows of each part, by its code.
        files: bytes of the pictures, by their SHA-256.
        case: the approved implantation, where it goes on in another deployment; else empty.
    """

    parts: dict[str, list]
    files: dict[str, bytes] = field(default_factory=dict)
    case: dict = field(default_factory=dict)

    @property
    def sha256(self) -> str:
        """Of its canonical JSON, which names every picture by its own."""
        return hashlib.sha256(self._text.encode()).hexdigest()

    @property
    def _text(self) -> str:
        return json.dumps({"version": VERSION, "case": self.case, "parts": self.parts}, sort_keys=True, ensure_ascii=False,
                          separators=(",", ":"))  # fmt: skip

    def written(self) -> bytes:
        """The file."""
        output = BytesIO()
        with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as target:
            target.writestr(zipfile.ZipInfo(MANIFEST, EPOCH), self._text, zipfile.ZIP_DEFLATED)
            for digest, content in sorted(self.files.items()):
                target.writestr(zipfile.ZipInfo(f"{FOLDER}{digest}.jpg", EPOCH), content)
        return output.getvalue()


def read(content: bytes) -> Package:
    """The package that a file holds, its parts still to be checked.

    Raises:
        Invalid: it is no such ZIP: an entry of another name, repeated, linked, encrypted or too large, a picture that is
            not the one its name says, JSON that cannot be read, or another version.
    """
    if len(content) > LARGEST:
        raise Invalid(TOO_LARGE)
    try:
        with zipfile.ZipFile(BytesIO(content)) as source:
            _check_entries(source.infolist())
            told = _json(source.read(MANIFEST))
            files = {
                found[1]: source.read(found[0]) for name in source.namelist() if (found := PICTURE.fullmatch(name))
            }
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError) as error:
        raise Invalid(NO_ZIP) from error
    if any(hashlib.sha256(one).hexdigest() != digest for digest, one in files.items()):
        raise Invalid(CHANGED)
    return Package(_parts(told), files, told["case"])


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if any(_is_wrong(entry) for entry in entries) or len(names) != len(set(names)) or MANIFEST not in names:
        raise Invalid(BAD_ENTRY)
    if len(names) > MOST_PICTURES + 1 or sum(entry.file_size for entry in entries) > LARGEST_WHOLE:
        raise Invalid(TOO_LARGE)
    for entry in entries:
        largest = LARGEST_JSON if entry.filename == MANIFEST else LARGEST_PICTURE
        if entry.file_size > largest or entry.file_size > RATIO * max(entry.compress_size, 1):
            raise Invalid(TOO_LARGE)


def _is_wrong(entry) -> bool:
    """Any name but the two kinds known, whatever its slashes; a link; what is encrypted."""
    known = entry.filename == MANIFEST or PICTURE.fullmatch(entry.filename)
    # ``orig_filename`` is the name before the library cut it at a NUL.
    return (not known or entry.orig_filename != entry.filename or stat.S_ISLNK(entry.external_attr >> 16)
            or bool(entry.flag_bits & 1))  # fmt: skip


def _json(content: bytes):
    try:
        return json.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise Invalid(BAD_JSON) from error


def _parts(told) -> dict[str, list]:
    if not isinstance(told, Mapping) or told.keys() != {"version", "case", "parts"}:
        raise Invalid(BAD_JSON)
    if not all(isinstance(told[name], dict) for name in ("case", "parts")):
        raise Invalid(BAD_JSON)
    if told["version"] != VERSION:
        raise Invalid(OTHER_VERSION)
    return told["parts"]
