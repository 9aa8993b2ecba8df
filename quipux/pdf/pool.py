"""The parent's few warm children, shared by the threads of one process."""

import atexit
import logging
import os
import queue
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

from .failure import PdfError
from .job import Job, Limits, moment
from .worker import Worker

logger = logging.getLogger(__name__)
_pools = weakref.WeakSet()


class Pool:
    """At most ``size`` children, started when first needed and replaced when worn or dead."""

    def __init__(self, *, size: int = 1, limits: Limits | None = None):
        self.size = size
        self.limits = limits or Limits()
        self._reset()
        _pools.add(self)

    def _reset(self):
        self._workers = set()
        self._guard = threading.Lock()
        # Last in, first out: the warmest child works, the others are started only under load.
        self._slots = queue.LifoQueue()
        for _ in range(self.size):
            self._slots.put(None)
        # A child dies with the *thread* that started it (PR_SET_PDEATHSIG), and threads of web
        # servers come and go: this one lives as long as the process.
        self._starter = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pdf-starter")

    def render(self, html, *, attachments=(), pdf_variant="pdf/a-3a", title=None, created=None) -> bytes:
        """See :func:`quipux.pdf.render`."""
        job = Job(html, tuple(attachments), pdf_variant, title, moment(created))
        return self._with_worker(lambda worker: worker.render(job))

    def isolation(self) -> dict:
        """Return the report of a living child."""
        return self._with_worker(lambda worker: dict(worker.report))

    def _with_worker(self, use):
        slots = self._slots
        try:
            worker = slots.get(timeout=self.limits.wall_seconds)
        except queue.Empty as error:
            raise PdfError("busy") from error
        try:
            worker = self._fresh(worker)
            return use(worker)
        except PdfError as error:
            logger.warning("pdf failed: %s %s", error.reason, error.detail)
            raise
        finally:
            slots.put(worker)

    def _fresh(self, worker):
        if worker is not None and worker.usable():
            return worker
        if worker is not None:
            self._discard(worker)
        try:
            worker = self._starter.submit(Worker, self.limits).result()
        except RuntimeError as error:  # the interpreter is shutting down
            raise PdfError("start", type(error).__name__) from error
        with self._guard:
            self._workers.add(worker)
        return worker

    def _discard(self, worker):
        worker.stop()
        with self._guard:
            self._workers.discard(worker)

    def children(self) -> set[int]:
        """Return the process numbers of the children that were started and not yet stopped."""
        with self._guard:
            return {worker.process.pid for worker in self._workers}

    def close(self) -> None:
        """Stop every child; the pool starts new ones if it is used again."""
        with self._guard:
            workers = tuple(self._workers)
        for worker in workers:
            self._discard(worker)

    def abandon(self) -> None:
        """Begin anew after a fork: the children, locks and threads are those of the parent."""
        for worker in tuple(self._workers):
            worker.forget()
        self._reset()


def children_wanted(environment) -> int:
    """Read ``QUIPUX_PDF_CHILDREN``: children of each process, 1 when unset.

    Raises ValueError for anything but a whole number from 1 to 16.
    """
    text = environment.get("QUIPUX_PDF_CHILDREN", "1")
    if not text.isdecimal() or not 1 <= int(text) <= 16:
        raise ValueError("QUIPUX_PDF_CHILDREN debe ser un entero de 1 a 16; por ejemplo: QUIPUX_PDF_CHILDREN=2")
    return int(text)


# Costs nothing until the first document: no child and no thread is started here.
_default = Pool(size=children_wanted(os.environ))


def default_pool() -> Pool:
    """Return the pool of this process."""
    return _default


def _after_fork():
    for pool in tuple(_pools):
        pool.abandon()


@atexit.register
def _close_all():
    for pool in tuple(_pools):
        pool.close()


os.register_at_fork(after_in_child=_after_fork)
