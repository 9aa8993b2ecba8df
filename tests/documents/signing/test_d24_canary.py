"""Signing on the server leaves nothing of the key nor of its password anywhere (D-24, S-39, safety §2.8)."""

import base64
import os
import sys
import tempfile
import threading
import uuid
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import redis
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signals import got_request_exception
from django.db import connection
from django.views.debug import ExceptionReporter

from documents.models import InstitutionSettings, Signature
from documents.states import SignatureProvider, SignatureState
from quipux.files.models import StoredFile, storage_key
from tests.documents.signing import making

pytestmark = pytest.mark.django_db
TICK = 0.01  # seconds between two looks at what processes and temporary files show
OTHER = "1713175071"


@pytest.fixture
def allowed(institution, settings):
    """The installation and the institution let people sign with a .p12 on the server."""
    settings.QUIPUX_SIGNATURE_PROVIDERS = ("desktop", "server_p12")
    InstitutionSettings.objects.create(institution=institution, allows_server_p12=True)


@pytest.fixture
def canary() -> str:
    return f"canario-{uuid.uuid4().hex}"


@pytest.fixture
def temporary(tmp_path, monkeypatch) -> Path:
    """Where this process and its children put temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


class Watch:
    """Looks, while an act goes on, at arguments and environment of every process and at every temporary file."""

    def __init__(self, secrets: list[bytes], folder: Path):
        self.secrets, self.folder, self.found, self.looks, self._over = secrets, folder, [], 0, threading.Event()

    def _look(self):
        for process in psutil.process_iter():
            try:
                shown = [" ".join(process.cmdline()).encode(), str(process.environ()).encode()]
            except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
                continue
            self._judge(f"process {process.pid}", *shown)
        self._judge("temporary file", *contents(self.folder))
        self.looks += 1

    def _judge(self, place, *shown):
        self.found += [place for text in shown for secret in self.secrets if secret in text]

    @contextmanager
    def __call__(self):
        thread = threading.Thread(target=self._watch)
        thread.start()
        try:
            yield self
        finally:
            self._over.set()
            thread.join()

    def _watch(self):
        while not self._over.wait(TICK):
            self._look()


def contents(folder: Path) -> list[bytes]:
    found = []
    for path in folder.rglob("*"):
        try:
            found.append(path.read_bytes())
        except (IsADirectoryError, FileNotFoundError, OSError):
            continue  # a folder, a socket, or gone meanwhile
    return found


def every_table() -> bytes:
    """All rows of all tables, as the database writes them."""
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" AS t')
            rows += [row[0] for row in cursor.fetchall()]
    return "\n".join(rows).encode()


def everything_in_redis() -> bytes:
    """Cache and queue: every key with its value, whatever its kind."""
    server = redis.Redis.from_url(django_settings.CACHES["default"]["LOCATION"])
    read = {b"string": server.get, b"list": lambda k: server.lrange(k, 0, -1), b"hash": server.hgetall,
            b"set": server.smembers, b"zset": lambda k: server.zrange(k, 0, -1, withscores=True)}  # fmt: skip
    return b"\n".join(key + repr(read[server.type(key)](key)).encode() for key in server.scan_iter())


def error_reports(failures) -> bytes:
    """What Django would mail or draw of each failure of a request."""
    texts = []
    for request, failure in failures:
        reporter = ExceptionReporter(request, *failure)
        texts += [reporter.get_traceback_text(), reporter.get_traceback_html()]
    return "\n".join(texts).encode()


@pytest.fixture
def failures():
    """What broke inside requests, with its frames."""
    seen = []

    def keep(sender, request, **kwargs):
        seen.append((request, sys.exc_info()))

    got_request_exception.connect(keep)
    yield seen
    got_request_exception.disconnect(keep)


def post_key(client, signing, p12, password):
    return client.post(f"{signing.page()}archivo-p12/", {
        "file": SimpleUploadedFile("firma.p12", p12, content_type="application/x-pkcs12"), "password": password})  # fmt: skip


def secrets_of(password: str, p12: bytes) -> list[bytes]:
    """The password and pieces of the key file, as they are and as they would travel encoded."""
    piece = p12[len(p12) // 2 :][:48]
    return [
        password.encode(),
        base64.b64encode(password.encode()),
        piece,
        base64.b64encode(piece),
        piece.hex().encode(),
    ]


def assert_nowhere(secrets, watch, caplog, capfd, failures, storage_folder):
    assert watch.looks > 0
    assert watch.found == []
    out, err = capfd.readouterr()
    places = {"log": caplog.text.encode() + str([vars(r) for r in caplog.records if r.name != "django.request"]).encode(),
              "output": (out + err).encode(), "tables": every_table(), "redis": everything_in_redis(),
              "temporary": b"".join(contents(watch.folder)), "storage": b"".join(contents(storage_folder)),
              "error report": error_reports(failures), "environment": str(dict(os.environ)).encode()}  # fmt: skip
    assert [name for name, text in places.items() for secret in secrets if secret in text] == []


@pytest.fixture
def act(client, ana, opened, allowed, canary, temporary, caplog, capfd, failures, storage_folder):
    """Post a key and look everywhere; gives the session and the answer."""
    caplog.set_level("DEBUG")

    def do(*, password=None, spoil=None, **fields):
        signing = opened()
        if spoil:
            spoil(signing)
        p12 = making.certificate(ana, password=canary.encode(), **fields)
        watch = Watch(secrets_of(canary, p12), temporary)
        browser = client(ana)
        browser.raise_request_exception = False
        with watch():
            answer = post_key(browser, signing, p12, password or canary)
        assert_nowhere(secrets_of(password or canary, p12), watch, caplog, capfd, failures, storage_folder)
        return signing, answer

    return do


def test_d_24_s_39_a_signing_that_succeeds_leaves_nothing(act):
    signing, answer = act()
    assert (answer.status_code, answer["Location"]) == (302, signing.page())
    assert signing.request().state == SignatureState.VALID
    assert signing.request().provider == SignatureProvider.SERVER_P12
    assert Signature.objects.get().signer_name == "Ana Torres"


def test_d_24_s_39_a_wrong_password_leaves_nothing(act, canary):
    signing, answer = act(password=f"{canary}-equivocada")
    assert answer.status_code == 422
    assert "La clave del certificado no es correcta." in answer.content.decode()
    assert canary not in answer.content.decode()
    assert signing.request().state == SignatureState.OPEN


def test_d_24_s_39_a_refused_signature_leaves_nothing(act):
    signing, answer = act(identity=OTHER)
    assert (answer.status_code, signing.request().state) == (302, SignatureState.REJECTED)
    assert "pertenece a otra persona" in signing.request().reason


def lose_bytes(signing):
    """The store lost the PDF: signing breaks in the middle of the act."""
    stored = StoredFile.objects.get(pk=signing.request().document.official_pdf_id)
    (Path(os.environ["STORAGE_URL"]) / "documentos" / storage_key(stored.sha256)).unlink()


def test_d_24_s_39_a_failure_of_the_server_leaves_nothing_in_its_report(act, failures):
    _, answer = act(spoil=lose_bytes)
    assert answer.status_code == 500
    assert len(failures) == 1
    assert not Signature.objects.exists()


def test_where_the_institution_does_not_allow_it_the_page_does_not_exist(client, ana, opened, settings):
    settings.QUIPUX_SIGNATURE_PROVIDERS = ("desktop", "server_p12")
    signing = opened()
    assert "archivo-p12" not in client(ana).get(signing.page()).content.decode()
    assert client(ana).get(f"{signing.page()}archivo-p12/").status_code == 403
    assert post_key(client(ana), signing, making.certificate(ana), "x").status_code == 403


def test_the_page_names_the_risk_and_recommends_the_own_machine(client, ana, opened, allowed):
    signing = opened(2)
    page = client(ana).get(f"{signing.page()}archivo-p12/").content.decode()
    assert "Quien los tenga puede firmar en su nombre." in page
    assert "Le recomendamos el programa de firma de su equipo" in page
    assert "2 documentos por firmar" in page
