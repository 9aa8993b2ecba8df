"""Words on scanned sheets, where the machine has tesseract; without it scans are found by what was typed of them (documents §13.3).

The program gets nothing but pictures that the limited child drew anew.
"""

import logging
import shutil
import subprocess
from functools import cache

from quipux.extraction.reading import MOST_TEXT, sheets_of
from quipux.files.models import StoredFile

logger = logging.getLogger("quipux.extraction")
PROGRAM, LANGUAGES = "tesseract", ("spa", "eng")  # the first that is installed
MOST_SHEETS = 10  # of one file: what is looked for stands at the beginning
SECONDS = 60  # of one sheet


@cache
def language() -> str:
    """The language it reads with; empty where it is not installed."""
    if shutil.which(PROGRAM) is None:
        return ""
    listed = subprocess.run([PROGRAM, "--list-langs"], capture_output=True, text=True, timeout=SECONDS, check=False)
    return next((name for name in LANGUAGES if name in listed.stdout.split()), "")


def read(stored: StoredFile) -> str:
    """The words on the first sheets of a stored PDF or picture; empty without tesseract, or where nothing is read.

    Raises:
        ExtractionUnavailable: no child could draw it now.
        StoredBytesMissing, OSError: the store does not give the bytes.
    """
    if not language():
        return ""
    text = "\n".join(filter(None, map(_words, sheets_of(stored, MOST_SHEETS))))
    return text.encode()[:MOST_TEXT].decode("utf-8", "ignore")


def _words(sheet):
    command = [PROGRAM, "stdin", "stdout", "-l", language()]
    try:
        done = subprocess.run(command, input=sheet, capture_output=True, timeout=SECONDS, check=True,
                              env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/local/bin:/usr/bin:/bin"})  # fmt: skip
    except (subprocess.SubprocessError, OSError) as error:
        logger.warning("sheet_not_read", extra={"reason": type(error).__name__})
        return ""
    return " ".join(done.stdout.decode("utf-8", "ignore").split())
