"""Parts on a disk: order of what is made durable, full disks, killed workers, leftovers."""

import errno
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from backups.archive.sinks import is_plain_file
from quipux.files.parts import PartStore, StoreError
from tests.files.conftest import use_storage
from tests.files.test_parts import DATA, keep


def test_the_file_is_durable_before_its_name_and_the_folders_after(on_disk, monkeypatch):
    calls = []
    real_sync, real_replace = os.fsync, os.replace

    def sync(descriptor):
        calls.append(("fsync", Path(f"/proc/self/fd/{descriptor}").readlink()))
        real_sync(descriptor)

    def replace(source, target):
        calls.append(("rename", Path(target)))
        real_replace(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", replace)
    final = on_disk / keep(PartStore())
    names = [(act, path.name) for act, path in calls]
    written, renamed = names.index(("fsync", "respaldo_41315.z01")), names.index(("rename", final.name))
    assert written < renamed
    assert {path for act, path in calls[:renamed] if act == "fsync"} >= {on_disk}, "the new folder's own name"
    after = [path for act, path in calls[renamed:] if act == "fsync"]
    assert after[0] == final.parent
    assert after[1].parent == on_disk / "preparacion"


def test_parts_are_readable_by_the_proxy_s_group_and_nobody_else(on_disk):
    final = on_disk / keep(PartStore())
    assert stat.S_IMODE(final.stat().st_mode) == 0o640
    assert stat.S_IMODE(final.parent.stat().st_mode) == 0o750


def test_a_part_being_written_is_a_plain_file_that_takes_bytes_by_its_descriptor(on_disk):
    with PartStore().stage("parte.zip") as staged:
        assert is_plain_file(staged.file)


def test_free_space_is_the_disk_s(on_disk):
    free, total = PartStore().free_bytes()
    assert 0 < free < total
    disk = os.statvfs(on_disk.parent)
    assert total == disk.f_blocks * disk.f_frsize


@pytest.mark.parametrize("size", [290_000, 320_000, 700_001])
def test_f_15_a_disk_that_fills_leaves_nothing_and_is_no_document_s_fault(tiny_disk, settings, size):
    use_storage(settings, {"kind": "file", "path": str(tiny_disk)})
    parts, filler = PartStore(), tiny_disk / "otros"
    filler.write_bytes(bytes(40_000))
    with pytest.raises(StoreError) as caught:
        keep(parts, DATA[:size])
    assert caught.value.is_full
    assert [path for path in tiny_disk.rglob("*") if path.is_file()] == [filler]
    assert parts.free_bytes()[0] > 200_000
    key = keep(parts, DATA[:100_000])
    assert parts.exists(key, 100_000)


@pytest.mark.parametrize(("call", "time"), [("fsync", 1), ("fsync", 2), ("fsync", 3), ("fsync", 4), ("replace", 1)])
def test_f_17_an_error_of_the_disk_at_any_step_keeps_no_half_part(on_disk, monkeypatch, call, time):
    parts, calls, real = PartStore(), [], getattr(os, call)
    parts.delete(keep(parts, b"the folders of the store are there"))

    def failing(*arguments):
        calls.append(arguments)
        if len(calls) == time:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*arguments)

    monkeypatch.setattr(os, call, failing)
    with pytest.raises(StoreError) as caught:
        keep(parts)
    monkeypatch.undo()
    assert len(calls) >= time
    assert not caught.value.is_full
    assert list((on_disk / "preparacion").iterdir()) == []
    # After the rename the part may stay, whole, with no row that names it.
    for found in parts.list_keys():
        assert (on_disk / found.key).read_bytes() == DATA


def test_a_disk_that_cannot_be_written_is_a_broken_store(on_disk):
    on_disk.parent.joinpath("respaldos").write_text("a file where the folder should be")
    with pytest.raises(StoreError), PartStore().stage("parte.zip"):
        pass


KILLED = """
import os, signal, sys, django
django.setup()
from quipux.files.parts import PartStore
with PartStore().stage("parte.zip") as staged:
    staged.file.write(bytes(3_000_000))
    staged.file.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_worker_leaves_only_what_the_sweep_takes_away(on_disk):
    environment = os.environ | {"STORAGE_URL": str(on_disk.parent), "DJANGO_SETTINGS_MODULE": "quipux.settings"}
    ended = subprocess.run([sys.executable, "-c", KILLED], env=environment, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    parts = PartStore()
    assert list(parts.list_keys()) == []
    [left] = (on_disk / "preparacion").iterdir()
    assert list(parts.staging_older_than(24)) == []
    day_before = (left / "parte.zip").stat().st_mtime - 25 * 3600
    for path in (left / "parte.zip", left):
        os.utime(path, (day_before, day_before))
    [leftover] = parts.staging_older_than(24)
    assert leftover.name == f"preparacion/{left.name}"
    leftover.remove()
    leftover.remove()
    assert list((on_disk / "preparacion").iterdir()) == []


def test_a_part_still_being_written_is_no_leftover(on_disk):
    parts = PartStore()
    with parts.stage("parte.zip") as staged:
        old = staged.path.stat().st_mtime - 25 * 3600
        os.utime(staged.path.parent, (old, old))
        assert list(parts.staging_older_than(24)) == []


def test_a_deleted_backup_leaves_no_folder(on_disk):
    parts = PartStore()
    first, second = keep(parts, DATA[:10]), keep(parts, DATA[:20])
    parts.delete(first)
    assert (on_disk / second).exists()
    parts.delete(second)
    assert not (on_disk / second).parent.exists()
    assert on_disk.is_dir()
