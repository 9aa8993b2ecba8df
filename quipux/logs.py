"""Log lines for machines: one JSON object each, with ids and never with personal data (safety.md 2.10)."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

_STANDARD = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
# Ten digits or more are a cédula, a RUC or a telephone; an address is a person.
_PERSONAL = re.compile(r"\d{10,}|[^\s@,;<>\"']+@[^\s@,;<>\"']+")
# What follows in these paths opens a download without a session (backups §3.8).
_SECRET = re.compile(r"(/enlace/)[^/\s\"']+")
# Some programs begin a line there, and a terminal obeys the others.
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_EXTRA_TYPES = (int, float, bool, str, type(None))


class JsonFormatter(logging.Formatter):
    """Writes time, level, logger, message and the ids given in `extra`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage()),
        }
        for name, value in vars(record).items():
            if name not in _STANDARD and isinstance(value, _EXTRA_TYPES):
                line[name] = masked(value) if isinstance(value, str) else value
        if record.exc_info and record.exc_info[1]:
            line["error"] = _error(record.exc_info[1])
        return _UNPRINTABLE.sub(_escaped, json.dumps(line, ensure_ascii=False))


def _escaped(found):
    return f"\\u{ord(found[0]):04x}"


def masked(text: str) -> str:
    """The text with anything that may identify a person, or open something, replaced by «•••»."""
    return _PERSONAL.sub("•••", _SECRET.sub(r"\1•••", text))


def _error(error: BaseException) -> dict:
    # The first line only: PostgreSQL's DETAIL line quotes the values of the row.
    first = (str(error).splitlines() or [""])[0]
    frames = traceback.extract_tb(error.__traceback__)
    return {
        "type": type(error).__name__,
        "message": masked(first),
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames[-8:]],
    }
