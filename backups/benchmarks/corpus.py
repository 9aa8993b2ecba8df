"""Folders of invented documents that look like those of an institution.

70 % are one-page memos in PDF, 20 % scans and 10 % office files and plain text. What is
compressed inside a real PDF or JPEG is noise here: to a packer both are the same. The
same seed gives the same bytes.
"""

import io
import math
import os
import random
import zipfile
from functools import lru_cache
from pathlib import Path

KB, MB = 1000, 1_000_000
_DATED = 1_486_566_000  # 2017-02-08, seconds; every file a minute later than the one before
_IN_A_FOLDER = 100  # files
_WORDS = (
    "memorando oficio circular subsecretaría dirección planificación adjunto solicito autorización conforme informe "
    "técnico contratación pública presupuesto vigente funcionario respuesta trámite plazo atención cordial saludo "
    "expediente certificación período institucional coordinación zonal ministerio fecha número de la el que en para"
)


def mixed(folder: Path, *, total: int, seed: int) -> None:
    """Documents of all kinds until they reach `total` bytes."""
    written = number = 0
    while written < total:
        chance = random.Random(f"{seed}/mixed/{number}")
        written += _write(folder, number, *_any_kind(chance))
        number += 1


def small(folder: Path, *, count: int, seed: int) -> None:
    """`count` documents of 52 kB on average, one in ten of them office or text."""
    for number in range(count):
        chance = random.Random(f"{seed}/small/{number}")
        size = chance.randint(20 * KB, 84 * KB)
        kind = chance.choices((_memo, _office, _text), (90, 5, 5))[0]
        _write(folder, number, *kind(chance, size))


def repeated(folder: Path, *, total: int, seed: int) -> None:
    """One scan of 10 MB under as many names as `total` bytes need, without taking their room."""
    suffix, content = _scan(random.Random(f"{seed}/repeated"), 10 * MB)
    _write(folder, 0, suffix, content)
    first = _place(folder, 0, suffix)
    for number in range(1, total // len(content)):
        place = _place(folder, number, suffix)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.hardlink_to(first)


def _any_kind(chance: random.Random) -> tuple[str, bytes]:
    kind = chance.choices((_memo, _scan, _office, _text), (70, 20, 5, 5))[0]
    low, high = {_memo: (40 * KB, 300 * KB), _scan: (MB, 20 * MB)}.get(kind, (10 * KB, 500 * KB))
    # Small ones are more frequent: sizes are even on a scale of magnitudes.
    size = round(math.exp(chance.uniform(math.log(low), math.log(high))))
    return kind(chance, size)


def _write(folder: Path, number: int, suffix: str, content: bytes) -> int:
    place = _place(folder, number, suffix)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    os.utime(place, (_DATED + 60 * number,) * 2)
    return len(content)


def _place(folder: Path, number: int, suffix: str) -> Path:
    return folder / f"{number // _IN_A_FOLDER:04d}" / f"MDT-2017-{number:05d}-M{suffix}"


def pdf(chance: random.Random, size: int) -> bytes:
    """A memo of about `size` bytes."""
    return _pdf(chance, size, objects=12)


def _memo(chance: random.Random, size: int) -> tuple[str, bytes]:
    return ".pdf", pdf(chance, size)


def _scan(chance: random.Random, size: int) -> tuple[str, bytes]:
    return ".pdf", _pdf(chance, size, objects=6)


def _pdf(chance: random.Random, size: int, *, objects: int) -> bytes:
    """Streams that do not shrink between dictionaries and a table that do."""
    length = max(0, size // objects - 110)
    pieces, table, at = [b"%PDF-1.7\n"], [f"xref\n0 {objects}\n"], 9
    for number in range(1, objects + 1):
        head = f"{number} 0 obj\n<</Type /XObject /Filter /FlateDecode /Length {length}>>\nstream\n".encode()
        pieces += [head, chance.randbytes(length), b"\nendstream\nendobj\n"]
        table.append(f"{at:010d} 00000 n \n")
        at += len(head) + length + 18
    pieces.append("".join(table).encode() + f"trailer\n<</Size {objects}>>\nstartxref\n{at}\n%%EOF\n".encode())
    return b"".join(pieces)


def _office(chance: random.Random, size: int) -> tuple[str, bytes]:
    """A real ZIP of prose and one picture, as text processors make."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr(zipfile.ZipInfo("word/document.xml"), _prose(chance, size // 4), zipfile.ZIP_DEFLATED)
        package.writestr(zipfile.ZipInfo("word/media/image1.png"), chance.randbytes(size - size // 12))
    return ".docx", file.getvalue()


def _text(chance: random.Random, size: int) -> tuple[str, bytes]:
    return ".txt", _prose(chance, size)


def _prose(chance: random.Random, size: int) -> bytes:
    book = _book()
    start = chance.randrange(len(book) - size)
    return book[start : start + size]


@lru_cache(maxsize=1)
def _book() -> bytes:
    """Two megabytes of words, from which texts are cut."""
    chance = random.Random("book")
    return " ".join(chance.choices(_WORDS.split(), k=300_000)).encode()
