"""Preconditions, missing bytes and the other two ways out: proxy and S3."""

import hashlib
import http.client
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.test import RequestFactory

from quipux.files.delivery import deliver
from quipux.files.errors import StoreError
from quipux.files.parts import PartStore, StoredBytesMissing

DATA = bytes(range(256)) * 40
SHA256 = hashlib.sha256(DATA).hexdigest()
KEY = f"4f1c/{SHA256}"
ETAG = f'"{SHA256}"'
SIZE = len(DATA)
MODIFIED = datetime(2026, 3, 2, 8, 30, 0, 500_000, tzinfo=UTC)
DATE = "Mon, 02 Mar 2026 08:30:00 GMT"
EARLIER, LATER = "Mon, 02 Mar 2026 08:29:59 GMT", "Mon, 02 Mar 2026 08:30:01 GMT"


def keep(data=DATA, key=KEY):
    with PartStore().stage("parte.zip") as staged:
        staged.file.write(data)
        staged.commit(key, size=len(data), sha256=hashlib.sha256(data).hexdigest())


def ask(method="get", *, key=KEY, size=SIZE, observer=None, extra_headers=None, **headers):
    request = getattr(RequestFactory(), method)("/", headers={n.replace("_", "-"): v for n, v in headers.items()})
    return deliver(
        request, storage_alias="backups", key=key, size=size, sha256=SHA256, filename='parte "única".zip',
        media_type="application/zip", last_modified=MODIFIED, observer=observer, extra_headers=extra_headers,
    )  # fmt: skip


@pytest.mark.parametrize(("headers", "status"), [
    ({"If_None_Match": ETAG}, 304),
    ({"If_None_Match": f'"otra", W/{ETAG}'}, 304),
    ({"If_None_Match": "*"}, 304),
    ({"If_None_Match": '"otra"'}, 200),
    ({"If_None_Match": '"otra"', "If_Modified_Since": LATER}, 200),
    ({"If_Modified_Since": DATE}, 304),
    ({"If_Modified_Since": EARLIER}, 200),
    ({"If_Match": ETAG}, 200),
    ({"If_Match": f"W/{ETAG}"}, 412),
    ({"If_Match": '"otra"'}, 412),
    ({"If_Unmodified_Since": DATE}, 200),
    ({"If_Unmodified_Since": EARLIER}, 412),
    ({"If_None_Match": ETAG, "Range": "bytes=0-4"}, 304),
    ({"If_Match": ETAG, "Range": "bytes=0-4"}, 206),
    ({"Range": "bytes=0-4", "If_Range": ETAG}, 206),
    ({"Range": "bytes=0-4", "If_Range": f"W/{ETAG}"}, 200),
    ({"Range": "bytes=0-4", "If_Range": DATE}, 206),
    ({"Range": "bytes=0-4", "If_Range": EARLIER}, 200),
    ({"Range": "bytes=0-4", "If_Range": LATER}, 200),
    ({"Range": "bytes=0-4", "If_Range": "cualquier cosa"}, 200),
    ({"Range": "bytes=99999-", "If_Range": '"otra"'}, 200),
    ({"If_Range": ETAG}, 200),
])  # fmt: skip
def test_preconditions_are_judged_as_the_standard_says(on_disk, headers, status):
    keep()
    response = ask(**headers)
    assert response.status_code == status
    assert response.getvalue() == {200: DATA, 206: DATA[:5]}.get(status, b"")
    response.close()


def test_an_empty_file_is_delivered_empty(on_disk):
    keep(b"", "vacio")
    for headers in ({}, {"Range": "bytes=-5"}):
        response = ask(key="vacio", size=0, **headers)
        assert (response.status_code, response.getvalue(), response["Content-Length"]) == (200, b"", "0")
        response.close()
    assert ask(key="vacio", size=0, Range="bytes=0-")["Content-Range"] == "bytes */0"


def test_more_headers_of_the_caller_are_sent(on_disk):
    keep()
    response = ask(extra_headers={"Digest": "sha-256=x", "Referrer-Policy": "no-referrer"})
    assert (response["Digest"], response["Referrer-Policy"]) == ("sha-256=x", "no-referrer")
    response.close()


@pytest.mark.parametrize("way", ["python", "accel"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_bytes_that_are_not_there_are_noticed_before_any_header(settings, on_disk, way, method):
    settings.QUIPUX_DELIVERY = way
    keep()
    with pytest.raises(StoredBytesMissing):
        ask(method, key="otra")
    with pytest.raises(StoredBytesMissing):
        ask(method, size=SIZE + 1)


@pytest.mark.parametrize("way", ["python", "accel"])
def test_a_disk_that_is_not_mounted_has_lost_no_file(settings, on_disk, way):
    settings.QUIPUX_DELIVERY = way
    assert not on_disk.exists()
    with pytest.raises(StoreError):
        ask()


@pytest.mark.parametrize("way", ["python", "accel"])
def test_no_key_leaves_the_folder_of_the_store(settings, on_disk, way):
    settings.QUIPUX_DELIVERY = way
    keep()
    with pytest.raises(SuspiciousFileOperation):
        ask(key="../../secreto")


class Broken:
    """An observer whose database is gone."""

    def started(self, first_byte, length):
        raise ConnectionError("database")

    def finished(self, bytes_sent):
        raise ConnectionError("database")


def test_an_observer_that_fails_changes_no_byte(on_disk, caplog):
    keep()
    response = ask(observer=Broken())
    assert response.getvalue() == DATA
    response.close()
    assert [record.getMessage() for record in caplog.records] == [
        "delivery observer failed: started", "delivery observer failed: finished",
    ]  # fmt: skip


class Notes:
    """An observer that remembers."""

    def __init__(self):
        self.heard = []

    def started(self, first_byte, length):
        self.heard.append((first_byte, length))

    def finished(self, bytes_sent):
        self.heard.append(bytes_sent)


def test_a_chunk_counts_once_the_server_asks_for_the_next(on_disk):
    big = bytes(1_500_000)
    keep(big, "grande")
    notes = Notes()
    response = ask(key="grande", size=len(big), observer=notes)
    taken = iter(response)
    first = len(next(taken))
    next(taken)
    response.close()
    assert notes.heard == [(0, len(big)), first]


def test_a_file_cut_short_while_it_is_read_breaks_the_connection(on_disk):
    big = bytes(1_500_000)
    keep(big, "grande")
    notes = Notes()
    response = ask(key="grande", size=len(big), observer=notes)
    taken = iter(response)
    next(taken)
    with (on_disk / "grande").open("r+b") as file:
        file.truncate(600_000)
    with pytest.raises(StoredBytesMissing):
        list(taken)
    response.close()
    assert notes.heard == [(0, len(big)), 600_000]


def test_s_58_the_proxy_is_told_an_internal_place_and_gets_no_body(settings, on_disk):
    settings.QUIPUX_DELIVERY = "accel"
    keep(DATA, "4f1c/parte ñ.zip")
    notes = Notes()
    response = ask(key="4f1c/parte ñ.zip", observer=notes, Range="bytes=0-4", X_Accel_Redirect="/etc/passwd")
    assert response["X-Accel-Redirect"] == "/interno/backups/4f1c/parte%20%C3%B1.zip"
    assert (response.status_code, response.content, response["ETag"]) == (200, b"", ETAG)
    assert "Content-Length" not in response
    assert notes.heard == []


def test_python_streams_ranges_out_of_s3(on_s3):
    keep()
    for headers, body in (({}, DATA), ({"Range": "bytes=300-309"}, DATA[300:310])):
        response = ask(**headers)
        assert response.getvalue() == body
        response.close()
    with pytest.raises(StoredBytesMissing):
        ask(key="otra")


def test_s3_gives_the_bytes_by_an_address_good_for_a_minute(settings, on_s3):
    settings.QUIPUX_DELIVERY = "s3"
    keep()
    response = ask()
    assert (response.status_code, response["Cache-Control"]) == (302, "no-store")
    assert parse_qs(urlsplit(response.url).query)["X-Amz-Expires"] == ["60"]
    answer, body = _follow(response.url, Range="bytes=10-19")
    assert (answer.status, body) == (206, DATA[10:20])
    assert answer.headers["Content-Disposition"] == "attachment; filename*=utf-8''parte%20%22%C3%BAnica%22.zip"
    assert answer.headers["Content-Type"] == "application/zip"


def test_s3_answers_head_and_tells_of_missing_bytes(settings, on_s3):
    settings.QUIPUX_DELIVERY = "s3"
    keep()
    answer, body = _follow(ask("head").url, "HEAD")
    assert (answer.status, answer.headers["Content-Length"], body) == (200, str(len(DATA)), b"")
    with pytest.raises(StoredBytesMissing):
        ask(key="otra")


def _follow(url, method="GET", **headers):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=30)
    try:
        connection.request(method, f"{parts.path}?{parts.query}", headers=headers)
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()
