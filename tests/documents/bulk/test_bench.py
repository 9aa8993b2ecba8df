"""The measurements at scale run and print what performance.md §5 says; the speed itself is not judged here."""

import json

import pytest
from django.core.management import call_command

from documents.benchmarks import at_scale, trays

pytestmark = pytest.mark.long


@pytest.mark.parametrize(("name", "expected"), [
    ("trays", ["first.usual", "first.busy", "deep.busy", "counters.busy", "filtered.busy", "tray.enviados.busy", "queries"]),
    ("search", ["number.usual", "quick.one.busy", "advanced.three.busy"]),
    ("selection", ["usual", "busy"]),
])  # fmt: skip
def test_each_bench_at_scale_asks_the_product_itself_and_leaves_nothing(name, expected, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(at_scale.SCALES, "small", 600)
    call_command("bench", name, scale="small", repeat=1, folder=tmp_path)
    lines = {line["name"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert {f"{name}.600.{figure}" for figure in expected} <= set(lines)
    assert all(line["value"] > 0 for line in lines.values())
    assert list(tmp_path.iterdir()) == []


def test_growth_is_told_between_two_scales():
    asked = ("first.usual", "first.busy", "counters.busy", "deep.busy")
    told = [{"documents": documents, "figures": {name: {"p95": seconds, "median": seconds, "queries": 9} for name in asked}}
            for documents, seconds in ((100, 0.010), (1000, 0.012))]  # fmt: skip
    found = {line.name: line for line in trays.lines(told)}
    assert found["trays.growth.first.busy"].ratio == pytest.approx(1.2)
    assert found["trays.1000.deep.busy"].ratio == pytest.approx(1)
    assert found["trays.1000.queries"].value == 9


def test_the_web_bench_loads_the_real_server_and_leaves_nothing(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(at_scale.SCALES, "small", 600)
    call_command("bench", "web", scale="small", repeat=1, folder=tmp_path)
    lines = {line["name"]: line for line in map(json.loads, capsys.readouterr().out.splitlines())}
    assert set(lines) == {"web.requests", "web.p95", "web.failed"}
    assert lines["web.failed"]["value"] == 0
    assert lines["web.requests"]["ratio"] < 1  # a tray is more work than nothing
    assert list(tmp_path.iterdir()) == []
