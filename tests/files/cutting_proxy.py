"""A TCP proxy on the loopback that breaks connections off, as bad networks do."""

import socket
import threading
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit


class CuttingProxy:
    """Forwards to one server; while ``cuts`` lasts, an answer ends after so many bytes."""

    def __init__(self, target: str):
        parts = urlsplit(target)
        self._target = (parts.hostname, parts.port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.cuts: list[int] = []  # bytes of the answers to come, first to last
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self):
        self._listener.close()

    def _accept(self):
        with suppress(OSError):  # the listener was closed
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection(self._target)
                limit = self.cuts.pop(0) if self.cuts else None
                threading.Thread(target=self._copy, args=(near, far, None), daemon=True).start()
                threading.Thread(target=self._copy, args=(far, near, limit), daemon=True).start()

    def _copy(self, source, target, limit):
        with suppress(OSError):  # either side hung up
            while (limit is None or limit > 0) and (data := source.recv(65536)):
                data = data if limit is None else data[:limit]
                target.sendall(data)
                limit = None if limit is None else limit - len(data)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


@contextmanager
def cutting_proxy(target: str):
    """A `CuttingProxy` before the server at ``target``."""
    proxy = CuttingProxy(target)
    try:
        yield proxy
    finally:
        proxy.close()
