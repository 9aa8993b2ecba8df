"""A ZIP that is given away while it is made: valid for every reader, at once, in flat memory."""

import io
import tracemalloc
import zipfile
import zlib

import pytest

from backups.archive.errors import MemberError
from backups.archive.members import DEFLATE, STORE, SourceMember
from backups.archive.streaming import stream_zip
from tests.backups.making import run

WHEN = (2020, 1, 6, 12, 0, 0)
BLOCK = bytes(range(256)) * 4096


class Long(io.RawIOBase):
    """So many bytes that nobody keeps."""

    def __init__(self, size: int):
        self.left = size

    def readable(self):
        return True

    def read(self, count=-1):
        count = min(count, self.left, len(BLOCK))
        self.left -= count
        return BLOCK[:count]


def text(name, data=b"texto " * 100):
    return SourceMember.from_bytes(name, data, WHEN, method=DEFLATE)


def long(name, size):
    crc = 0
    source = Long(size)
    while block := source.read(1 << 20):
        crc = zlib.crc32(block, crc)
    return SourceMember(name=name, mtime=WHEN, size=size, crc32=crc, open=lambda: Long(size), method=STORE)


def test_every_reader_opens_it_and_the_bytes_are_those_given(tmp_path):
    path = tmp_path / "r.zip"
    path.write_bytes(b"".join(stream_zip([text("r/a.txt"), long("r/b.bin", 9_000_000), text("r/c.txt", b"")])))
    run("unzip", "-tq", path)
    run("7z", "t", path)
    run("bsdtar", "-tf", path)
    with zipfile.ZipFile(path) as opened:
        assert opened.testzip() is None
        assert opened.namelist() == ["r/a.txt", "r/b.bin", "r/c.txt"]
        assert opened.read("r/a.txt") == b"texto " * 100


def test_the_first_member_leaves_before_the_second_is_asked_for():
    asked = []

    def members():
        yield text("r/a.txt")
        asked.append("segundo")
        yield text("r/b.txt")

    chunks = stream_zip(members())
    assert next(chunks).startswith(b"PK\x03\x04")
    assert asked == []
    chunks.close()
    assert asked == []


def test_memory_is_flat_whatever_a_member_weighs():
    member = long("r/a.bin", 80_000_000)
    tracemalloc.start()
    try:
        size = sum(map(len, stream_zip([member])))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert size > member.size
    assert peak < 20_000_000


def test_a_member_that_lies_ends_the_stream():
    short = SourceMember(name="r/a.bin", mtime=WHEN, size=9_000_000, crc32=1, open=lambda: Long(10), method=STORE)
    with pytest.raises(MemberError):
        list(stream_zip([text("r/b.txt"), short]))
