"""`bench entering`: what its figures say; the times themselves belong to no test."""

import json

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


def test_it_is_one_of_the_measurements_of_the_command():
    assert benchmarks.find("entering") is entering.run
