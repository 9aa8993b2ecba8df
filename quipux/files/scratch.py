"""A folder for what is made and read once, which leaves nothing behind even when its process is killed."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = ".en-uso"


@contextmanager
def scratch(name: str) -> Iterator[Path]:
    """An empty folder, gone with the block; folders of the same name whose process died go at its beginning.

    Args:
        name: says what for, in letters and dashes.
    """
    prefix = f"quipux-{name}-"
    _sweep(prefix)
    made = Path(tempfile.mkdtemp(prefix="quipux-"))
    with (made / LOCK).open("wb") as lock:
        # The system lets go of it when the process ends, however it ends.
        fcntl.flock(lock, fcntl.LOCK_EX)
        # Only now does a sweep see it: one that came before the lock would take it for abandoned.
        folder = made.rename(made.with_name(made.name.replace("quipux-", prefix, 1)))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _sweep(prefix: str) -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        if _is_abandoned(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_abandoned(folder: Path) -> bool:
    """Nobody holds it any more; another user's folder is nobody's business."""
    try:
        descriptor = os.open(folder / LOCK, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    finally:
        os.close(descriptor)
    return True
