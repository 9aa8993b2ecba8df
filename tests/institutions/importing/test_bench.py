"""`manage.py bench import` runs and prints what it brought; the speed itself is not judged here."""

import json

import pytest
from django.core.management import call_command

from institutions.benchmarks.importing import SCALES


@pytest.mark.long
def test_the_import_bench_brings_everybody_once(tmp_path, capsys):
    call_command("bench", "import", "--scale", "small", "--repeat", "1", "--folder", str(tmp_path))
    lines = {line["name"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert [lines[f"import.{name}"]["value"] for name in ("people", "refused", "again")] == [SCALES["small"], 0, 0]
    assert lines["import.validate"]["goal"] == "value <= 10"
    assert list(tmp_path.iterdir()) == []
