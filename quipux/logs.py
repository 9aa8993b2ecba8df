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
        return json.dumps(line, ensure_ascii=False)


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
