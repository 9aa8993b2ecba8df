"""`manage.py bench numbering` runs and prints what performance.md §5 says; the speed itself is not judged here."""

import json

import pytest
from django.core.management import call_command

from documents.benchmarks.numbering import SCALES
from quipux import benchmarks

pytestmark = pytest.mark.long


def test_the_numbering_bench_gives_every_number_once_and_leaves_nothing(tmp_path, capsys):
    call_command("bench", "numbering", "--scale", "small", "--repeat", "1", "--folder", str(tmp_path))
    lines = {line["name"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert lines["numbering.given"]["value"] == SCALES["small"].numbers + SCALES["small"].signings
    assert [lines[f"numbering.{name}"]["value"] for name in ("refused", "gaps", "duplicates")] == [0, 0, 0]
    assert all(lines[f"numbering.{name}"]["value"] > 0 for name in ("bare", "issue", "sign"))
    assert lines["numbering.issue"]["reference"] == lines["numbering.bare"]["value"]
    assert list(tmp_path.iterdir()) == []


def test_each_app_registers_its_own_measurements():
    assert {"archive", "numbering", "request"} <= set(benchmarks.registered())
    assert benchmarks.find("numbering").__module__ == "documents.benchmarks.numbering"
