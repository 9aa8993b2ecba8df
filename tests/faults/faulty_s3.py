"""A proxy before an S3 that spoils one answer in five: errors, slowness, resets, cut answers, lists of the past."""

import http.client
import random
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

SHARE = 0.2  # of the requests
KINDS = ("error", "slow", "reset", "cut", "stale")
SLOW = 0.2  # seconds
PASSED = ("Content-Length", "Host", "Connection", "Transfer-Encoding")


class FaultyS3(ThreadingHTTPServer):
    """Forwards to one server; ``struck`` counts what it did to whom."""

    daemon_threads = True

    def __init__(self, target: str, seed: int):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.target, self.rng = urlsplit(target).netloc, random.Random(seed)
        self.url, self.struck, self.requests = f"http://127.0.0.1:{self.server_address[1]}", [], 0
        self.lists: dict[str, tuple] = {}  # address of a list → the answer before the last
        self.is_sound = False

    def fault(self) -> str:
        """What happens to the next request; nothing, to most."""
        self.requests += 1
        kind = self.rng.choice(KINDS) if self.rng.random() < SHARE and not self.is_sound else ""
        if kind:
            self.struck.append(kind)
        return kind


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _forward(self):
        body, fault = self._body(), self.server.fault()
        if fault == "error":
            return self._answer((503, [("Content-Type", "application/xml")], b"<Error><Code>SlowDown</Code></Error>"))
        if fault == "reset":
            return self._hang_up()
        if fault == "slow":
            time.sleep(SLOW)
        answer = self._stale(self._asked(body), fault == "stale")
        return self._answer(answer, cut=fault == "cut")

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = _forward

    def _body(self):
        if self.headers.get("Expect") == "100-continue":
            self.send_response_only(100)
            self.end_headers()
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _asked(self, body):
        far = http.client.HTTPConnection(self.server.target, timeout=30)
        try:
            far.request(self.command, self.path, body, {**dict(self.headers), "Connection": "close"})
            answer = far.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            far.close()

    def _stale(self, answer, is_old):
        """Lists of keys may be those of a moment ago."""
        if self.command != "GET" or "list-type=2" not in self.path:
            return answer
        former, self.server.lists[self.path] = self.server.lists.get(self.path), answer
        return former if is_old and former else answer

    def _answer(self, answer, *, cut=False):
        status, headers, body = answer
        self.send_response_only(status)
        for name, value in headers:
            if name not in PASSED:
                self.send_header(name, value)
        length = dict(headers).get("Content-Length", len(body)) if self.command == "HEAD" else len(body)
        self.send_header("Content-Length", str(length))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[: len(body) // 2] if cut else body)
        if cut:
            self._hang_up()

    def _hang_up(self):
        self.close_connection = True
        self.connection.close()

    def log_message(self, *arguments):
        """The test prints what matters."""


@contextmanager
def faulty_s3(target: str, seed: int):
    """A `FaultyS3` before the server at ``target``."""
    with FaultyS3(target, seed) as proxy:
        thread = threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
