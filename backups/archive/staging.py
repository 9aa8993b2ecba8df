"""Builds that survive being killed: finished parts are kept, half parts never seen.

Parts and their records grow in a hidden folder beside the set, `.NAME.partial`, and
move to their final names together when the last one is done. A record is written
before its part takes its name, so a part with a record is a finished part.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from .errors import BusyError
from .naming import part_names
from .writer import PartRecord


class Staging:
    """The hidden folder of the set `name` in `output`."""

    def __init__(self, output: Path, name: str):
        self.output = output
        self.name = name
        self.folder = output / f".{name}.partial"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Makes the folder and holds it; raises `BusyError` when another holds it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lock").open("wb") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise BusyError(f"Otro proceso está generando «{self.name}» en {self.output}.") from None
            yield

    def build(self, part: str, fingerprint: str, write: Callable[[BinaryIO], PartRecord]) -> None:
        """Makes `part` with `write` unless it is already made from the same inputs.

        `fingerprint` tells the inputs; what was made from others is thrown away.
        """
        if self._is_finished(part, fingerprint):
            return
        (self.folder / part).unlink(missing_ok=True)
        half = self.folder / f"{part}.half"
        with half.open("w+b") as target:
            record = write(target)
            _sync(target)
        self._save_record(part, fingerprint, record)
        half.replace(self.folder / part)
        _sync_folder(self.folder)

    def record(self, part: str) -> PartRecord:
        """The record of a finished part."""
        return PartRecord.from_dict(json.loads(self._record_path(part).read_text())["record"])

    def publish(self, parts: list[str]) -> None:
        """Gives the finished parts their final names, NAME.zip last, and cleans up."""
        for part in parts:
            staged = self.folder / part
            if staged.exists() and not self._is_published(part):
                staged.replace(self.output / part)
        self._remove_leftovers(len(parts))
        _sync_folder(self.output)
        for path in self.folder.iterdir():
            path.unlink()
        self.folder.rmdir()

    def _is_finished(self, part: str, fingerprint: str) -> bool:
        try:
            saved = json.loads(self._record_path(part).read_text())
        except FileNotFoundError:
            return False
        if saved["fingerprint"] != fingerprint:
            return False
        # Published already when the earlier run was killed while moving parts.
        return (self.folder / part).exists() or self._is_published(part)

    def _is_published(self, part: str) -> bool:
        """Whether the part has its final name already; read only when the size agrees."""
        place = self.output / part
        if not place.exists() or place.stat().st_size != self.record(part).bytes:
            return False
        with place.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == self.record(part).sha256

    def _save_record(self, part: str, fingerprint: str, record: PartRecord) -> None:
        half = self.folder / f"{part}.json.half"
        with half.open("w") as target:
            # dumps, not dump: only it uses the fast encoder.
            target.write(json.dumps({"fingerprint": fingerprint, "record": record.to_dict()}))
            _sync(target)
        half.replace(self._record_path(part))
        _sync_folder(self.folder)

    def _record_path(self, part: str) -> Path:
        return self.folder / f"{part}.json"

    def _remove_leftovers(self, count: int) -> None:
        """Parts of an earlier, longer set of the same name would join this one."""
        number = count
        while (stray := self.output / part_names(self.name, number + 1)[-2]).exists():
            stray.unlink()
            number += 1


def _sync(file) -> None:
    file.flush()
    os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
