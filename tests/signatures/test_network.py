"""What is asked of authorities: nothing of this machine or a private network, small and soon (safety §2.6)."""

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from quipux.signatures import network, test_authority
from quipux.signatures.network import Question, Unreachable
from quipux.signatures.results import Revocation
from quipux.signatures.test_authority import answering
from tests.signatures.material import AT, accepted, official, p12, signed


@contextmanager
def service(answer):
    """A real server on the loopback; yields its address and the paths it was asked for."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            status, body, headers = answer(self.path, self.rfile.read(length) if length else None)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *arguments):
            """Nothing is written to the terminal."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{server.server_port}", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def authority(path, body):
    """The test authority, behind a real server."""
    question = Question(f"http://x{path}", body)
    return 200, answering.answer(test_authority.shipped(), question, AT), {}


def test_no_address_of_this_machine_is_asked_though_a_certificate_names_it():
    with service(authority) as (host, asked):
        received = signed(official(), file=p12(host=host))
        assert accepted(received, official()).revocation is Revocation.UNKNOWN
    assert asked == []


def test_a_host_that_the_operator_named_is_asked_over_the_network(settings):
    settings.QUIPUX_SIGNATURE_INTERNAL_HOSTS = ("127.0.0.1",)
    with service(authority) as (host, asked):
        received = signed(official(), file=p12(host=host))
        assert accepted(received, official()).revocation is Revocation.GOOD
    assert "/ocsp" in asked


def test_the_time_stamp_service_of_the_operator_may_be_in_his_network(settings):
    with service(authority) as (host, asked):
        settings.QUIPUX_SIGNATURE_TSA_URL = f"http://{host}/sello"
        assert accepted(signed(official()), official()).level == "B-LT"
    assert set(asked) == {"/sello"}


@pytest.mark.parametrize("url", [
    "http://127.0.0.1/", "http://127.1/", "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/",
    "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest/", "http://[fe80::1]/", "http://localhost/",
    "file:///etc/passwd", "ftp://198.51.100.1/x", "ldap://198.51.100.1/", "gopher://198.51.100.1/", "http:///x", "//x", "",
    "http://usuario:clave@198.51.100.1/", "http://198.51.100.1:99999/",
])  # fmt: skip
def test_addresses_that_are_never_asked(url):
    with pytest.raises(Unreachable):
        network.ask(Question(url))


@pytest.mark.parametrize(
    "answer",
    [
        lambda path, body: (302, b"", {"Location": "http://169.254.169.254/"}),
        lambda path, body: (404, b"no", {}),
        lambda path, body: (200, b"0" * (network.MOST_BYTES + 1), {}),
    ],
    ids=["redirect", "error", "too large"],
)
def test_no_redirect_is_followed_and_no_large_answer_is_kept(settings, answer):
    settings.QUIPUX_SIGNATURE_INTERNAL_HOSTS = ("127.0.0.1",)
    with service(answer) as (host, asked), pytest.raises(Unreachable):
        network.ask(Question(f"http://{host}/x"))
    assert asked == ["/x"]


def test_a_service_that_drips_is_left_in_time(settings, monkeypatch):
    settings.QUIPUX_SIGNATURE_INTERNAL_HOSTS = ("127.0.0.1",)
    monkeypatch.setattr(network, "SECONDS", 0.3)
    let_go = threading.Event()

    def wait(path, body):
        let_go.wait(10)
        return 200, b"", {}

    with service(wait) as (host, _):
        try:
            with pytest.raises(Unreachable):
                network.ask(Question(f"http://{host}/x"))
        finally:
            let_go.set()
