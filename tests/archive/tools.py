"""The foreign readers and small builders that the archive tests share."""

import random
import shutil
import subprocess
import zipfile
from pathlib import Path

from backups.archive.closing import write_index
from backups.archive.members import SourceMember
from backups.archive.naming import part_names
from backups.archive.writer import write_part

WHEN = (2017, 2, 8, 15, 4, 6)
PACKAGES = {"zip": "zip", "unzip": "unzip", "7z": "p7zip-full", "bsdtar": "libarchive-tools"}


def run(*command, cwd=None, code=0):
    """Runs a program that must exist and must end with `code`; gives its output."""
    program = str(command[0])
    if shutil.which(program) is None:
        raise AssertionError(f"«{program}» is missing: apt-get install {PACKAGES.get(program, program)}")
    done = subprocess.run([str(word) for word in command], cwd=cwd, capture_output=True, check=False)
    output = (done.stdout + done.stderr).decode(errors="replace")
    assert done.returncode == code, f"{command}\n{output[-2000:]}"
    return output


def member(name, data, **given):
    """A member in memory."""
    return SourceMember(name=name, mtime=WHEN, size=len(data), data=data, **given)


def file_member(path, name=None, **given):
    """A member read from a real file."""
    return SourceMember(
        name=name or path.name, mtime=WHEN, size=path.stat().st_size, open=lambda: path.open("rb"), **given
    )


def noise(size, seed=0):
    """Bytes that do not shrink."""
    return random.Random(seed).randbytes(size)


def prose(size):
    """Bytes that do."""
    return b"".join(b"Memorando No. %06d de la Subsecretaria. " % n for n in range(size // 40 + 1))[:size]


def write_file(path, members, first=False):
    """One part on disk."""
    with path.open("w+b") as target:
        return write_part(target, members, first=first)


def write_set(folder, name, document_parts, index):
    """A split set on disk, both forms of the last part; gives the records."""
    names = part_names(name, len(document_parts) + 1)
    records = [
        write_file(folder / part, members, first=number == 0)
        for number, (part, members) in enumerate(zip(names[:-1], document_parts, strict=True))
    ]
    for file, split in ((names[-1], True), (f"{name}_alone.zip", False)):
        with (folder / file).open("w+b") as target:
            last = write_index(target, index, part_records=records, split=split)
    return [*records, last]


def tree(folder):
    """Every file under `folder`: relative path to bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()}


def joined_tree(folder, name, work):
    """What people get by following the instructions: join with zip, test, extract."""
    united = work / f"{name}_unificado.zip"
    run("zip", "-s", "0", folder / f"{name}.zip", "--out", united)
    run("unzip", "-tq", united)
    run("unzip", "-q", united, "-d", work / "joined")
    return tree(work / "joined")


def seven_zip_tree(folder, name, work):
    """What 7-Zip extracts from the set, opened by its last part."""
    run("7z", "t", folder / f"{name}.zip")
    run("7z", "x", "-y", f"-o{work / 'seven'}", folder / f"{name}.zip")
    return tree(work / "seven")


def check_alone(part, work):
    """Every reader takes the part, under a .zip name, for a complete archive."""
    copy = work / "alone.zip"
    copy.unlink(missing_ok=True)
    copy.hardlink_to(part)
    run("unzip", "-tq", copy)
    assert "Warning" not in run("7z", "t", copy)
    run("bsdtar", "-tf", copy)
    return python_reads(copy)


def python_reads(part):
    """What Python's own reader finds in a part."""
    with zipfile.ZipFile(part) as archive:
        assert archive.testzip() is None
        return {info.filename: archive.read(info) for info in archive.infolist()}
