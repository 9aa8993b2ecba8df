"""Delivery by a real nginx: it takes the file where X-Accel-Redirect says, and nobody else may ask."""

import hashlib
import os
import random
import shutil
import socket
import subprocess

import pytest

from quipux.servers import die_with_parent
from tests.files.server import Server, ask

pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")

# What a proxy needs besides its own folders: the address tags and dates of the row, and four ranges at most.
CONFIGURATION = """
daemon off; {user} pid {folder}/nginx.pid; error_log stderr error; worker_processes 1;
events {{ }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port};
    location / {{ proxy_pass http://127.0.0.1:{behind}; proxy_set_header Host $http_host; }}
    location /interno/backups/ {{
      internal;
      alias {files}/;
      max_ranges 4;
      etag off;
      add_header ETag $upstream_http_etag always;
      add_header Last-Modified $upstream_http_last_modified always;
      add_header X-Content-Type-Options nosniff always;
    }}
  }}
}}
"""


@pytest.fixture(scope="module")
def behind(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("behind"), QUIPUX_DELIVERY="accel")
    yield server
    server.close()


@pytest.fixture(scope="module")
def proxy_port(behind, tmp_path_factory):
    """The port of nginx, which finds it already open: nobody waits for it."""
    folder = tmp_path_factory.mktemp("nginx")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        user = "user root;" if os.geteuid() == 0 else ""
        written = CONFIGURATION.format(folder=folder, user=user, port=port, behind=behind.port, files=behind.folder)
        (folder / "nginx.conf").write_text(written)
        command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", "stderr"]
        process = subprocess.Popen(
            command, env=os.environ | {"NGINX": f"{listener.fileno()};"}, pass_fds=(listener.fileno(),),
            preexec_fn=die_with_parent(),
        )  # fmt: skip
    yield port
    process.terminate()
    process.wait(30)


@pytest.fixture
def data(request):
    return random.Random(request.node.name).randbytes(300_000)


def test_the_proxy_delivers_the_file_with_the_headers_of_the_row(behind, proxy_port, data):
    status, headers, body = ask(proxy_port, behind.keep(data))
    assert (status, body) == (200, data)
    assert headers["ETag"] == f'"{hashlib.sha256(data).hexdigest()}"'
    assert headers["Last-Modified"] == "Mon, 02 Mar 2026 08:30:00 GMT"
    assert headers["Content-Disposition"] == "attachment; filename*=utf-8''respaldo_41315%20a%C3%B1o.zip"
    assert headers["Content-Type"] == "application/zip"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "X-Accel-Redirect" not in headers


def test_the_proxy_resumes_the_same_content_only(behind, proxy_port, data):
    address, etag = behind.keep(data), f'"{hashlib.sha256(data).hexdigest()}"'
    for condition in (etag, "Mon, 02 Mar 2026 08:30:00 GMT"):
        status, headers, body = ask(proxy_port, address, Range="bytes=1000-", If_Range=condition)
        assert (status, body) == (206, data[1000:])
        assert headers["Content-Range"] == f"bytes 1000-{len(data) - 1}/{len(data)}"
    assert ask(proxy_port, address, Range="bytes=1000-", If_Range='"otra"')[0] == 200
    assert ask(proxy_port, address, If_None_Match=etag)[0] == 304


def test_s_57_the_proxy_gives_the_whole_file_above_four_ranges(behind, proxy_port, data):
    address = behind.keep(data)
    assert ask(proxy_port, address, Range="bytes=0-0,2-2,4-4,6-6")[0] == 206
    status, _, body = ask(proxy_port, address, Range="bytes=0-0,2-2,4-4,6-6,8-8")
    assert (status, body) == (200, data)


def test_s_58_the_internal_place_does_not_exist_for_clients(behind, proxy_port, data):
    key = behind.keep(data).split("/")[3]
    assert (behind.folder / key).is_file()
    status, _, body = ask(proxy_port, f"/interno/backups/{key}", X_Accel_Redirect=f"/interno/backups/{key}")
    assert status == 404
    assert data[:100] not in body
