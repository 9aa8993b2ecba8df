"""A scratch folder leaves nothing behind, even when its process is killed."""

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from quipux.files.scratch import scratch
from tests.house import source

PROGRAM = """
import sys, time
from quipux.files.scratch import scratch
with scratch("prueba") as folder:
    (folder / "datos").write_text("algo")
    print(folder, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def own_place(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))


def test_the_folder_goes_with_the_block_whatever_happens(tmp_path):
    def spoil():
        with scratch("prueba") as folder:
            (folder / "datos").write_text("algo")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        spoil()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_goes_with_the_next_and_what_is_in_use_stays(tmp_path):
    other = subprocess.Popen([sys.executable, "-c", PROGRAM], cwd=source.ROOT, stdin=subprocess.PIPE,
                             stdout=subprocess.PIPE, text=True)  # fmt: skip
    left = Path(other.stdout.readline().strip())
    with scratch("prueba"):
        assert (left / "datos").exists()
    other.send_signal(signal.SIGKILL)
    other.communicate()
    assert (left / "datos").exists()
    with scratch("otra"):
        assert left.exists()
    with scratch("prueba"):
        assert not left.exists()
    assert list(tmp_path.iterdir()) == []
