"""The child reaches neither files, nor the network, nor the secrets of its parent (safety.md 2.6)."""

import io
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from quipux import pdf
from tests.pdf.samples import ROOT, document, html_of, pool, text_of

CANARY = "CANARIO-7f3a9c"


def everything_in(content):
    """Return every object and every uncompressed stream of the file, embedded ones too."""
    with pikepdf.open(io.BytesIO(content)) as file:
        streams = [item.read_bytes() for item in file.objects if isinstance(item, pikepdf.Stream)]
        return b"\n".join([content, *streams, *(repr(item).encode() for item in file.objects)])


def page_that_reads(path):
    uri = Path(path).as_uri()
    return f"""<html lang=es-EC><head><title>x</title><base href="{uri}">
    <link rel=attachment href="{uri}"><link rel=stylesheet href="{uri}">
    <style>@import "{uri}"; @font-face {{ font-family: f; src: url("{uri}") }}
    body {{ background: url("{uri}") }}</style>
    </head><body><p>visible</p><a rel=attachment href="{uri}">a</a><img alt=i src="{uri}">
    <object data="{uri}"></object><embed src="{uri}"><iframe src="{uri}"></iframe>
    <img alt=s src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'><image href='{uri}'/></svg>"></body>"""


@pytest.fixture
def canary(tmp_path):
    path = tmp_path / "secreto.txt"
    path.write_text(CANARY)
    return path


def test_s_27_a_local_file_linked_as_attachment_is_not_in_the_pdf(canary):
    page = page_that_reads(canary)
    unprotected = weasyprint.HTML(string=page).write_pdf()
    assert CANARY.encode() in everything_in(unprotected)

    assert CANARY.encode() not in everything_in(pool().render(page))


@pytest.mark.parametrize("path", ["/etc/passwd", "/proc/self/environ"])
def test_s_27_system_files_are_not_in_the_pdf_and_the_render_succeeds(path):
    content = pool().render(page_that_reads(path))
    assert "visible" in text_of(content)
    for secret in (b"root:x:0:0", b"PYTHONHASHSEED="):
        assert secret not in everything_in(content)


class Listener:
    """Counts connections on the loopback and answers 302 to itself, then 404."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.connections = 0
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def serve(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            with connection:
                connection.recv(4096)
                connection.sendall(b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()


@pytest.fixture
def listener():
    listener = Listener()
    yield listener
    listener.close()


def page_that_calls(uri):
    return f"""<html lang=es-EC><head><title>x</title><base href="{uri}/"><link rel=stylesheet href="{uri}/a.css">
    <link rel=attachment href="{uri}/b"><style>@import "{uri}/c.css"; body {{ background: url({uri}/d.png) }}
    @font-face {{ font-family: f; src: url({uri}/e.woff2) }} p::before {{ content: url({uri}/f.png) }}</style></head>
    <body><p style="font-family: f">visible</p><img alt=i src="{uri}/g.png"><img alt=j src="h.png">
    <embed src="{uri}/i.svg"><object data="{uri}/j.svg"></object><a rel=attachment href="{uri}/k">k</a>
    <svg xmlns="http://www.w3.org/2000/svg"><title>s</title><image href="{uri}/l.png" width="9" height="9"/>
    <use href="{uri}/m.svg#n"/></svg></body>"""


def test_s_28_no_connection_is_made_from_any_construct(listener):
    for host in ("127.0.0.1", "localhost"):
        pool().render(page_that_calls(f"http://{host}:{listener.port}"))
    assert listener.connections == 0

    weasyprint.HTML(string=page_that_calls(f"http://127.0.0.1:{listener.port}")).write_pdf()
    assert listener.connections >= 5


@pytest.mark.parametrize("uri", ["http://169.254.169.254/latest/meta-data", "ftp://127.0.0.1/x", "HTTPS://[::1]/"])
def test_s_28_metadata_and_other_protocols_are_refused_and_the_render_succeeds(uri):
    assert "visible" in text_of(pool().render(page_that_calls(uri)))


INSIDE = """
import ctypes, errno, json, os, socket, sys
from quipux.pdf.job import Limits
from quipux.pdf.sandbox import Sandbox
cage = Sandbox(Limits(), parent=os.getppid())
cage.leave_the_network(); cage.limit_resources()
libc = ctypes.CDLL(None, use_errno=True)
raw = libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
interfaces = socket.if_nameindex()
cage.close_the_files()
def refused(act):
    try:
        act()
    except PermissionError:
        return True
    return False
address = b"\\x02\\x00" + int(sys.argv[1]).to_bytes(2, "big") + bytes([127, 0, 0, 1]) + bytes(8)
print(json.dumps({
    "report": cage.report,
    "interfaces": [name for _, name in interfaces],
    "python_open": refused(lambda: open("/etc/passwd")),
    "project_open": refused(lambda: open(sys.argv[2])),
    "python_write": refused(lambda: open(os.path.join(os.path.dirname(os.__file__), "x"), "w")),
    "python_socket": refused(lambda: socket.socket()),
    "python_program": refused(lambda: os.system("true")),
    "kernel_open": libc.open(b"/etc/passwd", os.O_RDONLY),
    "kernel_environ": libc.open(b"/proc/self/environ", os.O_RDONLY),
    "kernel_write": libc.open(b"/tmp/quipux-pdf-escape", os.O_WRONLY | os.O_CREAT, 0o600),
    "kernel_connect": libc.connect(raw, address, 16),
    "library_open": libc.open(os.__file__.encode(), os.O_RDONLY) >= 0,
}))
"""
REFUSED_TO_PYTHON = ("python_open", "project_open", "python_write", "python_socket", "python_program")


@pytest.fixture(scope="module")
def inside():
    """What code gets that runs inside the sandbox and calls the C library directly."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        command = [sys.executable, "-c", INSIDE, port, str(ROOT / "pyproject.toml")]
        return json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout)


def test_python_inside_the_sandbox_opens_no_file_no_socket_and_no_program(inside):
    assert [inside[name] for name in REFUSED_TO_PYTHON] == [True] * 5


def test_the_kernel_refuses_files_even_to_native_code(inside):
    if not inside["report"]["landlock"]:
        pytest.skip("this kernel has no Landlock")
    assert [inside[name] for name in ("kernel_open", "kernel_environ", "kernel_write")] == [-1] * 3
    assert inside["library_open"]


def test_s_28_the_network_of_the_child_is_empty(inside):
    if not inside["report"]["network_namespace"]:
        pytest.skip("this platform gives no network namespace")
    assert inside["interfaces"] == ["lo"]
    assert inside["kernel_connect"] == -1


def test_the_secrets_of_the_parent_are_not_in_the_child(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", CANARY)
    apart = pdf.Pool()
    try:
        apart.render(html_of("memorando", document()))
        (child,) = apart.children()
        environment = Path(f"/proc/{child}/environ").read_bytes()
    finally:
        apart.close()
    assert b"PYTHONHASHSEED=0" in environment
    assert CANARY.encode() not in environment
    assert CANARY in os.environ["SECRET_KEY"]
