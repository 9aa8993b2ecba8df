"""Debian's nginx with the configuration of production: only addresses, ports and folders are replaced."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import time
import urllib.request
from pathlib import Path

from quipux.bootstrap.environment import ROOT
from quipux.servers import die_with_parent

CONFIGURATION = ROOT / "quipux/deploy/nginx.conf"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Proxy:
    """One nginx in front of `web` (host:port) and `storage` (host:port), with a certificate of its own."""

    def __init__(self, folder: Path, *, web: str, storage: str, files: Path, patience: str = "60s"):
        self.folder, self.port, self.plain_port = folder, free_port(), free_port()
        replaced = {
            "web:8000": web,
            "storage:8333": storage,
            "/srv/almacen": str(files),
            "listen 8443": f"listen 127.0.0.1:{self.port}",
            "listen 8080": f"listen 127.0.0.1:{self.plain_port}",
            "127.0.0.1:8081": f"127.0.0.1:{free_port()}",
            "/etc/nginx/tls": str(folder),
            "/tmp/": f"{folder}/",
            "client_body_timeout 60s": f"client_body_timeout {patience}",
            "/dev/stdout": f"{folder}/access.log",
            "/dev/stderr": f"{folder}/error.log",
            # Debian's nginx is older than the image's and knows HTTP/2 as a word of `listen`.
            "        http2 on;\n": "",
        }
        text = CONFIGURATION.read_text()
        assert all(before in text for before in replaced), "the configuration and this test went apart"
        # In one pass: what was put in is not searched again.
        text = re.sub("|".join(map(re.escape, replaced)), lambda match: replaced[match[0]], text)
        self.configuration = folder / "nginx.conf"
        # As root its processes would become another user, who may not enter the folders of the tests.
        self.configuration.write_text(f"user root;\n{text}" if os.geteuid() == 0 else text)
        self._make_certificate()

    def _make_certificate(self) -> None:
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        command += ["-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
        command += ["-keyout", self.folder / "privkey.pem", "-out", self.folder / "fullchain.pem"]
        subprocess.run(command, check=True, capture_output=True)

    def start(self) -> None:
        command = [shutil.which("nginx"), "-c", str(self.configuration), "-p", str(self.folder), "-g", "daemon off;"]
        with (self.folder / "start.log").open("w") as log:
            self.process = subprocess.Popen(command, stderr=log, preexec_fn=die_with_parent())
        limit = time.monotonic() + 20
        while time.monotonic() < limit:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError("".join(path.read_text() for path in self.folder.glob("*.log")))

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)

    def ask(self, path: str, method: str = "GET", data: bytes | None = None, **headers: str):
        """Answers (status, headers, body) of one HTTPS request; nothing is followed."""
        context = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), _AsItIs())
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(
            f"https://localhost:{self.port}{path}", data=data, headers=named, method=method
        )
        with opener.open(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()


class _AsItIs(urllib.request.HTTPErrorProcessor):
    """Errors and redirects are answers too."""

    def http_response(self, request, response):
        return response

    https_response = http_response
