"""`manage.py bench sending` runs and tells its figures; the speed itself is not judged here."""

import json

import pytest
from django.core.management import call_command

from documents.benchmarks.sending import SCALES

pytestmark = pytest.mark.long


def test_the_sending_bench_delivers_to_everybody_and_leaves_nothing(tmp_path, capsys):
    call_command("bench", "sending", "--scale", "small", "--repeat", "1", "--folder", str(tmp_path))
    lines = {line["name"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert lines["sending.people"]["value"] == SCALES["small"].people
    assert lines["sending.wrong"]["value"] == 0
    assert all(lines[f"sending.{name}"]["value"] > 0 for name in ("request", "render", "deliver"))
    assert list(tmp_path.iterdir()) == []
