"""Two web servers of the product behind the proxy of production, to be replaced one after the other."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from pathlib import Path
from typing import NamedTuple

from django.db import connection

from quipux.servers import die_with_parent
from tests.deploy.proxy import Proxy, free_port
from tests.faults.workers import ROOT

READY = 60  # seconds until a server answers


class Answer(NamedTuple):
    """Status, headers and body of one request; status 0 when the connection broke."""

    status: int
    headers: dict
    text: str


class Web:
    """gunicorn with the settings of production on a port of its own."""

    def __init__(self, log: Path, **environment: str):
        self.port, self._log = free_port(), log
        server, _, _ = os.environ["DATABASE_URL"].rpartition("/")
        own = {"DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}", "WEB_CONCURRENCY": "1",
               "WEB_BIND": f"127.0.0.1:{self.port}"}  # fmt: skip
        self._environment = os.environ | own | environment

    def start(self) -> None:
        """Returns when it answers."""
        with self._log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "python:quipux.deploy.gunicorn", "quipux.wsgi"], cwd=ROOT,
                env=self._environment, stdout=output, stderr=subprocess.STDOUT, preexec_fn=die_with_parent())  # fmt: skip
        limit = time.monotonic() + READY
        while not self._answers():
            assert self.process.poll() is None, self._log.read_text()[-2000:]
            assert time.monotonic() < limit, "the web server does not answer"
            time.sleep(0.05)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.port)):
                return False
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/salud/viva", timeout=READY) as answer:
            return answer.status == 200

    def leave(self) -> float:
        """SIGTERM; seconds until it was gone."""
        begun = time.monotonic()
        self.process.terminate()
        self.process.wait(READY)
        return time.monotonic() - begun

    def replace(self) -> float:
        """Out with the old one, in with the new one; seconds that the old one took to leave."""
        lasted = self.leave()
        self.start()
        return lasted


class House:
    """Both servers and the proxy, with its configuration but for one more server."""

    def __init__(self, folder: Path, **environment: str):
        self.webs = [Web(folder / f"web-{number}.log", **environment) for number in (1, 2)]
        first, second = (f"127.0.0.1:{web.port}" for web in self.webs)
        self.proxy = Proxy(folder, web=f"{first} max_fails=0; server {second}", storage="127.0.0.1:9", files=folder)
        for web in self.webs:
            web.start()
        self.proxy.start()

    def end(self) -> None:
        self.proxy.stop()
        for web in self.webs:
            web.leave()

    def ask(self, path: str, cookie: str, data: bytes | None = None, **headers: str) -> Answer:
        """One request as a browser sends it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()} | {"Cookie": f"quipux={cookie}"}
        try:
            status, found, body = self.proxy.ask(path, "GET" if data is None else "POST", data=data, **named)
        except (OSError, urllib.error.URLError) as broken:
            return Answer(0, {}, repr(broken))
        return Answer(status, dict(found), body.decode())

    def upload(self, cookie: str, name: str, content: bytes) -> list[Answer]:
        """Open a new document and attach one file to it, as the page does."""
        page = self.ask("/documentos/nuevo/", cookie)
        if page.status != 200:
            return [page]
        fields = {"ficha": re.search(r'name="ficha" value="([^"]+)"', page.text)[1], "medio": "electronic"}
        border = uuid.uuid4().hex
        parts = [f'--{border}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
                 for key, value in fields.items()]  # fmt: skip
        parts.append(f'--{border}\r\nContent-Disposition: form-data; name="archivos"; filename="{name}"\r\n\r\n')
        data = "".join(parts).encode() + content + f"\r\n--{border}--\r\n".encode()
        kind = f"multipart/form-data; boundary={border}"
        return [page, self.ask("/documentos/nuevo/anexos/", cookie, data, Content_Type=kind, Accept="application/json")]
