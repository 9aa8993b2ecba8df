"""The child of one file, forked from its nursery (`quipux.pdf.nursery`). It reads it and ends."""

import json
import logging
import signal
import socket
import sys
from io import BytesIO

from quipux.pdf import frames, sandbox
from quipux.pdf.job import Limits


def prepare() -> None:
    """Load what reads the files."""
    import quipux.extraction.readers  # noqa: F401


def main(descriptor: str, parent: str, limits: str) -> None:
    """Lock this process up, then read what comes through the socket."""
    # Ctrl-C in a terminal reaches the whole group; when to stop is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sock = socket.socket(fileno=int(descriptor))
    cage = sandbox.Sandbox(Limits(**json.loads(limits)), parent=int(parent))
    cage.leave_the_network()
    cage.limit_resources()
    # Before the files close; done already where a nursery forked this process.
    from quipux.extraction.readers import READERS

    cage.close_the_files()
    logging.disable(logging.CRITICAL)  # the libraries quote content, and nobody reads it here
    frames.send(sock, b"ready")
    reader, size, *wanted = json.loads(frames.receive(sock))
    file = _receive_file(sock, size)
    cage.grant_cpu()
    _tell(sock, READERS[reader](file, *wanted))


def _receive_file(sock, size):
    file = BytesIO()
    while file.tell() < size:
        file.write(frames.receive(sock))
    file.seek(0)
    return file


def _tell(sock, pieces):
    """Each piece as it is found, so that a limit or a fault costs only the rest."""
    for piece in pieces:
        if said := piece if isinstance(piece, bytes) else piece.encode("utf-8", "ignore"):
            frames.send(sock, said)
    frames.send(sock, b"")


if __name__ == "__main__":
    main(*sys.argv[1:])
