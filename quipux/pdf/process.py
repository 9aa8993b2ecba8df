"""How a limited child process is started; what it gives up is its own affair (`sandbox`, safety §2.6)."""

import json
import os
import socket
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
# Secrets of this process (keys, database address) never enter the child.
PASSED_ON = (
    "PATH",
    "HOME",
    "PYTHONPATH",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "FONTCONFIG_FILE",
    "FONTCONFIG_PATH",
    "XDG_CACHE_HOME",
    "XDG_DATA_HOME",
)
# Same input, same bytes: no random hash order, no clock, no local time.
FIXED = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": "0", "TZ": "UTC", "LANG": "C.UTF-8"}


def start(module: str, limits) -> tuple[socket.socket, subprocess.Popen]:
    """Run ``python -m module SOCKET PARENT LIMITS`` and return this side of its socket, and the process.

    ``limits`` is a `quipux.pdf.job.Limits`. Raises OSError when no process can be made.
    """
    near, far = socket.socketpair()
    try:
        return near, run(module, far, str(os.getpid()), json.dumps(asdict(limits)))
    except OSError:
        near.close()
        raise
    finally:
        far.close()


def run(module: str, far: socket.socket, *arguments: str) -> subprocess.Popen:
    """``python -m module SOCKET ARGUMENTS`` with nothing of ours but the socket. Raises OSError."""
    return subprocess.Popen(
        [sys.executable, "-m", module, str(far.fileno()), *arguments],
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ} | FIXED,
        cwd=PROJECT,
        pass_fds=(far.fileno(),),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
