"""The members of the index part, each a file of a working folder, hashed while it is written."""

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO


@dataclass(frozen=True, slots=True)
class IndexMember:
    """One finished file of the index part.

    `path` begins with the root folder; `size` in bytes; `sha256` in hexadecimal; `source` is where
    its bytes wait, until the caller removes the working folder.
    """

    path: str
    size: int
    sha256: str
    source: Path

    def open(self) -> BinaryIO:
        """Its bytes from the start; may be called more than once."""
        return self.source.open("rb")

    def write(self, target: BinaryIO) -> None:
        """Copies its bytes to `target`."""
        with self.open() as source:
            shutil.copyfileobj(source, target, 1024 * 1024)


class _Hashed:
    """A file being written, and the digest of what it holds so far."""

    def __init__(self, path: Path):
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = path.open("wb", buffering=1024 * 1024)
        self._digest = hashlib.sha256()
        self.path, self.size = path, 0

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)

    def close(self) -> None:
        self._file.close()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class Workspace:
    """Creates the files of the index part under `folder`, by their path from the root folder.

    A context manager: on leaving, nothing stays open, whatever happened.
    """

    def __init__(self, folder: Path, root: str):
        self._folder, self._root = folder, root
        self._files: dict[str, _Hashed] = {}
        self._spools: list[BinaryIO] = []

    def __enter__(self) -> "Workspace":
        return self

    def __exit__(self, *trouble) -> None:
        for file in (*self._files.values(), *self._spools):
            file.close()

    def spool(self, name: str) -> BinaryIO:
        """A file for rows that wait to be cut into pages; it is not a member."""
        spool = (self._folder / f"{name}.filas").open("w+b")
        self._spools.append(spool)
        return spool

    def create(self, path: str) -> _Hashed:
        """A new empty file; close it before asking for its member."""
        self._files[path] = _Hashed(self._folder / self._root / path)
        return self._files[path]

    def put(self, path: str, pieces: bytes | Iterable[bytes]) -> None:
        """A whole file at once."""
        file = self.create(path)
        for piece in [pieces] if isinstance(pieces, bytes) else pieces:
            file.write(piece)
        file.close()

    def member(self, path: str) -> IndexMember:
        """The finished file of that path."""
        file = self._files[path]
        return IndexMember(f"{self._root}/{path}", file.size, file.sha256, file.path)

    def paths(self, prefix: str = "") -> list[str]:
        """Paths created so far, in order of creation."""
        return [path for path in self._files if path.startswith(prefix)]
