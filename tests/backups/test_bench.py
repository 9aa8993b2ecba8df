"""`manage.py bench` runs and prints what performance.md §5 says; the figures themselves are not judged here."""

import json
import shutil
import signal
import subprocess
import sys
import time

import pytest
from django.core.management import CommandError, call_command

from backups.benchmarks import corpus, running
from quipux import benchmarks
from quipux.benchmarks import BenchError
from quipux.benchmarks.lines import Goal, Line, faster, share
from tests.house.source import ROOT

pytestmark = pytest.mark.long

FIELDS = ["name", "value", "unit", "reference", "ratio", "goal", "ok"]


def names_of(lines):
    return {line["name"] for line in lines}


def test_the_archive_bench_prints_well_formed_lines_and_leaves_nothing(tmp_path, capsys):
    call_command("bench", "archive", "--scale", "small", "--repeat", "1", "--folder", str(tmp_path))
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {f"archive.{folder}.{what}" for folder in ("mixed", "small") for what in
            ("two.concatenate", "two.zip", "one.zip", "two.zip_stored", "output", "memory.2")} <= names_of(lines)  # fmt: skip
    assert "archive.memory" in names_of(lines)
    for line in lines:
        assert list(line) == FIELDS
        assert line["value"] > 0
        assert (line["goal"] is None) == (line["ok"] is None)
        assert (line["reference"] is None) == (line["ratio"] is None)
    assert list(tmp_path.iterdir()) == []


def test_a_whole_request_is_built_by_a_worker_and_its_progress_is_true(tmp_path, capsys):
    call_command("bench", "request", "--scale", "small", "--folder", str(tmp_path))
    lines = {line["name"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert lines["request.packed"]["value"] == 60
    assert lines["request.verified"]["value"] == 1
    assert lines["request.progress_false"]["value"] == 0
    assert 0 < lines["request.step.documents"]["value"] < lines["request.total"]["value"]
    assert lines["request.memory"]["value"] > 1
    assert list(tmp_path.iterdir()) == []


def test_a_bench_that_does_not_exist_is_refused_in_spanish():
    with pytest.raises(CommandError, match="No existe la medición «nada»"):
        call_command("bench", "nada")


def test_a_missing_program_is_said_and_the_rest_is_measured(tmp_path, monkeypatch, capsys):
    real = shutil.which
    monkeypatch.setattr(shutil, "which", lambda program: None if program == "zip" else real(program))
    call_command("bench", "archive", "--scale", "small", "--repeat", "1", "--only", "small", "--folder", str(tmp_path))
    told = capsys.readouterr()
    assert "Falta el programa «zip»" in told.err
    names = names_of(map(json.loads, told.out.splitlines()))
    assert "archive.small.two.concatenate" in names
    assert not [name for name in names if "zip" in name]


def test_a_disk_without_room_is_said_before_anything_is_written(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, 0))
    with pytest.raises(CommandError, match="GB libres"):
        call_command("bench", "archive", "--folder", str(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_bench_leaves_nothing_on_the_disk(tmp_path, number):
    command = [sys.executable, "manage.py", "bench", "archive", "--scale", "small", "--repeat", "1000",
               "--folder", str(tmp_path)]  # fmt: skip
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + 60
        while not list(tmp_path.glob("*/output/*")):
            assert process.poll() is None, process.stderr.read()
            assert time.monotonic() < until
        process.send_signal(number)
        _, words = process.communicate(timeout=30)
    assert "Medición interrumpida" in words
    assert process.returncode == 130
    assert list(tmp_path.iterdir()) == []


def test_the_same_seed_gives_the_same_documents(tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        corpus.small(tmp_path / name, count=30, seed=seed)
    a, b, c = ([path.read_bytes() for path in sorted((tmp_path / name).rglob("*.*"))] for name in "abc")
    assert a == b != c


def test_a_command_that_fails_is_no_figure(tmp_path):
    (tmp_path / "out").mkdir()
    with pytest.raises(BenchError, match="terminó con el código 1"):
        running.run(running.Way("falla", lambda _: ["false"], tmp_path), tmp_path / "out")
    with pytest.raises(BenchError, match="Falta el programa «no-existe»"):
        running.run(running.Way("falta", lambda _: ["no-existe"], tmp_path), tmp_path / "out")


def test_a_goal_is_met_by_the_ratio_or_by_the_value():
    assert json.loads(faster("a", 2, 50, 25).to_json())["ok"] is True
    assert json.loads(faster("a", 2, 49, 25).to_json())["ok"] is False
    assert json.loads(share("a", 13, "s", 10, 1.3).to_json())["goal"] == "ratio <= 1.3"
    assert json.loads(Line("a", 65, "MB", goal=Goal("value", "<=", 64)).to_json())["ok"] is False


def test_every_registered_bench_can_be_run():
    assert all(callable(benchmarks.find(name)) for name in benchmarks.registered())
