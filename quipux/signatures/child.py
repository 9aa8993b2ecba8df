"""The child of one errand, forked from its nursery (`quipux.pdf.nursery`). It answers until its socket closes."""

import asyncio
import json
import logging
import signal
import socket
import sys

from quipux.pdf import frames, sandbox
from quipux.pdf.job import Limits
from quipux.signatures import wire


def prepare() -> None:
    """Load what every errand needs, and what the library loads or reads only when it needs it."""
    import lxml.etree  # noqa: F401
    import tzlocal

    from quipux.signatures.inside import desk  # noqa: F401

    tzlocal.get_localzone()


def main(descriptor: str, parent: str, limits: str) -> None:
    """Lock this process up, then do what comes through the socket."""
    # Ctrl-C in a terminal reaches the whole group; when to stop is the parent's decision.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sock = socket.socket(fileno=int(descriptor))
    cage = sandbox.Sandbox(Limits(**json.loads(limits)), parent=int(parent))
    cage.leave_the_network()
    cage.limit_resources()
    prepare()  # before the files close; done already where a nursery forked this process
    from quipux.signatures.inside import desk

    loop = asyncio.new_event_loop()  # makes its own pair of sockets
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
