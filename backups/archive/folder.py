"""A folder as a list of documents: one file, one document, sorted by path."""

import os
import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from functools import partial
from io import FileIO
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from .errors import SourceError
from .members import SourceMember
from .naming import check_entry_name, fold

# The mainland has no daylight saving; a fixed offset keeps the bytes equal anywhere.
_GUAYAQUIL = timezone(timedelta(hours=-5))


class Found(NamedTuple):
    """A file to pack: its path within the folder, the entry's name, bytes and date."""

    path: str
    name: str
    size: int
    mtime_ns: int

    def member(self, folder: str) -> SourceMember:
        """The member that reads this file."""
        return SourceMember(
            name=self.name,
            mtime=datetime.fromtimestamp(self.mtime_ns // 10**9, _GUAYAQUIL),
            size=self.size,
            open=partial(FileIO, f"{folder}/{self.path}"),
        )


def scan(folder: Path) -> list[Found]:
    """Every file under `folder`, sorted by the bytes of its path.

    Raises `SourceError` for links, devices and unreadable folders: leaving something
    out silently is worse than stopping.
    """
    found = sorted(_walk(os.fspath(folder), ""), key=lambda item: os.fsencode(item[0]))
    names = entry_names([path for path, _, _ in found])
    return [Found(path, name, size, mtime) for name, (path, size, mtime) in zip(names, found, strict=True)]


def _walk(root: str, inner: str) -> Iterable[tuple[str, int, int]]:
    try:
        with os.scandir(f"{root}/{inner}") as items:
            for item in items:
                path = f"{inner}{item.name}"
                if item.is_dir(follow_symlinks=False):
                    yield from _walk(root, f"{path}/")
                elif item.is_file(follow_symlinks=False):
                    status = item.stat(follow_symlinks=False)
                    yield path, status.st_size, status.st_mtime_ns
                else:
                    raise SourceError(f"«{printable(path)}» no es un archivo regular: retírelo de la carpeta.")
    except OSError as error:
        raise SourceError(f"No se puede leer «{printable(inner) or '.'}»: {error.strerror}.") from error


def printable(path: str) -> str:
    """`path` without the bytes that are no text."""
    return path.encode("utf-8", "replace").decode()


def entry_names(paths: list[str]) -> list[str]:
    """The entry's name for each path: the path itself unless it would do harm.

    Changed are only names that some system cannot hold or would take for another: not
    UTF-8, control characters, backslashes, drive letters, or equal to an earlier one
    but for case or accents' form; those receive ~2, ~3 … before the extension.
    """
    taken = _folders(paths)
    names = []
    for path in paths:
        name = first = _clean(path)
        ordinal = 2
        while (key := fold(name)) in taken:
            extension = PurePosixPath(first).suffix
            name = f"{first.removesuffix(extension)}~{ordinal}{extension}"
            ordinal += 1
        taken.add(key)
        names.append(name)
    return names


def _folders(paths: list[str]) -> set[str]:
    """Every folder that holds some path, as names collide."""
    folders: set[str] = set()
    for parent in {path.rpartition("/")[0] for path in paths}:
        key = fold(_clean(parent)) if parent else ""
        while key and key not in folders:
            folders.add(key)
            key = key.rpartition("/")[0]
    return folders


def _clean(path: str) -> str:
    if check_entry_name(path):
        return path
    path = re.sub(r"[\x00-\x1f\x7f\\]|[\ud800-\udfff]", "-", path)
    return re.sub(r"^([A-Za-z]):", r"\1-", path)
