"""What a building process tells of itself, at most every two seconds (backups §3.11, Trabajadores)."""

import logging
import os
import socket
import time
from contextlib import contextmanager
from pathlib import Path

from backups.models import Worker
from quipux import clock

logger = logging.getLogger("quipux.backups")
EVERY = 2.0  # seconds between two rows written of one part
PAGE = os.sysconf("SC_PAGE_SIZE")


class _Pulse:
    """What this process has done since it began; ``done`` counts the part under way, ``over`` those before it."""

    def __init__(self, pid: int):
        self.pid, self.name, self.told = pid, f"{socket.gethostname()}:{pid}"[-120:], 0.0
        self.part, self.done, self.over = None, (0, 0), (0, 0)
        # The same name may have been another process's, in a container above all: its row is taken over, not obeyed.
        now = clock.now()
        Worker.objects.update_or_create(name=self.name, defaults={
            "started_at": now, "seen_at": now, "stop_asked_at": None, **self._facts()})  # fmt: skip

    def _facts(self):
        documents, size = (over + done for over, done in zip(self.over, self.done, strict=True))
        return {"part_id": self.part, "documents": documents, "bytes": size, "memory": memory_used()}

    def tell(self) -> None:
        Worker.objects.filter(name=self.name).update(seen_at=clock.now(), **self._facts())
        self.told = time.monotonic()


_pulse: _Pulse | None = None


def _own() -> _Pulse:
    """The pulse of this process; a fork has its own, and a forgotten row is written again."""
    global _pulse
    if _pulse is None or _pulse.pid != os.getpid() or not Worker.objects.filter(name=_pulse.name).exists():
        _pulse = _Pulse(os.getpid())
    return _pulse


@contextmanager
def at_work_on(part_id: int):
    """This process is at a part; what it did of it stays counted, however it ends."""
    pulse = _own()
    pulse.part = part_id
    pulse.tell()
    try:
        yield
    finally:
        pulse.over = tuple(over + done for over, done in zip(pulse.over, pulse.done, strict=True))
        pulse.part, pulse.done = None, (0, 0)
        pulse.tell()


def beat(documents: int = 0, size: int = 0) -> None:
    """So many documents and bytes of the part are done; a row is written only when the last one is old enough."""
    pulse = _pulse
    if pulse is None or pulse.part is None:
        return
    pulse.done = (documents, size)
    if time.monotonic() - pulse.told >= EVERY:
        pulse.tell()


def is_asked_to_stop() -> bool:
    """Whether an operator asked this process to take no more parts («terminar con calma»)."""
    asked = Worker.objects.filter(name=_own().name, stop_asked_at__isnull=False).exists()
    if asked:
        logger.info("worker_resting", extra={"worker": _own().name})
    return asked


def memory_used() -> int:
    """Bytes of this process in memory (RSS)."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE
