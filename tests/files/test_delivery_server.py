"""Downloads from a real gunicorn: cut, resumed, in pieces, by a foreign client."""

import email
import hashlib
import os
import random
import shutil
import subprocess

import pytest

from tests.files.served import MODIFIED

MEGABYTE = 1 << 20


@pytest.fixture
def data(request):
    """Other bytes, and so another address, for each test."""
    return random.Random(request.node.name).randbytes(3 * MEGABYTE + 17)


def test_the_whole_file_arrives_with_its_headers(server, data):
    status, headers, body = server.get(server.keep(data))
    assert (status, body) == (200, data)
    assert headers["ETag"] == f'"{hashlib.sha256(data).hexdigest()}"'
    assert headers["Accept-Ranges"] == "bytes"
    assert headers["Content-Length"] == str(len(data))
    assert headers["Content-Type"] == "application/zip"
    assert headers["Content-Disposition"] == "attachment; filename*=utf-8''respaldo_41315%20a%C3%B1o.zip"
    assert headers["Last-Modified"] == "Mon, 02 Mar 2026 08:30:00 GMT"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_f_33_a_download_cut_at_100_random_points_is_resumed_to_equal_bytes(server):
    chance = random.Random(33)
    whole = chance.randbytes(16 * MEGABYTE)
    address, etag = server.keep(whole), f'"{hashlib.sha256(whole).hexdigest()}"'
    received = bytearray()
    for cut in [*sorted(chance.sample(range(1, len(whole)), 100)), len(whole)]:
        connection, answer = server.begin(address, Range=f"bytes={len(received)}-", If_Range=etag)
        assert answer.status == 206
        assert answer.headers["Content-Range"] == f"bytes {len(received)}-{len(whole) - 1}/{len(whole)}"
        received += answer.read(cut - len(received))
        answer.close()
        connection.close()
    assert hashlib.sha256(received).hexdigest() == etag.strip('"')


def test_f_33_f_34_a_started_transfer_ends_although_the_file_is_deleted(server):
    size = 40 * MEGABYTE
    connection, answer = server.begin(server.keep_hole(size, "vencido"))
    (server.folder / "vencido").unlink()
    assert len(answer.read()) == size
    connection.close()


def test_a_range_of_another_content_gets_the_whole_file(server, data):
    address = server.keep(data)
    status, headers, body = server.get(address, Range="bytes=10-19", If_Range=f'"{"0" * 64}"')
    assert (status, body) == (200, data)
    assert "Content-Range" not in headers


def test_s_57_a_thousand_ranges_get_the_whole_file_with_flat_memory(server):
    size = 300 * MEGABYTE
    address = server.keep_hole(size, "agujero")
    server.get(address, Range="bytes=0-9")
    server.reset_peak_memory()
    before = server.peak_memory()
    for ranges in (",".join(["0-0"] * 1000), ",".join(["0-9,5-14"] * 500)):
        connection, answer = server.begin(address, Range=f"bytes={ranges}")
        assert answer.status == 200
        assert sum(len(chunk) for chunk in iter(lambda answer=answer: answer.read(MEGABYTE), b"")) == size
        connection.close()
    assert server.peak_memory() - before < 24 * MEGABYTE


def test_several_ranges_arrive_in_one_answer_another_reader_understands(server, data):
    status, headers, body = server.get(server.keep(data), Range="bytes=0-99,200-1048999,-7")
    assert status == 206
    assert headers["Content-Length"] == str(len(body))
    message = email.message_from_bytes(b"Content-Type: " + headers["Content-Type"].encode() + b"\r\n\r\n" + body)
    pieces = message.get_payload()
    assert [piece["Content-Range"] for piece in pieces] == [
        f"bytes {span}/{len(data)}" for span in ("0-99", "200-1048999", f"{len(data) - 7}-{len(data) - 1}")
    ]
    assert {piece["Content-Type"] for piece in pieces} == {"application/zip"}
    assert [piece.get_payload(decode=True) for piece in pieces] == [data[:100], data[200:1049000], data[-7:]]


def test_a_range_beyond_the_end_is_refused_with_the_size(server, data):
    status, headers, _ = server.get(server.keep(data), Range=f"bytes={len(data)}-")
    assert status == 416
    assert headers["Content-Range"] == f"bytes */{len(data)}"
    assert "Content-Disposition" not in headers


def test_head_tells_everything_and_sends_nothing(server, data):
    address = server.keep(data)
    status, headers, body = server.get(address, "HEAD", Range="bytes=0-9")
    assert (status, headers["Content-Length"], body) == (200, str(len(data)), b"")
    server.get(address, Range="bytes=0-9")
    assert server.events(address, 2) == [{"started": [0, 10]}, {"finished": 10}]


def test_the_observer_learns_every_range_and_its_bytes(server, data):
    address = server.keep(data)
    server.get(address, Range="bytes=0-99,-7")
    assert server.events(address, 4) == [
        {"started": [0, 100]}, {"finished": 100}, {"started": [len(data) - 7, 7]}, {"finished": 7},
    ]  # fmt: skip


def test_the_observer_learns_that_the_client_hung_up(server):
    size = 300 * MEGABYTE
    address = server.keep_hole(size, "colgado")
    connection, answer = server.begin(address)
    answer.read(5 * MEGABYTE)
    answer.close()
    connection.close()
    started, finished = server.events(address, 2)
    assert started == {"started": [0, size]}
    assert 5 * MEGABYTE <= finished["finished"] < size


def test_s_58_headers_and_paths_of_the_client_choose_no_file(server, data):
    (server.folder.parent / "secreto").write_bytes(b"secreto")
    address = server.keep(data) + "?path=../secreto&key=../secreto"
    status, headers, body = server.get(
        address, X_Accel_Redirect="/interno/backups/../secreto", X_Sendfile="/etc/passwd"
    )
    assert (status, body) == (200, data)
    assert not [name for name in headers if name.lower().startswith(("x-accel", "x-sendfile"))]


@pytest.mark.parametrize("condition", [MODIFIED.strftime("%a, %d %b %Y %H:%M:%S GMT"), None])
def test_a_range_for_the_same_content_is_answered_by_date_or_by_tag(server, data, condition):
    condition = condition or f'"{hashlib.sha256(data).hexdigest()}"'
    status, _, body = server.get(server.keep(data), Range="bytes=-5", If_Range=condition)
    assert (status, body) == (206, data[-5:])


@pytest.mark.skipif(not shutil.which("aria2c"), reason="aria2c is not installed")
def test_aria2_joins_the_file_from_four_connections(server, tmp_path):
    data = random.Random(2).randbytes(9 * MEGABYTE)
    url = f"http://127.0.0.1:{server.port}{server.keep(data)}"
    environment = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
    subprocess.run(
        ["aria2c", "--no-conf", "-q", "-x4", "-s4", "-k1M", "--file-allocation=none", "-d", str(tmp_path), url],
        check=True, timeout=60, env=environment,
    )  # fmt: skip
    assert (tmp_path / "respaldo_41315 año.zip").read_bytes() == data
