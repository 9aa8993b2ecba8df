"""The antivirus hook: ``QUIPUX_SCANNER`` names who says whether bytes are safe (documents §6.4, safety §2.5).

Any callable serves that takes an open binary file and returns a :class:`Verdict`; ClamAV's is
`quipux.scanning.clamd.scan`. ``none`` is the operator's explicit choice to scan nothing.
"""

import logging
from enum import StrEnum
from io import BytesIO
from typing import BinaryIO

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger("quipux.scanning")
NONE = "none"
# The harmless file every antivirus answers to, in two pieces: whole, one would remove this very module.
TEST_FILE = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Verdict(StrEnum):
    """What the scanner says of some bytes."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNAVAILABLE = "unavailable"


def is_on() -> bool:
    """Whether this installation scans what people attach."""
    return settings.QUIPUX_SCANNER != NONE


def scan(file: BinaryIO) -> Verdict:
    """Ask the scanner of this installation about an open file, from its start.

    Returns:
        UNAVAILABLE also when the scanner fails in a way of its own: bytes nobody vouched for are never served.
    """
    if not is_on():
        return Verdict.CLEAN
    file.seek(0)
    try:
        return Verdict(import_string(settings.QUIPUX_SCANNER)(file))
    except Exception:  # whatever another author's scanner raises, the file stays in revision and the log says why
        logger.exception("scanner_failed")
        return Verdict.UNAVAILABLE


def works() -> bool:
    """Whether the scanner tells the test file of all antivirus from a harmless one."""
    return (scan(BytesIO(TEST_FILE)), scan(BytesIO(b"Quipux"))) == (Verdict.INFECTED, Verdict.CLEAN)
