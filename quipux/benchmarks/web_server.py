"""The product's own web server, for measurements that ask as a browser does."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from quipux.servers import die_with_parent


@contextmanager
def serving(**settings: str) -> Iterator[int]:
    """Two workers on a loopback port of their own; gives the port.

    Args:
        settings: environment variables of the server, beside those of this process.
    """
    with socket.create_server(("127.0.0.1", 0)) as listener:  # open before the server: nobody waits for it
        own = {"WEB_BIND": f"fd://{listener.fileno()}", "WEB_CONCURRENCY": "2"}
        command = [sys.executable, "-m", "gunicorn", "-c", "python:quipux.deploy.gunicorn", "quipux.wsgi"]
        process = subprocess.Popen(command, env=os.environ | own | settings, pass_fds=(listener.fileno(),),
                                   preexec_fn=die_with_parent())  # fmt: skip
        try:
            yield listener.getsockname()[1]
        finally:
            process.terminate()
            process.wait(30)
