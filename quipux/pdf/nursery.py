"""A warm process for each kind of child that serves one errand: the children are forked from it (safety §2.6).

To import what reads and signs a PDF takes longer than most errands. The nursery imports it once, before any limit and
without ever seeing a file; each child locks itself up after the fork, as one started anew does. What children share is
the layout of their memory; what they learn they take with them.
"""

import atexit
import contextlib
import importlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import asdict

from quipux.pdf import process

IDLE_SECONDS = 600  # with no child and no errand for so long the nursery ends; the next errand starts another
_GONE = (BrokenPipeError, ConnectionResetError, TimeoutError)  # of the nursery, not of this process
_ORDER = 4096  # bytes, more than the limits of an errand take
_nurseries: dict[str, "Nursery"] = {}
_lock = threading.Lock()


def start(module: str, limits) -> tuple[socket.socket, "Forked | subprocess.Popen"]:
    """A child that runs ``module.main(SOCKET, PARENT, LIMITS)``, as `process.start` gives it, only sooner.

    ``module`` also has ``prepare()``, which imports what its errands need. Raises OSError when there can be no child.
    """
    if not hasattr(os, "pidfd_open"):
        return process.start(module, limits)
    with _lock:
        try:
            return _nursery(module, limits).fork(limits)
        except _GONE:
            _nurseries.pop(module).close()
            return _nursery(module, limits).fork(limits)


def _nursery(module, limits):
    if module not in _nurseries:
        _nurseries[module] = Nursery(module, limits)
    return _nurseries[module]


def _forget() -> None:
    """After a fork of this process: the nurseries are those of the other one."""
    global _lock
    _lock = threading.Lock()
    for nursery in _nurseries.values():
        nursery.forget()
    _nurseries.clear()


def _end() -> None:
    for nursery in _nurseries.values():
        nursery.close()
    _nurseries.clear()


os.register_at_fork(after_in_child=_forget)
atexit.register(_end)


class Nursery:
    """The parent's side of a warm process; used by one thread at a time."""

    def __init__(self, module: str, limits):
        near, far = socket.socketpair()
        try:
            self._process = process.run(__name__, far, module, str(IDLE_SECONDS))
        except OSError:
            near.close()
            raise
        finally:
            far.close()
        self._socket = near
        self._socket.settimeout(limits.start_seconds)

    def fork(self, limits) -> tuple[socket.socket, "Forked"]:
        """One child. Raises one of ``_GONE`` when the nursery is gone."""
        near, far = socket.socketpair()
        try:
            socket.send_fds(self._socket, [json.dumps(asdict(limits)).encode()], [far.fileno()])
            said, descriptors, _, _ = socket.recv_fds(self._socket, _ORDER, 1)
            if not descriptors:
                raise ConnectionResetError
        except OSError:
            near.close()
            raise
        finally:
            far.close()
        return near, Forked(int(said), descriptors[0])

    def close(self) -> None:
        """End it, and with it the children that still run."""
        self._socket.close()
        self._process.kill()
        self._process.wait()

    def forget(self) -> None:
        """Drop it without touching it."""
        self._socket.close()
        self._process.returncode = 0


class Forked:
    """A child as its user sees it; its exit status belongs to the nursery."""

    returncode = None

    def __init__(self, pid: int, descriptor: int):
        self.pid, self._descriptor = pid, descriptor

    def kill(self) -> None:
        """End it at once; nothing happens when it has ended."""
        if self._descriptor >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._descriptor, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> None:
        """Until it has ended; then nothing of it is left here. Raises `subprocess.TimeoutExpired` after seconds."""
        if self._descriptor < 0:
            return
        waiting = select.poll()
        waiting.register(self._descriptor, select.POLLIN)
        if not waiting.poll(None if timeout is None else timeout * 1000):
            raise subprocess.TimeoutExpired("child", timeout)
        os.close(self._descriptor)
        self._descriptor = -1


# The other side -------------------------------------------------------------------------------------------


def main(descriptor: str, name: str, idle: str) -> None:
    """Import once, then fork a child for every order until the socket closes, or nobody asks and none is at work."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sock = socket.socket(fileno=int(descriptor))
    module = importlib.import_module(name)
    module.prepare()
    signal.signal(signal.SIGCHLD, _collect)
    sock.settimeout(float(idle))
    while True:
        try:
            limits, descriptors, _, _ = socket.recv_fds(sock, _ORDER, 1)
        except TimeoutError:
            if _has_children():
                continue
            return
        if not descriptors:
            return
        _fork(sock, module, limits.decode(), descriptors[0])


def _has_children() -> bool:
    """Whether a child is at work; it would die with this process."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass  # that one has ended; another may be at work
        return True
    return False


def _fork(sock, module, limits, descriptor):
    # Its end waits until it was told about: a number that was collected may be another's.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    nursery = os.getpid()
    pid = os.fork()
    if not pid:
        _be_a_child(sock, module, nursery, limits, descriptor)
    handle = os.pidfd_open(pid)
    socket.send_fds(sock, [str(pid).encode()], [handle])
    os.close(handle)
    os.close(descriptor)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])


def _be_a_child(sock, module, nursery, limits, descriptor):
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGCHLD])
        sock.close()
        module.main(str(descriptor), str(nursery), limits)
        code = 0
    finally:
        os._exit(code)


def _collect(number, frame):
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    main(*sys.argv[1:])
