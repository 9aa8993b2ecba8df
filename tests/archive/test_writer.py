"""A part holds what its members declared, or is not finished at all."""

import errno
import gzip
import io
import json
import os
import zipfile
from datetime import UTC, datetime, timedelta, timezone
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backups.archive.closing import write_index
from backups.archive.errors import MemberError, PlanError
from backups.archive.layout import dos_stamp
from backups.archive.members import DEFLATE, STORE, SourceMember
from backups.archive.reader import verify_part
from backups.archive.sinks import HOLD
from backups.archive.writer import PartRecord, write_part

from .tools import WHEN, file_member, member, noise, prose, write_file

BIG = HOLD + 300_000  # read twice: once for its CRC-32, once to be written
SPOOL = 4 * 1024 * 1024  # deflated in memory up to here


class Dribble(io.RawIOBase):
    """A source that gives fewer bytes than asked, as sockets do."""

    def __init__(self, data):
        self._file = io.BytesIO(data)

    def readable(self):
        return True

    def read(self, count=-1):
        return self._file.read(min(count, 1 + count // 3))


def streamed(name, data, **given):
    return SourceMember(name=name, mtime=WHEN, size=len(data), open=lambda: Dribble(data), **given)


def read_back(buffer):
    with zipfile.ZipFile(buffer) as archive:
        assert archive.testzip() is None
        return {info.filename: (archive.read(info), info.compress_type) for info in archive.infolist()}


@pytest.mark.parametrize("size", [0, 1, 5000, SPOOL, SPOOL + 1, HOLD, HOLD + 1, BIG])
@pytest.mark.parametrize("make", [noise, prose])
def test_a_member_reads_back_equal_whatever_its_source(tmp_path, size, make):
    data = make(size)
    path = tmp_path / "source"
    path.write_bytes(data)
    written = []
    for source in (member("a", data), streamed("a", data), file_member(path, "a")):
        buffer = io.BytesIO()
        write_part(buffer, [source], first=False)
        assert read_back(buffer)["a"][0] == data
        written.append(buffer.getvalue())
    assert written[0] == written[1] == written[2]


@pytest.mark.parametrize("size", [5000, BIG])
def test_what_shrinks_is_deflated_and_what_does_not_is_stored(size):
    buffer = io.BytesIO()
    record = write_part(buffer, [member("text", prose(size)), streamed("noise", noise(size))], first=False)
    assert [entry.method for entry in record.entries] == [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]
    assert record.entries[0].stored_size < size / 3


@pytest.mark.parametrize("size", [5000, BIG])
def test_the_method_may_be_given(size):
    members = [
        streamed("stored", prose(size), method=STORE),
        streamed("deflated", prose(size), method=DEFLATE),
        streamed("useless", noise(size), method=DEFLATE),
    ]
    record = write_part(io.BytesIO(), members, first=False)
    methods = [entry.method for entry in record.entries]
    assert methods == [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED]


def faults_of(source, target=None):
    with pytest.raises(MemberError) as caught:
        write_part(target or io.BytesIO(), [member("before", b"x"), source], first=True)
    assert source.name in str(caught.value)
    return caught.value.code


@pytest.mark.parametrize("size", [5000, BIG])
@pytest.mark.parametrize("method", [STORE, DEFLATE, None])
def test_a_wrong_size_or_crc_is_named(size, method):
    for data in (noise(size), prose(size)):
        given = {"name": "d/lies.pdf", "mtime": WHEN, "method": method}
        assert faults_of(SourceMember(size=size + 1, open=lambda d=data: Dribble(d), **given)) == "short"
        assert faults_of(SourceMember(size=size - 1, open=lambda d=data: Dribble(d), **given)) == "long"
        assert faults_of(SourceMember(size=size, crc32=7, open=lambda d=data: Dribble(d), **given)) == "crc"


@pytest.mark.parametrize(("declared", "code"), [(BIG + 1, "short"), (BIG - 1, "long")])
def test_b_40_a_file_that_changed_size_since_its_crc_was_known_is_named(tmp_path, declared, code):
    path = tmp_path / "scan.pdf"
    path.write_bytes(noise(BIG))
    source = SourceMember(
        name="scan.pdf", mtime=WHEN, size=declared, crc32=1, method=STORE, open=lambda: path.open("rb")
    )
    with (tmp_path / "part").open("w+b") as target:
        assert faults_of(source, target) == code


@pytest.mark.parametrize("size", [5000, BIG])
def test_b_40_a_file_with_the_wrong_crc_is_found_although_the_store_knew_it(tmp_path, size):
    path = tmp_path / "scan.pdf"
    path.write_bytes(noise(size))
    lying = file_member(path, crc32=12345, method=STORE)
    with (tmp_path / "part").open("w+b") as target:
        assert faults_of(lying, target) == "crc"


@pytest.mark.parametrize(("make", "method"), [(noise, STORE), (noise, None), (prose, DEFLATE)])
def test_b_40_a_large_file_that_changes_between_its_two_readings_is_named(make, method):
    data = make(BIG)
    readings = iter([data, data[:-1] + b"\x00"])
    source = SourceMember(name="scan.pdf", mtime=WHEN, size=BIG, method=method, open=lambda: io.BytesIO(next(readings)))
    assert faults_of(source) == "crc"


def test_b_40_a_missing_file_is_named(tmp_path):
    gone = SourceMember(name="gone", mtime=WHEN, size=3, open=lambda: (tmp_path / "gone").open("rb"))
    assert faults_of(gone) == "missing"
    folder = SourceMember(name="folder", mtime=WHEN, size=3, open=lambda: tmp_path.open("rb"))
    assert faults_of(folder) == "unreadable"


@pytest.mark.parametrize("error", [ConnectionResetError("lost"), TimeoutError("late")])
def test_b_41_a_storage_that_does_not_answer_is_no_fault_of_the_member(error):
    def fail():
        raise error

    with pytest.raises(type(error)):
        write_part(io.BytesIO(), [SourceMember(name="a", mtime=WHEN, size=3, open=fail)], first=False)


def test_b_49_a_full_disk_is_no_fault_of_the_member(tmp_path, monkeypatch):
    path = tmp_path / "scan.pdf"
    path.write_bytes(noise(BIG))

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with (tmp_path / "part").open("w+b") as target, pytest.raises(OSError, match="No space"):
        write_part(target, [file_member(path, method=STORE)], first=False)


class Worn(io.BytesIO):
    """A source whose disk fails after its first bytes."""

    def readinto(self, room):
        if self.tell():
            raise OSError(errno.EIO, "Input/output error")
        return super().readinto(room[:1000])


@pytest.mark.parametrize("size", [5000, BIG])
def test_b_41_a_file_that_cannot_be_read_to_its_end_is_named(size):
    assert faults_of(SourceMember(name="worn", mtime=WHEN, size=size, open=lambda: Worn(noise(size)))) == "unreadable"


def test_a_repeated_or_dangerous_name_is_refused():
    assert faults_of(member("BEFORE", b"")) == "repeated"
    assert faults_of(member("../x", b"")) == "name"


def test_a_member_larger_than_planned_is_refused():
    assert faults_of(member("grown", prose(5000), stored_size=10)) == "stored_size"


def test_a_file_object_that_transforms_its_bytes_is_read_through_it(tmp_path):
    path = tmp_path / "scan.gz"
    with gzip.open(path, "wb") as file:
        file.write(noise(BIG))
    source = SourceMember(name="scan", mtime=WHEN, size=BIG, method=STORE, open=partial(gzip.open, path))
    write_file(tmp_path / "p.zip", [source])
    with zipfile.ZipFile(tmp_path / "p.zip") as archive:
        assert archive.read("scan") == noise(BIG)


def test_a_part_may_be_written_after_other_bytes_of_its_file(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(noise(BIG))
    with (tmp_path / "file").open("w+b") as target:
        target.write(b"preface")
        record = write_part(target, [file_member(path), member("b", b"b")], first=False)
        target.write(b"end")
    data = (tmp_path / "file").read_bytes()
    assert data.startswith(b"preface")
    assert data.endswith(b"end")
    assert verify_part(io.BytesIO(data[7:-3]), name="p", record=record).entries == 2


def test_a_target_that_transforms_its_bytes_is_written_through_it(tmp_path):
    # gzip.open lends the descriptor of the compressed file.
    members, plain = [member("a", noise(5000))], io.BytesIO()
    with gzip.open(tmp_path / "part.gz", "wb") as target:
        record = write_part(target, members, first=False)
    assert write_part(plain, members, first=False) == record
    assert gzip.decompress((tmp_path / "part.gz").read_bytes()) == plain.getvalue()


def test_partial_writes_of_the_target_lose_nothing(tmp_path, monkeypatch):
    class Stingy(io.BytesIO):
        def write(self, data):
            return super().write(data[:1000])

    members = [member("a", noise(50_000)), member("b", prose(50_000))]
    stingy = Stingy()
    expected = write_part(stingy, members, first=True)
    real = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda fd, piece, at: real(fd, piece[:7], at))
    assert write_file(tmp_path / "p.zip", members, first=True) == expected
    assert (tmp_path / "p.zip").read_bytes() == stingy.getvalue()


def test_a_digest_taken_aside_is_the_same(tmp_path):
    members = [member("a", noise(BIG)), member("b", prose(50_000)), member("c", noise(HOLD)), member("d", b"")]
    with (tmp_path / "part").open("w+b") as target:
        record = write_part(target, members, first=True, aside=True)
    buffer = io.BytesIO()
    assert write_part(buffer, members, first=True) == record
    assert (tmp_path / "part").read_bytes() == buffer.getvalue()


def test_records_survive_json():
    record = write_part(io.BytesIO(), [member("ñ", prose(500)), member("b", b"")], first=True)
    assert PartRecord.from_dict(json.loads(json.dumps(record.to_dict()))) == record


def test_the_first_part_carries_the_split_marker_and_the_others_do_not():
    first, second = io.BytesIO(), io.BytesIO()
    record = write_part(first, [member("a", b"1")], first=True)
    write_part(second, [member("a", b"1")], first=False)
    assert first.getvalue()[:8] == b"PK\x07\x08PK\x03\x04"
    assert second.getvalue()[:4] == b"PK\x03\x04"
    assert record.entries[0].offset == 4


@pytest.mark.parametrize(
    ("when", "read"),
    [
        ((2017, 2, 8, 15, 4, 7), (2017, 2, 8, 15, 4, 6)),
        (datetime(2017, 2, 8, 15, 4, 7, tzinfo=timezone(timedelta(hours=-5))), (2017, 2, 8, 15, 4, 6)),
        (datetime(1969, 7, 20, tzinfo=UTC), (1980, 1, 1, 0, 0, 0)),
        ((2200, 1, 1, 0, 0, 0), (2107, 12, 31, 23, 59, 58)),
    ],
)
def test_dates_are_those_of_the_documents(when, read):
    buffer = io.BytesIO()
    write_part(buffer, [SourceMember.from_bytes("a", b"", when)], first=False)
    with zipfile.ZipFile(buffer) as archive:
        assert archive.getinfo("a").date_time == read
    assert dos_stamp(when) == dos_stamp(read)


def test_the_index_needs_the_records_in_order():
    first = write_part(io.BytesIO(), [member("a", b"1")], first=True)
    second = write_part(io.BytesIO(), [member("b", b"1")], first=False)
    for records in ([], [second], [second, first], [first, first]):
        with pytest.raises(PlanError):
            write_index(io.BytesIO(), [], part_records=records)


def test_the_two_forms_of_the_index_part_hold_the_same_entries():
    first = write_part(io.BytesIO(), [member("a", b"1")], first=True)
    index = [member("index.html", prose(900)), member("b", noise(500))]
    joined, alone = io.BytesIO(), io.BytesIO()
    one = write_index(joined, index, part_records=[first])
    two = write_index(alone, index, part_records=[first], split=False)
    assert one.entries == two.entries
    assert one.sha256 != two.sha256
    assert set(read_back(alone)) == {"index.html", "b"}


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.text("abcñé ", min_size=1, max_size=12).filter(lambda n: n.strip()),
        st.tuples(st.integers(0, 40_000), st.booleans(), st.sampled_from([STORE, DEFLATE, None])),
        max_size=8,
    )
)
def test_any_members_read_back_equal_and_twice_the_same(described):
    made = {name: ((noise if hard else prose)(size), method) for name, (size, hard, method) in described.items()}
    members = [streamed(name, data, method=method) for name, (data, method) in made.items()]
    one, two = io.BytesIO(), io.BytesIO()
    record = write_part(one, members, first=False)
    assert write_part(two, iter(members), first=False) == record
    assert one.getvalue() == two.getvalue()
    assert {name: data for name, (data, _) in read_back(one).items()} == {n: d for n, (d, _) in made.items()}
    assert verify_part(one, name="p", record=record).entries == len(made)
