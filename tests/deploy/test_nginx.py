"""The production proxy delivers what Django allowed, with ranges and the right headers (safety.md 2.2, 2.7)."""

import hashlib
import re
import socket
import ssl
import threading
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from wsgiref.simple_server import WSGIRequestHandler, make_server

import boto3
import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse
from django.test import override_settings
from moto.server import ThreadedMotoServer

from quipux.configuration import storage
from quipux.files.delivery import deliver
from tests.deploy.proxy import Proxy, free_port
from tests.house import matrix

BODY = bytes(range(256)) * 4096
KEY = "41315/respaldo_41315.z01"
TOKEN = "Ab3-xyz_0123456789abcd"
TICKET, BROKEN = f"/respaldos/enlace/{TOKEN}/respaldo_41315.z01", f"/respaldos/enlace/{TOKEN}/roto.zip"
HEARD = []  # paths that reached the application
SHA256 = hashlib.sha256(BODY).hexdigest()
EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}


class Quiet(WSGIRequestHandler):
    def log_message(self, *arguments):
        """The terminal is for pytest."""


def application(environ, start_response):
    """As small as a view can be: the part, or an answer that shows what the proxy told Django."""
    request = WSGIRequest(environ)
    HEARD.append(request.path)
    response = HttpResponse(f"{environ.get('HTTP_X_FORWARDED_FOR')} {environ.get('HTTP_X_FORWARDED_PROTO')}")
    if request.path == "/propia.css":
        response = HttpResponse("la suya", headers={"Cache-Control": "no-store", "Vary": "Cookie"})
    if request.path == BROKEN:
        response = HttpResponse(headers={"X-Accel-Redirect": "/interno/backups/no-existe"})
    if request.path in ("/parte/", TICKET):
        response = deliver(
            request, storage_alias="backups", key=KEY, size=len(BODY), sha256=SHA256, filename="respaldo_41315.z01",
            media_type="application/zip", last_modified=datetime(2026, 11, 20, 7, 0, tzinfo=UTC),
        )  # fmt: skip
    start_response(f"{response.status_code} {response.reason_phrase}", list(response.items()))
    return [response.content]


@pytest.fixture(scope="module")
def bucket_server():
    server = ThreadedMotoServer("127.0.0.1", free_port(), verbose=False)
    server.start()
    yield f"127.0.0.1:{server._port}"
    server.stop()


@pytest.fixture(params=["file", "s3"], scope="module")
def proxy(request, tmp_path_factory, bucket_server):
    """nginx before a part kept in a folder or in a bucket."""
    folder = tmp_path_factory.mktemp("proxy")
    place = {"kind": "file", "path": str(folder)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "llave")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "secreto")
        if request.param == "s3":
            place = {"kind": "s3", "bucket": "quipux", "endpoint": f"http://{bucket_server}", "region": "us-east-1"}
            client = boto3.client("s3", endpoint_url=place["endpoint"], region_name="us-east-1")
            client.create_bucket(Bucket="quipux")
        kept = {**settings.STORAGES, "backups": storage(place, prefix="respaldos")}
        with override_settings(STORAGES=kept, QUIPUX_DELIVERY="accel"), served() as web:
            storages["backups"].save(KEY, ContentFile(BODY))
            made = Proxy(folder, web=web, storage=bucket_server, files=folder)
            made.start()
            yield made
            made.stop()


@contextmanager
def served():
    """The application on a port of this machine."""
    web = make_server("127.0.0.1", 0, application, handler_class=Quiet)
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield f"127.0.0.1:{web.server_port}"
    web.shutdown()
    thread.join()
    web.server_close()


def test_a_part_arrives_whole_with_its_own_headers(proxy):
    status, headers, body = proxy.ask("/parte/")
    assert (status, body) == (200, BODY)
    assert headers.get_all("ETag") == [f'"{SHA256}"']
    assert headers.get_all("Last-Modified") == ["Fri, 20 Nov 2026 07:00:00 GMT"]
    assert headers.get_all("Content-Type") == ["application/zip"]
    assert headers["Content-Disposition"] == 'attachment; filename="respaldo_41315.z01"'
    assert headers["Cache-Control"] == "no-store"
    assert headers["Accept-Ranges"] == "bytes"
    assert headers.get_all("Content-Security-Policy") == ["sandbox; default-src 'none'"]
    assert {name: headers.get_all(name) for name in EXPECTED} == {name: [value] for name, value in EXPECTED.items()}


def test_s_69_the_proxy_keeps_nothing_of_what_the_application_answers(proxy):
    """Each question is heard by the application, and what says who may keep it arrives as it was said."""
    HEARD.clear()
    answers = [proxy.ask("/propia.css") for _ in range(3)]
    assert HEARD == ["/propia.css"] * 3
    assert [(headers["Cache-Control"], headers["Vary"]) for _, headers, _ in answers] == [("no-store", "Cookie")] * 3


def test_a_cut_transfer_resumes_at_any_byte(proxy):
    status, headers, body = proxy.ask("/parte/", Range="bytes=1000-", If_Range=f'"{SHA256}"')
    assert (status, body) == (206, BODY[1000:])
    assert headers["Content-Range"] == f"bytes 1000-{len(BODY) - 1}/{len(BODY)}"
    assert proxy.ask("/parte/", Range="bytes=0-9")[::2] == (206, BODY[:10])


def test_s_83_no_log_of_the_proxy_holds_a_ticket(proxy):
    assert proxy.ask(TICKET, Range="bytes=0-9")[::2] == (206, BODY[:10])
    assert proxy.ask(BROKEN)[0] in (403, 404)
    assert proxy.ask(f"{TICKET}.otro")[0] == 200, "answered by the application itself"
    assert proxy.ask("/parte/")[0] == 200
    written = "".join(path.read_text() for path in proxy.folder.glob("*.log"))
    assert '"status":206' in written
    assert TOKEN not in written


def test_a_resumption_of_other_content_starts_again(proxy):
    assert proxy.ask("/parte/", Range="bytes=1000-", If_Range='"otro"')[::2] == (200, BODY)


def test_head_tells_the_size_and_sends_nothing(proxy):
    status, headers, body = proxy.ask("/parte/", method="HEAD")
    assert (status, headers["Content-Length"], body) == (200, str(len(BODY)), b"")


@pytest.mark.parametrize("path", [f"/interno/backups/{KEY}", f"/interno/s3/quipux/respaldos/{KEY}", "/interno/"])
def test_s_58_the_internal_address_is_no_address_for_anybody(proxy, path):
    status, _, body = proxy.ask(path)
    assert BODY not in body
    assert status == 404 or path == "/interno/"


def test_the_proxys_own_errors_carry_every_header_once_and_no_version(proxy):
    status, headers, _ = proxy.ask("/salud/noche")
    assert status == 404
    assert {name: headers.get_all(name) for name in EXPECTED} == {name: [value] for name, value in EXPECTED.items()}
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert headers["Server"] == "nginx"


def test_an_address_the_client_claims_is_not_believed(proxy):
    _, _, body = proxy.ask("/otra/", X_Forwarded_For="8.8.8.8", X_Forwarded_Proto="http")
    assert body == b"127.0.0.1 https"


@pytest.fixture(scope="module")
def impatient(tmp_path_factory):
    """nginx that waits a second for the next bytes of a body, instead of a minute."""
    folder = tmp_path_factory.mktemp("impatient")
    with served() as web:
        made = Proxy(folder, web=web, storage="127.0.0.1:9", files=folder, patience="1s")
        made.start()
        yield made
        made.stop()


def test_s_23_a_query_of_a_megabyte_never_reaches_the_application(impatient):
    status, headers, _ = impatient.ask(f"/busqueda/?texto={'(a%2B)%2B' * 1_000}")
    assert (status, headers["X-Content-Type-Options"]) == (414, "nosniff")
    with suppress(OSError):  # the proxy may close before all of it is sent
        assert impatient.ask(f"/busqueda/?texto={'(a%2B)%2B' * 125_000}")[0] == 414
    assert "/busqueda/" not in HEARD
    assert impatient.ask("/busqueda/?texto=(a%2B)%2B%24")[0] == 200


@pytest.mark.parametrize(
    ("path", "megabytes"),
    [
        ("/bandejas/recibidos/", 2),
        ("/verificar/archivo/", 21),
        ("/firma/a/b.pdf", 64),
        ("/documentos/nuevo/anexos/", 210),
        ("/ventanilla/digitalizados/reconocer/", 210),
        ("/institucion/importar/", 27),
    ],
)
def test_s_36_a_body_larger_than_its_address_takes_is_refused_by_its_length(impatient, path, megabytes):
    with dripping(impatient, path, size=(megabytes << 20) + 1) as answer:
        assert answer().startswith(b"HTTP/1.1 413")
    assert path not in HEARD


def test_when_no_web_server_answers_the_proxy_says_so_in_spanish_and_when_to_come_back(tmp_path):
    alone = Proxy(tmp_path, web="127.0.0.1:9", storage="127.0.0.1:9", files=tmp_path)
    alone.start()
    try:
        for answer in (alone.ask("/bandejas/recibidos/"), alone.ask("/documentos/nuevo/", "POST", data=b"texto")):
            status, headers, body = answer
            assert (status, headers["Retry-After"]) == (503, "60")
            assert headers["Content-Type"] == "text/html; charset=utf-8"
            assert "Quipux no responde en este momento" in body.decode()
            assert headers["Content-Security-Policy"].startswith("default-src 'none'")
            assert {name: headers.get_all(name) for name in EXPECTED} == {
                name: [value] for name, value in EXPECTED.items()
            }
    finally:
        alone.stop()


# Forms that take files, by the name of their address (in `request.FILES` of their views).
UPLOADS = ("accounts:lost_email_sign", "accounts:signature_application", "admin:firma:authorities", "backups:hand_over",
           "documents:citizen_letter_annexes",
           "documents:dispatch_delivered", "documents:draft_annexes", "documents:letterhead", "documents:load",
           "documents:new_annexes", "documents:body_images", "documents:recognise", "documents:signing_upload",
           "documents:verify_file", "institutions:application_step", "institutions:data", "institutions:data_change",
           "institutions:delegation_new", "institutions:imports", "institutions:my_item", "institutions:support_new")  # fmt: skip


def test_no_form_that_takes_a_file_refuses_one_of_three_megabytes(impatient):
    paths = ["/" + re.sub(r"<\w+:\w+>", "x", matrix.routes()[name].pattern) for name in UPLOADS]
    with ExitStack() as slow:
        answers = [slow.enter_context(dripping(impatient, path, size=3 << 20)) for path in paths]
        assert [path for path, answer in zip(paths, answers, strict=True) if b" 413 " in answer()] == []


@pytest.mark.parametrize("path", ["/goteo/", "/verificar/archivo/", "/firma/a/b.pdf", "/documentos/a/anexos/"])
def test_s_36_who_sends_a_body_drop_by_drop_holds_no_process_and_is_shown_the_door(impatient, path):
    with ExitStack() as slow:
        answers = [slow.enter_context(dripping(impatient, path, size=100_000)) for _ in range(20)]
        assert impatient.ask("/otra/")[0] == 200
        assert path not in HEARD
        assert {answer()[:12] for answer in answers} <= {b"HTTP/1.1 408", b""}
    assert path not in HEARD


@contextmanager
def dripping(proxy, path, *, size):
    """A connection that announced a body of ``size`` bytes and sent ten; gives what reads its answer to the end."""
    trusted = ssl.create_default_context(cafile=str(proxy.folder / "fullchain.pem"))
    with (
        socket.create_connection(("127.0.0.1", proxy.port), timeout=20) as plain,
        trusted.wrap_socket(plain, server_hostname="localhost") as line,
    ):
        line.sendall(f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n0123456789".encode())
        yield lambda: b"".join(iter(lambda: line.recv(65536), b""))
