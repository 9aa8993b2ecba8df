"""Info-ZIP, 7-Zip, bsdtar and Python agree on every set (backups.md §5.4)."""

import io
import shutil
import zipfile

import pytest

from backups.archive.plan import cut
from backups.archive.reader import verify_set
from backups.archive.writer import write_part

from .tools import (
    check_alone,
    file_member,
    joined_tree,
    member,
    noise,
    prose,
    python_reads,
    run,
    seven_zip_tree,
    tree,
    write_file,
    write_set,
)


def contents(members):
    return {m.name: m.data for m in members}


@pytest.fixture
def work(tmp_path):
    (tmp_path / "set").mkdir()
    return tmp_path


def agree_on(work, parts, index):
    """Whether the set joined, opened by 7-Zip, and its parts one by one give the same tree, and it verifies."""
    folder = work / "set"
    write_set(folder, "N", parts, index)
    expected = contents([m for part in [*parts, index] for m in part])
    assert joined_tree(folder, "N", work) == expected
    assert seven_zip_tree(folder, "N", work) == expected
    alone = {}
    for number, part in enumerate([folder / "N_alone.zip", *sorted(folder.glob("N.z[0-9]*"))]):
        # All programs on the first parts; on the many alike, one in twenty.
        thorough = number < 4 or number % 20 == 0
        alone |= check_alone(part, work) if thorough else python_reads(part)
    assert alone == expected
    (folder / "N_alone.zip").unlink()
    return verify_set(folder / "N.zip", jobs=2).entries == len(expected)


def test_a_single_part_is_an_ordinary_zip(work):
    path = work / "N.zip"
    members = [member("a.txt", prose(9000)), member("b.bin", noise(9000)), member("empty", b"")]
    write_file(path, members)
    assert check_alone(path, work) == contents(members)
    assert verify_set(path).entries == 3


def test_readers_agree_on_a_set_of_two_parts(work):
    assert agree_on(work, [[member("d/1.bin", noise(200_000))]], [member("index.html", prose(3000))])


def test_readers_agree_on_a_set_of_three_parts_with_an_empty_file(work):
    first = [member("d/1.txt", prose(70_000)), member("d/empty", b"")]
    assert agree_on(work, [first, [member("d/2.bin", noise(3_000_000))]], [member("index.html", b"")])


def test_b_46_readers_agree_on_a_set_of_120_parts_past_z99(work):
    parts = [[member(f"d/{n:03d}.bin", noise(1500 + n, n)), member(f"d/{n:03d}.txt", prose(n * 7))] for n in range(119)]
    assert agree_on(work, parts, [member("index.html", prose(500))])
    assert (work / "set/N.z119").exists()


@pytest.mark.parametrize("offset", [-1, 0, 1])
def test_one_entry_spanning_a_whole_part_joins_when_the_limit_is_a_multiple_of_16384(work, offset):
    # Where a naive split set is silently truncated by `zip -s 0`.
    limit = 16_384 * 8
    fixed = len(noise(0)) + write_file(work / "empty.zip", [member("d/1.bin", noise(0))], first=True).bytes
    size = limit - fixed + offset
    (planned,) = cut([("1", [("d/1.bin", size)])], part_size=limit)
    assert planned.planned_bytes == limit + offset
    assert planned.oversize == (offset > 0)
    parts = [[member("d/1.bin", noise(size))], [member("d/2.bin", noise(size, 2))]]
    assert agree_on(work, parts, [member("index.html", prose(500))])
    assert (work / "set/N.z01").stat().st_size == limit + offset


@pytest.mark.parametrize("size", [16_384, 32_768, 65_536, 1_048_576])
def test_members_of_round_sizes_join(work, size):
    parts = [[member(f"d/{n}.bin", noise(size, n))] for n in range(3)]
    assert agree_on(work, parts, [member("index.html", prose(500))])


def test_the_last_part_may_hold_only_the_directory(work):
    folder = work / "set"
    write_set(folder, "N", [[member("a", noise(1000))], [member("b", noise(1000, 1))]], [])
    expected = {"a": noise(1000), "b": noise(1000, 1)}
    assert joined_tree(folder, "N", work) == expected
    assert seven_zip_tree(folder, "N", work) == expected


def test_names_beyond_ascii_survive_every_reader(work):
    names = ["añó/niño «ñ».txt", 'it\'s "quoted".txt', "n" * 200, "nfd/á.txt", "CON"]
    assert agree_on(work, [[member(name, name.encode()) for name in names]], [member("index.html", b"x")])


def test_java_reads_every_part_alone(work):
    if shutil.which("jar") is None:
        # Java is of another origin than all the others; the machines that build carry none.
        pytest.skip("no Java on this machine")
    write_set(work / "set", "N", [[member("a.txt", prose(5000))], [member("ñ.bin", noise(99))]], [member("i", b"i")])
    for part in ("N.z01", "N.z02", "N_alone.zip"):
        shutil.copy(work / "set" / part, work / "alone.zip")
        assert run("jar", "--list", "--file", work / "alone.zip").split() in (["a.txt"], ["ñ.bin"], ["i"])


def test_entries_are_regular_files_with_the_dates_of_the_documents(work):
    path = work / "N.zip"
    write_file(path, [member("a.txt", b"hello")])
    with zipfile.ZipFile(path) as archive:
        info = archive.getinfo("a.txt")
    assert info.date_time == (2017, 2, 8, 15, 4, 6)
    assert info.external_attr >> 16 == 0o100644
    assert info.create_system == 3
    assert info.flag_bits == 0


def test_a_file_and_a_stream_receive_the_same_bytes(work):
    source = work / "scan.pdf"
    source.write_bytes(noise(3_000_000))
    on_disk = write_file(work / "N.zip", [file_member(source)])

    class Upload:
        """An upload as storages offer it: write() only, and it returns nothing."""

        def __init__(self):
            self.taken = io.BytesIO()

        def write(self, data):
            self.taken.write(data)

    upload = Upload()
    assert write_part(upload, [file_member(source)], first=False) == on_disk
    assert upload.taken.getvalue() == (work / "N.zip").read_bytes()


def test_all_independent_parts_extracted_together_are_the_joined_tree(work):
    folder = work / "set"
    parts = [[member(f"r/d{n}/x.txt", prose(3000))] for n in range(3)]
    write_set(folder, "N", parts, [member("r/index.html", b"i")])
    for part in ("N.z01", "N.z02", "N.z03", "N_alone.zip"):
        shutil.copy(folder / part, work / "p.zip")
        run("unzip", "-q", work / "p.zip", "-d", work / "together")
    assert tree(work / "together") == joined_tree(folder, "N", work)


@pytest.mark.long
def test_seventy_thousand_entries(work):
    parts = [[member(f"d{p}/{n:05d}", b"%d" % n) for n in range(35_000)] for p in range(2)]
    parts[0].extend(member(f"more/{n:05d}", b"") for n in range(31_000))
    assert agree_on(work, parts, [member("index.html", b"x")])


@pytest.mark.long
def test_b_47_a_member_over_four_gib_and_an_offset_over_four_gib(work):
    source = work / "huge.bin"
    with source.open("wb") as file:
        file.truncate(2**32 + 12_345)
        file.seek(2**32 + 5)
        file.write(b"the end")
    folder = work / "set"
    huge = file_member(source, "d/huge.bin", method="store")
    after = member("d/after.txt", b"after")
    write_set(folder, "N", [[member("d/first", b"1")], [huge, after]], [member("index.html", b"x")])
    source.unlink()
    report = verify_set(folder / "N.zip", jobs=2)
    assert report.content_bytes == 2**32 + 12_345 + 7
    run("7z", "t", folder / "N.zip")
    copy = work / "alone.zip"
    copy.hardlink_to(folder / "N.z02")
    run("unzip", "-tq", copy)
    run("bsdtar", "-xf", copy, "-C", work, "d/after.txt")
    with zipfile.ZipFile(copy) as archive:
        assert archive.read("d/after.txt") == b"after"
    copy.unlink()
    run("zip", "-s", "0", folder / "N.zip", "--out", work / "united.zip")
    run("unzip", "-tq", work / "united.zip")
