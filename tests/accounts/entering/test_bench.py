"""`bench entering`: what its figures say, and the run that S-04 and S-10 ask for."""

import json

import pytest

from accounts.benchmarks import entering
from quipux import benchmarks

SECONDS = {
    "known": [0.110, 0.100, 0.300],
    "unknown": [0.101],
    "pending": [0.103],
    "suspended": [0.102],
    "closed": [0.104],
}


def figures(**recovery):
    told = {"login": SECONDS, "recovery": SECONDS | recovery, "bodies": {"login": 1, "recovery": 2}}
    return {line["name"]: line for line in (json.loads(one.to_json()) for one in entering.lines(told))}


def test_the_medians_and_their_widest_difference_are_judged_and_so_is_the_body():
    found = figures(known=[0.120])
    assert (found["entering.login.known"]["value"], found["entering.login.unknown"]["reference"]) == (0.11, 0.101)
    assert (found["entering.login.difference"]["value"], found["entering.login.difference"]["ok"]) == (0.009, True)
    assert (found["entering.recovery.difference"]["value"], found["entering.recovery.difference"]["ok"]) == (
        0.019,
        False,
    )
    assert [found[f"entering.{way}.bodies"]["ok"] for way in ("login", "recovery")] == [True, False]


def test_a_kind_that_is_seldom_slow_shows_in_the_mean_alone():
    found = figures(known=[0.101] * 19 + [0.400])
    assert (found["entering.recovery.difference"]["ok"], found["entering.recovery.mean difference"]["ok"]) == (
        True,
        False,
    )


@pytest.mark.long
def test_a_08_a_19_s_04_s_10_two_hundred_tries_of_each_kind_of_number_do_not_tell_who_exists(tmp_path, capsys):
    """With the hasher of production and a real server; on a machine that does nothing else."""
    options = benchmarks.Options(scale="full", seed=1, repeat=1, folder=tmp_path)
    lines = [json.loads(line.to_json()) for line in entering.run(options, lambda words: None)]
    judged = {line["name"]: line["value"] for line in lines if line["ok"] is not None}
    with capsys.disabled():
        print(judged)
    assert len(judged) == 6
    assert [line["name"] for line in lines if line["ok"] is False] == []


def test_it_is_one_of_the_measurements_of_the_command():
    assert benchmarks.find("entering") is entering.run
