"""docs/seguridad.md says what is proven and what is not: each row named there has its test, and none is passed over in silence."""

import re
from collections import Counter
from functools import cache

from tests.house import source

ABUSES, FAULTS = 92, 43
DOCUMENT = (source.ROOT / "docs" / "seguridad.md").read_text(encoding="utf-8")
PROVEN, MISSING = DOCUMENT.split("## Filas sin prueba con su nombre")
ROW = re.compile(r"\b([SFAV])-(\d\d)\b")

# Every requirement of levels 1 and 2 of OWASP ASVS 5.0.0; of its chapters 9, 10 and 17 none applies.
ASVS = """1.1.1-2 1.2.1-9 1.3.1-11 1.4.1-3 1.5.1-2 2.1.1-3 2.2.1-3 2.3.1-4 2.4.1 3.2.1-2 3.3.1-4 3.4.1-6 3.5.1-5 3.7.1-2 4.1.1-3
4.2.1 4.3.1-2 4.4.1-4 5.1.1 5.2.1-3 5.3.1-2 5.4.1-3 6.1.1-3 6.2.1-12 6.3.1-4 6.4.1-4 6.5.1-5 6.6.1-3 6.8.1-4 7.1.1-3 7.2.1-4
7.3.1-2 7.4.1-5 7.5.1-2 7.6.1-2 8.1.1-2 8.2.1-3 8.3.1 8.4.1 11.1.1-2 11.2.1-3 11.3.1-3 11.4.1-4 11.5.1 11.6.1 12.1.1-3
12.2.1-2 12.3.1-4 13.1.1 13.2.1-5 13.3.1-2 13.4.1-5 14.1.1-2 14.2.1-4 14.3.1-3 15.1.1-3 15.2.1-3 15.3.1-7 16.1.1 16.2.1-5
16.3.1-4 16.4.1-3 16.5.1-3"""
ANSWERS = DOCUMENT.split("## ASVS, requisito por requisito")[1].split("## Filas sin prueba con su nombre")[0]
WITH_TEST = ANSWERS.split("### Con prueba")[1].split("###")[0]


@cache
def known() -> frozenset[str]:
    """The name of every test."""
    found = set()
    for path in (source.ROOT / "tests").rglob("test_*.py"):
        found |= set(re.findall(r"^ *def (test_\w+)", path.read_text(encoding="utf-8"), re.M))
    return frozenset(found)


def carried() -> set[str]:
    """The rows that some test carries in its name."""
    return {
        f"{kind.upper()}-{number}" for name in known() for kind, number in re.findall(r"_([sfav])_(\d\d)(?=_)", name)
    }


def rows(text: str) -> set[str]:
    return {f"{kind}-{number}" for kind, number in ROW.findall(text)}


def requirements() -> list[str]:
    found = []
    for span in ASVS.split():
        section, _, numbers = span.rpartition(".")
        first, _, last = numbers.partition("-")
        found += [f"{section}.{number}" for number in range(int(first), int(last or first) + 1)]
    return found


def test_every_row_that_is_called_proven_has_a_test_of_its_name():
    assert sorted(rows(PROVEN) - carried()) == []


def test_every_abuse_and_fault_is_either_proven_or_said_to_lack_its_test():
    wanted = {f"S-{n:02}" for n in range(1, ABUSES + 1)} | {f"F-{n:02}" for n in range(1, FAULTS + 1)}
    assert sorted(wanted - rows(PROVEN) - rows(MISSING)) == []


def test_every_requirement_of_the_asvs_has_one_answer():
    answered = Counter(re.findall(r"(?<![\w.])\d{1,2}\.\d{1,2}\.\d{1,2}\b", ANSWERS.replace("ASVS 5.0.0", "")))
    assert answered == Counter(requirements())


def test_every_test_that_answers_a_requirement_exists():
    lines = [line for line in WITH_TEST.splitlines() if re.match(r"\| \d", line)]
    unproven = [line for line in lines if not rows(line) and "`test_" not in line]
    assert (len(lines) > 100, unproven) == (True, [])
    assert sorted(set(re.findall(r"`(test_\w+)`", DOCUMENT)) - known()) == []
