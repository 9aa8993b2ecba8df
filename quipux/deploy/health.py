"""`python -m quipux.deploy.health web|scheduler`: is this container alive? Exit code 0 means yes.

The worker is asked by Celery itself (`celery inspect ping`).
"""

import os
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

# The shortest period of the schedule is 5 s; one slow broker must not look like a death.
_QUIET_SECONDS = 60


def web_answers() -> bool:
    """Asks this container's own server, under a name it accepts."""
    port = os.environ.get("WEB_BIND", "127.0.0.1:8000").rpartition(":")[2]
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/salud/lista", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=8) as answer:  # noqa: S310 (always http on this machine)
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def scheduler_rings() -> bool:
    """Whether the scheduler sent a task lately (quipux.celery keeps the mark)."""
    mark = Path(os.environ["SCHEDULER_MARK"])
    return mark.exists() and time.time() - mark.stat().st_mtime < _QUIET_SECONDS


if __name__ == "__main__":
    sys.exit(0 if {"web": web_answers, "scheduler": scheduler_rings}[sys.argv[1]]() else 1)
