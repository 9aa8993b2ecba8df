"""Runs one command; prints its wall time and the largest memory of one of its processes.

    python stopwatch.py INPUT OUTPUT COMMAND [ARGUMENT...]

A program of its own: Linux counts in a child's peak the memory its parent had when it was
started, so whoever starts the command must be small for the figure to be the command's.
"""

import json
import os
import sys
import time


def main(source: str, target: str, *command: str) -> None:
    """`seconds`, `memory` in bytes and exit `code` of `command`, as one JSON object."""
    files = [
        (os.POSIX_SPAWN_OPEN, 0, source, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
    ]
    started = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=files)
    _, status, usage = os.wait4(child, 0)
    seconds = time.perf_counter() - started
    code = os.waitstatus_to_exitcode(status)
    print(json.dumps({"seconds": seconds, "memory": usage.ru_maxrss * 1024, "code": code}))


if __name__ == "__main__":
    main(*sys.argv[1:])
