"""What a sweep of the store is told."""

import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple


class StoredKey(NamedTuple):
    """Finished bytes, whether a row names them or not. ``modified`` is the store's clock."""

    key: str
    size: int
    modified: datetime


class Leftover(NamedTuple):
    """Unfinished bytes of a worker that died. ``remove()`` ends them; twice is no error."""

    name: str
    modified: datetime
    remove: Callable[[], None]


def old_folders(folders: Iterable[Path], hours: float) -> Iterator[Leftover]:
    """The folders nothing was written to for so many hours.

    Asks this machine's clock, which also stamped the files: a wrong one is wrong in both.
    """
    limit = time.time() - hours * 3600
    for folder in sorted(folders):
        with suppress(FileNotFoundError):  # its worker ended meanwhile
            touched = max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
            if touched < limit:
                yield _leftover(folder, touched)


def _leftover(folder, touched):
    name = f"{folder.parent.name}/{folder.name}"
    return Leftover(name, datetime.fromtimestamp(touched, UTC), lambda: remove_folder(folder))


def remove_folder(folder: Path) -> None:
    """Remove a folder and all in it; one that is not there is no error."""
    with suppress(FileNotFoundError):
        shutil.rmtree(folder)
