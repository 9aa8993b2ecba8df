"""Whether this worker was asked to end: long work looks here between two documents (safety §12, F-29).

One byte that the worker shares with the processes it forks. No lock: one that is killed may hold none.
"""

import mmap

_asked = mmap.mmap(-1, 1)


def ask(**kwargs) -> None:
    """Celery's `worker_shutting_down`: the first SIGTERM came."""
    _asked[0] = 1


def is_asked() -> bool:
    return bool(_asked[0])
