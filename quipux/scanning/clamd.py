"""ClamAV: bytes go through its socket, so it needs no access to the store (man clamd, command INSTREAM)."""

import logging
import re
import socket
import struct
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

from quipux import clock
from quipux.scanning import Verdict

logger = logging.getLogger("quipux.scanning")
SECONDS = 60  # for each exchange
CHUNK = 1 << 16
LONGEST_ANSWER = 4096
OLDEST_SIGNATURES = timedelta(days=7)  # safety §2.5
# «ClamAV 1.4.3/27800/Sun Nov 16 09:26:12 2025»; without official signatures only the program's version.
VERSION = re.compile(r"ClamAV [^/]+(?:/\d+/\w{3} (\w{3} +\d+ \d\d:\d\d:\d\d \d{4}))?")


class ScannerError(Exception):
    """The daemon answered, but not as it must."""


def scan(file: BinaryIO) -> Verdict:
    """Send an open file to the daemon; archives are opened by it."""
    try:
        if _is_outdated():
            logger.error("scanner_signatures_are_old")
            return Verdict.UNAVAILABLE
        return _verdict(_stream(file))
    except (OSError, ScannerError) as error:
        logger.warning("scanner_unavailable", extra={"reason": f"{type(error).__name__}: {error}"})
        return Verdict.UNAVAILABLE


def signatures_date() -> datetime | None:
    """When the daemon's official signatures were made; None when it has none of them.

    Raises:
        OSError: nobody answers.
        ScannerError: who answers is no ClamAV.
    """
    with _connection() as daemon:
        daemon.sendall(b"zVERSION\x00")
        answer = _answer(daemon)
    found = VERSION.fullmatch(answer)
    if not found:
        raise ScannerError("the version was not understood")
    # The daemon writes its local hour; a day more or less does not matter to a limit of seven.
    return found[1] and datetime.strptime(found[1], "%b %d %H:%M:%S %Y").replace(tzinfo=clock.GUAYAQUIL)


def _is_outdated():
    made = signatures_date()
    return bool(made) and clock.now() - made > OLDEST_SIGNATURES


def _stream(file):
    with _connection() as daemon:
        try:
            daemon.sendall(b"zINSTREAM\x00")
            while chunk := file.read(CHUNK):
                daemon.sendall(struct.pack("!I", len(chunk)) + chunk)
            daemon.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError) as error:
            # It hung up before the end: its limit of bytes is below ours.
            raise ScannerError(f"the stream was cut at {file.tell()} bytes") from error
        return _answer(daemon)


def _verdict(answer):
    if answer == "stream: OK":
        return Verdict.CLEAN
    if answer.endswith(" FOUND"):
        logger.warning("scanner_found", extra={"reason": answer})
        return Verdict.INFECTED
    raise ScannerError(answer)


@contextmanager
def _connection():
    place = urlsplit(settings.QUIPUX_CLAMD_ADDRESS)
    if place.scheme == "tcp":
        with socket.create_connection((place.hostname, place.port), timeout=SECONDS) as daemon:
            yield daemon
        return
    with socket.socket(socket.AF_UNIX) as daemon:
        daemon.settimeout(SECONDS)
        daemon.connect(place.path)
        yield daemon


def _answer(daemon):
    """Text up to its NUL."""
    answer = b""
    while not answer.endswith(b"\x00") and len(answer) < LONGEST_ANSWER:
        got = daemon.recv(LONGEST_ANSWER)
        if not got:
            raise ScannerError("the answer ended early")
        answer += got
    return answer.rstrip(b"\x00").decode("utf-8", "replace").strip()
