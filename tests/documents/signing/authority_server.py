"""The test authority's answers about revocation on a loopback port, which is switched on when a test wants it."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from quipux import clock
from quipux.signatures import test_authority


class Answers(BaseHTTPRequestHandler):
    """OCSP by POST, the revocation list by GET, as of the instant ``at``."""

    at = None

    def do_POST(self):
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(test_authority.shipped().ocsp(asked, self.at))

    def do_GET(self):
        authority = test_authority.shipped()
        self._answer(authority.list(authority.intermediate, self.at))

    def _answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        """Nothing to say."""


@contextmanager
def answering(port: int):
    """While inside, the authority answers on ``port`` as of now: a frozen clock does not reach other threads."""
    server = ThreadingHTTPServer(("127.0.0.1", port), type("AnswersNow", (Answers,), {"at": clock.now()}))
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
