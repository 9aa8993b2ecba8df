"""A real gunicorn, and a real nginx before it, over a folder of stored files."""

import hashlib
import http.client
import json
import os
import select
import socket
import subprocess
import sys
from pathlib import Path

from quipux.servers import die_with_parent


class Server:
    """gunicorn with the project's own settings and one worker, on a loopback port of its own."""

    def __init__(self, folder: Path, **environment: str):
        self.folder = folder / "respaldos"
        self.folder.mkdir(parents=True)
        self._listener = socket.create_server(("127.0.0.1", 0))  # open before gunicorn: nobody waits for it
        self.port = self._listener.getsockname()[1]
        self._events, events = os.pipe()
        environment |= {
            "STORAGE_URL": str(folder), "DJANGO_SETTINGS_MODULE": "tests.files.served_settings",
            "SERVED_EVENTS": str(events),
            "WEB_BIND": f"fd://{self._listener.fileno()}", "WEB_CONCURRENCY": "1", "WEB_THREADS": "8", "DEBUG": "1",
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
        }  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "-c", "python:quipux.deploy.gunicorn", "quipux.wsgi"],
            env=os.environ | environment, pass_fds=(self._listener.fileno(), events), preexec_fn=die_with_parent(),
        )  # fmt: skip
        os.close(events)

    def close(self):
        self._process.terminate()
        self._process.wait(30)
        self._listener.close()
        os.close(self._events)

    def keep(self, data: bytes) -> str:
        """Store ``data``; the address it is served at."""
        key = hashlib.sha256(data).hexdigest()
        (self.folder / key).write_bytes(data)
        return f"/partes/{len(data)}/{key}/"

    def keep_hole(self, size: int, key: str) -> str:
        """Store a file of zeros that takes no room on the disk."""
        with (self.folder / key).open("wb") as file:
            file.truncate(size)
        return f"/partes/{size}/{key}/"

    def get(self, address: str, method: str = "GET", **headers: str):
        """Ask; the answer's status, headers and body."""
        return ask(self.port, address, method, **headers)

    def begin(self, address: str, **headers: str):
        """Ask and do not read: the connection, to be closed by the caller, and the answer."""
        return _sent(self.port, address, "GET", headers)

    def events(self, address: str, count: int) -> list[dict]:
        """The first ``count`` things the server told the observers of one address."""
        heard = []
        while len(heard) < count:
            assert select.select([self._events], [], [], 30)[0], f"only {heard}"
            # A line is shorter than what a pipe takes at once, so reads never split one.
            told = [json.loads(line) for line in os.read(self._events, 65536).splitlines()]
            heard += [event for event in told if event.pop("key") in address]
        return heard

    def peak_memory(self) -> int:
        """Bytes of memory the worker held at most since `reset_peak_memory`."""
        status = Path(f"/proc/{self._worker()}/status").read_text()
        return int(status.split("VmHWM:")[1].split()[0]) * 1024

    def reset_peak_memory(self) -> None:
        Path(f"/proc/{self._worker()}/clear_refs").write_text("5")

    def _worker(self):
        return Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()[0]


def ask(port: int, address: str, method: str = "GET", **headers: str):
    """Ask a server of this machine; the answer's status, headers and body. Underscores stand for hyphens."""
    connection, answer = _sent(port, address, method, headers)
    try:
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def _sent(port, address, method, headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request(method, address, headers={name.replace("_", "-"): value for name, value in headers.items()})
    return connection, connection.getresponse()
