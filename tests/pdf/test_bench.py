"""`manage.py bench pdf` runs and tells its figures; the speed itself is not judged here."""

import json

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.long


def test_the_pdf_bench_lays_out_pages_and_leaves_nothing(tmp_path, capsys):
    call_command("bench", "pdf", "--scale", "small", "--repeat", "1", "--folder", str(tmp_path))
    lines = {line["name"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert set(lines) == {"pdf.start", "pdf.one_page", "pdf.pages_per_second", "pdf.memory"}
    assert all(line["value"] > 0 for line in lines.values())
    assert lines["pdf.one_page"]["ratio"] > 1  # an empty page costs less
    assert list(tmp_path.iterdir()) == []
