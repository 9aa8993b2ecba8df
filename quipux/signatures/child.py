"""The child: ``python -m quipux.signatures.child SOCKET PARENT LIMITS``. It answers until its socket closes."""

import asyncio
import json
import logging
import signal
import socket
import sys

from quipux.pdf import frames, sandbox
from quipux.pdf.job import Limits
from quipux.signatures import wire


def main(descriptor: str, parent: str, limits: str) -> None:
    """Lock this process up, then do what comes through the socket."""
    # Ctrl-C in a terminal reaches the whole group; when to stop is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sock = socket.socket(fileno=int(descriptor))
    cage = sandbox.Sandbox(Limits(**json.loads(limits)), parent=int(parent))
    cage.leave_the_network()
    cage.limit_resources()
    # Imported inside the limits, before the files close; the loop makes its own pair of sockets.
    # What the library loads or reads only when it needs it is loaded here, while files are open.
    import lxml.etree  # noqa: F401
    import tzlocal

    from quipux.signatures.inside import desk

    tzlocal.get_localzone()
    loop = asyncio.new_event_loop()
    cage.close_the_files()
    logging.disable(logging.CRITICAL)  # the libraries quote content, and nobody reads it here
    frames.send(sock, b"ready")
    work = desk.Desk(desk.Line(sock))
    while (message := _next(sock)) is not None:
        cage.grant_cpu()
        header, blobs = _outcome(loop, work, *message)
        wire.tell(sock, header, *blobs)


def _next(sock):
    try:
        return wire.hear(sock)
    except frames.Closed:
        return None


def _outcome(loop, work, header, blobs):
    from quipux.signatures.inside.refusing import Refused

    try:
        answer, produced = loop.run_until_complete(work.do(header, blobs))
    except Refused as refused:
        return {"kind": "refused", "code": refused.code, "details": refused.details}, []
    except Exception as error:  # noqa: BLE001 - hostile bytes break libraries in every way; the parent is told which
        return {"kind": "failed", "detail": type(error).__name__}, []
    return {"kind": "answer", **answer}, produced


if __name__ == "__main__":
    main(*sys.argv[1:])
