"""A socket between Django and PostgreSQL that can be cut, refuse, or say that there is no connection left."""

import select
import socket
import struct
import threading
from contextlib import suppress
from pathlib import Path

NAME = ".s.PGSQL.5432"


class Between:
    """Passes every byte on; one thread for each connection.

    Attributes:
        code: what is answered to who connects, an SQLSTATE of PostgreSQL; empty while connections pass.
    """

    def __init__(self, folder: Path, server: Path):
        self.folder, self._server, self.code, self._open = folder, server / NAME, "", []
        self._listener = None
        self.begin()

    def begin(self) -> None:
        """Accept connections (again)."""
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.folder / NAME))
        self._listener.listen(50)
        threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def cut(self) -> None:
        """What a server does that dies: every connection ends, and nobody is there for new ones."""
        (self.folder / NAME).unlink(missing_ok=True)
        self._listener.close()
        self.hang_up()

    def hang_up(self) -> None:
        """End the open connections alone."""
        for end in self._open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._open.clear()

    def _accept(self, listener):
        with suppress(OSError):
            while True:
                client, _ = listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client):
        with client:
            if self.code:
                return self._refuse(client)
            with socket.socket(socket.AF_UNIX) as server:
                server.connect(str(self._server))
                self._open += [client, server]
                with suppress(OSError):
                    _pass_on(client, server)
        return None

    def _refuse(self, client):
        client.recv(8192)  # who wants what
        fields = b"".join(kind + text.encode() + b"\0" for kind, text in
                          ((b"S", "FATAL"), (b"C", self.code), (b"M", "sorry, too many clients already"))) + b"\0"  # fmt: skip
        client.sendall(b"E" + struct.pack("!i", len(fields) + 4) + fields)


def _pass_on(one, other):
    while True:
        ready, _, _ = select.select([one, other], [], [], 30)
        for end in ready:
            data = end.recv(65536)
            if not data:
                return
            (other if end is one else one).sendall(data)
