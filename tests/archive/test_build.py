"""The command line of contract.md §2: same bytes always, and builds that survive a kill."""

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import backups
from backups.archive import build as building
from backups.archive import staging
from backups.archive.__main__ import main
from backups.archive.build import build
from backups.archive.errors import BusyError, MemberError, SourceError
from backups.archive.folder import entry_names, scan
from backups.archive.naming import fold
from backups.archive.reader import verify_set

from .tools import joined_tree, noise, prose, run, seven_zip_tree, tree

ROOT = Path(backups.__file__).parents[1]
LIMIT = 200_000


@pytest.fixture
def source(tmp_path):
    """Forty files of many kinds, about a megabyte."""
    folder = tmp_path / "source"
    chance = random.Random(3)
    for number in range(40):
        path = folder / f"{number % 3}/doc {number:02d}.{'txt' if number % 4 else 'pdf'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes((prose if number % 4 else noise)(chance.choice([0, 10, 4000, 50_000, 90_000])))
        os.utime(path, (1_486_566_000 + number,) * 2)
    (folder / "big.pdf").write_bytes(noise(LIMIT + 50_000))
    return folder


@pytest.fixture
def command(capsys):
    def call(*arguments):
        code = main([str(word) for word in arguments])
        captured = capsys.readouterr()
        return code, json.loads(captured.out) if captured.out else None, captured.err

    return call


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def test_build_writes_the_set_and_tells_it_in_json(tmp_path, source, command):
    out = tmp_path / "out"
    code, told, _ = command("build", "--output", out, "--name", "N", "--part-size", LIMIT, "--jobs", 1, source)
    assert code == 0
    names = [part["name"] for part in told["parts"]]
    assert names[0] == "N.z01"
    assert names[-1] == "N.zip"
    assert sorted(names) == sorted(path.name for path in out.iterdir())
    assert told["documents"] == 41 == sum(part["entries"] for part in told["parts"])
    assert told["bytes_in"] == sum(len(data) for data in tree(source).values())
    assert told["seconds"] >= 0
    assert set(told) == {"parts", "documents", "bytes_in", "seconds"}
    for part in told["parts"]:
        data = (out / part["name"]).read_bytes()
        assert (part["bytes"], part["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())
        assert part["bytes"] <= LIMIT or part["entries"] == 1


def test_the_set_joins_and_extracts_to_the_folder(tmp_path, source, command):
    out = tmp_path / "out"
    command("build", "--output", out, "--name", "N", "--part-size", LIMIT, source)
    assert joined_tree(out, "N", tmp_path) == tree(source)
    assert seven_zip_tree(out, "N", tmp_path) == tree(source)
    assert command("verify", out / "N.zip")[0] == 0


def test_a_folder_that_fits_is_one_ordinary_zip(tmp_path, source, command):
    out = tmp_path / "out"
    _, told, _ = command("build", "--output", out, "--name", "N", source)
    assert [path.name for path in out.iterdir()] == ["N.zip"]
    assert len(told["parts"]) == 1
    run("unzip", "-q", out / "N.zip", "-d", tmp_path / "x")
    assert tree(tmp_path / "x") == tree(source)


def test_an_empty_folder_gives_an_empty_zip(tmp_path, command):
    (tmp_path / "nothing").mkdir()
    code, told, _ = command("build", "--output", tmp_path / "out", "--name", "N", tmp_path / "nothing")
    assert (code, told["documents"]) == (0, 0)
    assert command("verify", tmp_path / "out/N.zip")[0] == 0


def test_b_45_any_number_of_processes_gives_the_same_bytes(tmp_path, source):
    built = []
    for jobs in (1, 2, 4):
        out = tmp_path / f"out{jobs}"
        built.append(build(source, out, "N", part_size=LIMIT, jobs=jobs))
        assert digests(out) == digests(tmp_path / "out1")
    assert built[0] == built[1] == built[2]


def test_the_command_runs_as_a_module_and_verifies_what_it_built(tmp_path, source):
    python = [sys.executable, "-m", "backups.archive"]
    told = run(*python, "build", "--output", tmp_path, "--name", "N", "--part-size", LIMIT, source, cwd=ROOT)
    assert len(json.loads(told)["parts"]) > 2
    assert json.loads(run(*python, "verify", tmp_path / "N.zip", cwd=ROOT))["sound"] is True
    (tmp_path / "N.z02").unlink()
    assert "N.z02: la parte falta." in run(*python, "verify", tmp_path / "N.zip", cwd=ROOT, code=1)


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["build"],
        ["verify", "nowhere.zip"],
        ["verify", "/etc/passwd"],
        ["build", "--output", "o", "--name", "N", "/nowhere"],
        ["build", "--output", "o", "--name", "N", "--part-size", "99999", "/tmp"],
        ["build", "--output", "o", "--name", "N", "--part-size", "x", "/tmp"],
        ["build", "--output", "o", "--name", "a/b", "/tmp"],
        ["build", "--output", "o", "--name", "N", "--jobs", "0", "/tmp"],
    ],
)
def test_wrong_use_is_told_with_code_2(wrong, capsys):
    with pytest.raises(SystemExit) as ended:
        main(wrong)
    assert ended.value.code == 2
    assert capsys.readouterr().err


def test_a_target_within_the_source_is_refused(source, command):
    code, _, said = command("build", "--output", source / "out", "--name", "N", source)
    assert code == 2
    assert "dentro" in said
    assert not (source / "out").exists()


def test_links_are_not_left_out_in_silence(tmp_path, source, command):
    (source / "link").symlink_to("/etc/passwd")
    code, _, said = command("build", "--output", tmp_path / "out", "--name", "N", source)
    assert code == 1
    assert "«link»" in said
    with pytest.raises(SourceError):
        scan(source)


def test_names_that_would_be_lost_are_changed_and_told(tmp_path, command):
    source = tmp_path / "source"
    given = ["a/Acta.txt", "a/acta.txt", "an\u0303o", "año", "back\\slash", "C:x", "line\nbreak", "fine ñ.txt"]
    for name in given:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text(name)
    (source / os.fsdecode(b"latin\xf1")).write_text("latin")
    _, told, _ = command("build", "--output", tmp_path / "out", "--name", "N", source)
    assert set(told["renamed"].values()) == {"a/acta~2.txt", "año~2", "back-slash", "C-x", "line-break", "latin-"}
    assert command("verify", tmp_path / "out/N.zip")[0] == 0
    run("7z", "x", f"-o{tmp_path / 'x'}", tmp_path / "out/N.zip")
    assert sorted(tree(tmp_path / "x").values()) == sorted(tree(source).values())


def test_a_file_named_as_another_folder_is_changed():
    names = entry_names(["A", "a/b", "a/B"])
    assert names == ["A~2", "a/b", "a/B~2"]
    assert len({fold(name) for name in names}) == 3


def test_a_file_that_changes_while_packed_publishes_nothing(tmp_path, source, monkeypatch):
    def stale(folder):
        return [found._replace(size=found.size + 1) if found.name == "big.pdf" else found for found in scan(folder)]

    monkeypatch.setattr(building, "scan", stale)
    with pytest.raises(MemberError, match=r"big\.pdf"):
        build(source, tmp_path / "out", "N", part_size=LIMIT, jobs=2)
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".N.partial"]


def test_a_second_build_of_the_same_set_waits_for_none(tmp_path, source):
    with staging.Staging(tmp_path / "out", "N").locked(), pytest.raises(BusyError):
        build(source, tmp_path / "out", "N", part_size=LIMIT)


def test_a_set_built_again_is_not_rewritten(tmp_path, source):
    out = tmp_path / "out"
    build(source, out, "N", part_size=LIMIT)
    before = {path.name: path.stat().st_ino for path in out.iterdir()}
    build(source, out, "N", part_size=LIMIT)
    assert {path.name: path.stat().st_ino for path in out.iterdir()} == before


def test_a_shorter_set_leaves_no_part_of_the_longer_one(tmp_path, source):
    out = tmp_path / "out"
    assert len(build(source, out, "N", part_size=LIMIT).parts) > 3
    (source / "big.pdf").write_bytes(b"small now")
    built = build(source, out, "N", part_size=600_000)
    assert sorted(path.name for path in out.iterdir()) == sorted(part.name for part in built.parts)
    assert verify_set(out / "N.zip").entries == 41


def test_parts_made_from_other_files_are_thrown_away(tmp_path, source, monkeypatch):
    out = tmp_path / "out"
    monkeypatch.setattr(staging.Staging, "publish", lambda self, parts: None)
    build(source, out, "N", part_size=LIMIT)
    monkeypatch.undo()
    (source / "0/doc 00.pdf").write_bytes(b"another")
    build(source, out, "N", part_size=LIMIT)
    build(source, tmp_path / "fresh", "N", part_size=LIMIT)
    assert digests(out) == digests(tmp_path / "fresh")


def finished_parts(out):
    """Parts that carry their final name, with what tells whether they were rewritten."""
    places = [*out.glob(".N.partial/N.z*"), *out.glob("N.z*")]
    done = [path for path in places if path.suffix not in (".half", ".json")]
    return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in done}


def start(source, out, jobs):
    command = [sys.executable, "-m", "backups.archive", "build", "--output", out, "--name", "N"]
    command += ["--part-size", str(LIMIT), "--jobs", str(jobs), source]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True)


def kill_at(process, moment):
    """Kill -9 of the parent alone: its workers must end by themselves."""
    time.sleep(moment)  # the random moment is the experiment, not a wait for something
    process.send_signal(signal.SIGKILL)
    process.wait()


def check_kills(source, tmp_path, kills, seed):
    chance = random.Random(seed)
    build(source, tmp_path / "whole", "N", part_size=LIMIT)
    whole = digests(tmp_path / "whole")
    began = time.monotonic()
    assert start(source, tmp_path / "timed", 2).wait() == 0
    duration = time.monotonic() - began
    out = tmp_path / "out"
    for _ in range(kills):
        before = finished_parts(out)
        process = start(source, out, chance.choice([1, 2]))
        kill_at(process, chance.uniform(0, duration))
        after = finished_parts(out)
        assert before.items() <= after.items()
        for name in (path.name for path in out.glob("N.z*")):
            assert hashlib.sha256((out / name).read_bytes()).hexdigest() == whole[name]
    finish_after_workers_end(source, out)
    assert digests(out) == whole


def finish_after_workers_end(source, out):
    """The last run; workers of a killed one may still be on their way out."""
    for _ in range(200):
        try:
            return build(source, out, "N", part_size=LIMIT)
        except BusyError:
            time.sleep(0.05)  # the lock is theirs until the kernel has ended them
    raise AssertionError("killed workers never ended")


def test_a_killed_build_goes_on_from_its_finished_parts(tmp_path, source):
    check_kills(source, tmp_path, kills=4, seed=1)


@pytest.mark.long
def test_b_43_a_hundred_kills_lose_nothing_and_rewrite_nothing(tmp_path, source):
    check_kills(source, tmp_path, kills=100, seed=2)
