"""The reader finds every fault and names it (backups.md §9.1, step 6)."""

import hashlib
import io
import random
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backups.archive.errors import Unsound
from backups.archive.reader import verify_part, verify_set
from backups.archive.writer import write_part

from .tools import member, noise, prose, write_set

PARTS = [
    [member("r/d/1/a.pdf", noise(3000)), member("r/d/1/b.txt", prose(4000))],
    [member("r/d/2/a.pdf", noise(2000, 2)), member("r/d/2/empty", b"")],
]
INDEX = [member("r/index.html", prose(2000)), member("r/bagit.txt", b"BagIt")]
NAMES = ["N.z01", "N.z02", "N.zip"]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "records").mkdir()
    write_set(tmp_path, "N", PARTS, INDEX)
    (tmp_path / "N_alone.zip").rename(tmp_path / "records/N_alone.zip")
    return tmp_path


def expected():
    everything = [m for part in [*PARTS, INDEX] for m in part]
    return {m.name: (m.size, hashlib.sha256(m.data).hexdigest()) for m in everything}


def fault(*arguments, **given):
    with pytest.raises(Unsound) as caught:
        verify_set(*arguments, **given)
    return caught.value


def test_a_sound_set_is_described_part_by_part(folder):
    report = verify_set(folder / "N.zip", expect=expected(), jobs=2)
    assert [part.name for part in report.parts] == NAMES
    assert [part.entries for part in report.parts] == [2, 2, 2]
    assert report.entries == 6
    assert report.content_bytes == sum(size for size, _ in expected().values())
    for part in report.parts:
        assert part.sha256 == hashlib.sha256((folder / part.name).read_bytes()).hexdigest()


def test_parts_may_come_from_any_storage(folder):
    def open_part(name):
        return io.BytesIO((folder / name).read_bytes())

    assert verify_set("N.zip", open_part=open_part, expect=expected()).entries == 6


def test_each_part_verifies_alone(folder):
    for name in ("N.z01", "N.z02", "records/N_alone.zip"):
        with (folder / name).open("rb") as file:
            assert verify_part(file, name=name, first=name == "N.z01", expect=expected()).entries == 2


def test_the_directories_alone_may_be_compared(folder):
    data = bytearray((folder / "N.z01").read_bytes())
    data[200] ^= 1  # within the first member
    (folder / "N.z01").write_bytes(data)
    report = verify_set(folder / "N.zip", contents=False)
    assert [bool(part.sha256) for part in report.parts] == [False, False, True]
    assert fault(folder / "N.zip").part == "N.z01"


@pytest.mark.parametrize("name", NAMES)
def test_b_56_a_missing_part_is_named(folder, name):
    (folder / name).unlink()
    found = fault(folder / "N.zip")
    assert found.part == name
    assert "falta" in found.words


def test_a_part_too_many_is_named(folder):
    (folder / "N.z03").write_bytes((folder / "N.z02").read_bytes())
    assert fault(folder / "N.zip").part == "N.z03"


def test_two_parts_exchanged_are_found(folder):
    (folder / "N.z01").rename(folder / "x")
    (folder / "N.z02").rename(folder / "N.z01")
    (folder / "x").rename(folder / "N.z02")
    assert fault(folder / "N.zip").part == "N.z01"


def test_an_index_of_another_set_is_found(folder, tmp_path):
    (tmp_path / "other").mkdir()
    write_set(tmp_path / "other", "N", [[member("r/x", b"1")], [member("r/y", b"2")]], INDEX)
    (tmp_path / "other/N.zip").replace(folder / "N.zip")
    assert fault(folder / "N.zip").part == "N.z01"


def test_what_is_expected_must_be_there_and_nothing_else(folder):
    last = folder / "N.zip"
    full = expected()
    assert "falta" in fault(last, expect=full | {"r/gone": (1, None)}).words
    assert fault(last, expect=full | {"r/gone": (1, None)}).member == "r/gone"
    assert fault(last, expect={k: v for k, v in full.items() if k != "r/bagit.txt"}).member == "r/bagit.txt"
    assert fault(last, expect=full | {"r/d/2/empty": (1, None)}).member == "r/d/2/empty"
    wrong = full | {"r/d/1/b.txt": (4000, "0" * 64)}
    assert "SHA-256" in fault(last, expect=wrong).words


def test_registered_digests_of_parts_are_compared(folder):
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in NAMES}
    verify_set(folder / "N.zip", digests=digests)
    assert fault(folder / "N.zip", digests=digests | {"N.z02": "0" * 64}).part == "N.z02"


def test_the_record_of_a_part_is_compared():
    buffer = io.BytesIO()
    record = write_part(buffer, PARTS[0], first=True)
    verify_part(buffer, name="p", record=record)
    other = write_part(io.BytesIO(), PARTS[1], first=True)
    with pytest.raises(Unsound, match="registrados"):
        verify_part(buffer, name="p", record=other)


def damaged(data, seed):
    """One random truncation or changed bit."""
    chance = random.Random(seed)
    if chance.random() < 0.3:
        return data[: chance.randrange(len(data))]
    changed = bytearray(data)
    changed[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed)


@pytest.mark.parametrize("name", NAMES)
def test_b_56_sixty_random_damages_of_each_part_are_all_found(folder, name):
    sound = (folder / name).read_bytes()
    for seed in range(60):
        (folder / name).write_bytes(damaged(sound, f"{name}{seed}"))
        with pytest.raises(Unsound):
            verify_set(folder / "N.zip")


@pytest.mark.parametrize("name", ["N.z01", "records/N_alone.zip", "single"])
def test_b_56_sixty_random_damages_of_a_part_alone_are_all_found(folder, name):
    if name == "single":
        with (folder / name).open("w+b") as target:
            write_part(target, PARTS[0] + INDEX, first=False)
    sound = (folder / name).read_bytes()
    for seed in range(60):
        with pytest.raises(Unsound):
            verify_part(io.BytesIO(damaged(sound, f"{name}{seed}")), name=name)


def test_every_single_bit_of_the_headers_counts():
    buffer = io.BytesIO()
    write_part(buffer, [member("ñ/a", b"hello"), member("b", prose(200))], first=False)
    sound = buffer.getvalue()
    for at in range(len(sound) * 8):
        changed = bytearray(sound)
        changed[at // 8] ^= 1 << at % 8
        with pytest.raises(Unsound):
            verify_part(io.BytesIO(changed), name="p")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400))
def test_garbage_is_a_fault_and_never_a_crash(data):
    with pytest.raises(Unsound):
        verify_part(io.BytesIO(data), name="p")


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_resealed_damage_is_a_fault_and_never_a_crash(data):
    """A seal put right again after the damage leaves the other checks to find it."""
    buffer = io.BytesIO()
    write_part(buffer, PARTS[0], first=True)
    changed = bytearray(buffer.getvalue()[:-64])
    directory = changed.index(b"PK\x01\x02")
    at = data.draw(st.integers(directory, len(changed) - 1))
    changed[at] ^= data.draw(st.integers(1, 255))
    changed += hashlib.sha256(changed[:-7]).hexdigest().encode()
    with pytest.raises(Unsound):
        verify_part(io.BytesIO(changed), name="p")


def forged(names):
    """A part whose names were changed in both of its headers, sealed again."""
    buffer = io.BytesIO()
    write_part(buffer, [member(chr(97 + n) * len(name), b"x") for n, name in enumerate(names)], first=False)
    data = buffer.getvalue()[:-71]
    for n, name in enumerate(names):
        data = data.replace(chr(97 + n).encode() * len(name), name.encode())
    return io.BytesIO(data + b"sha256:" + hashlib.sha256(data).hexdigest().encode())


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["../../x"], "sale de su carpeta"),
        (["/etc/xx"], "sale de su carpeta"),
        (["C:\\xxxx"], "sale de su carpeta"),
        (["aaaaaaaa/..", "b"], "sale de su carpeta"),
        (["same.txt", "same.txt"], "repetido"),
        (["same.txt", "SAME.txt"], "repetido"),
        (["folder", "folder/file"], "archivo y carpeta"),
        (["folder/file", "FOLDER"], "archivo y carpeta"),
    ],
)
def test_b_38_s_51_names_that_escape_or_collide_are_found(names, words):
    with pytest.raises(Unsound, match=words):
        verify_part(forged(names), name="p")


def test_names_equal_under_unicode_normalisation_are_found(tmp_path):
    parts = [[member("an\u0303o", b"1")], [member("año", b"2")]]
    write_set(tmp_path, "N", parts, INDEX)
    assert "repetido" in fault(tmp_path / "N.zip").words


def test_a_foreign_zip_is_not_taken_for_ours():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a", "x")
    with pytest.raises(Unsound, match="registro final"):
        verify_part(buffer, name="p")


def test_bytes_hidden_between_entries_are_found():
    buffer = io.BytesIO()
    write_part(buffer, [member("a", b"1"), member("b", b"2")], first=False)
    data = buffer.getvalue()[:-71]
    second = data.index(b"PK\x03\x04", 4)
    directory = data.index(b"PK\x01\x02")
    listed = data.index(b"PK\x01\x02", directory + 4)
    end = data.index(b"PK\x05\x06")
    moved = bytearray(data[:second] + b"hidden" + data[second:])
    struct.pack_into("<I", moved, listed + 6 + 42, second + 6)
    struct.pack_into("<I", moved, end + 6 + 16, directory + 6)
    sealed = bytes(moved) + b"sha256:" + hashlib.sha256(moved).hexdigest().encode()
    with zipfile.ZipFile(io.BytesIO(sealed)) as archive:
        assert archive.testzip() is None
    with pytest.raises(Unsound, match="no está donde dice"):
        verify_part(io.BytesIO(sealed), name="p")


def test_a_swollen_member_is_stopped_at_its_declared_size():
    buffer = io.BytesIO()
    write_part(buffer, [member("bomb", bytes(1_000_000))], first=False)
    data = bytearray(buffer.getvalue()[:-71])
    directory, local = data.index(b"PK\x01\x02"), 0
    for at in (directory + 24, local + 22):
        struct.pack_into("<I", data, at, 10)
    sealed = bytes(data) + b"sha256:" + hashlib.sha256(data).hexdigest().encode()
    with pytest.raises(Unsound, match="tamaño declarado"):
        verify_part(io.BytesIO(sealed), name="p")
