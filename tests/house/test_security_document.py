"""docs/seguridad.md says what is proven and what is not: each row named there has its test, and none is passed over in silence."""

import re

from tests.house import source

ABUSES, FAULTS = 92, 43
DOCUMENT = (source.ROOT / "docs" / "seguridad.md").read_text(encoding="utf-8")
PROVEN, MISSING = DOCUMENT.split("## Filas sin prueba con su nombre")
ROW = re.compile(r"\b([SFA])-(\d\d)\b")


def carried() -> set[str]:
    """The rows that some test carries in its name."""
    found = set()
    for path in (source.ROOT / "tests").rglob("test_*.py"):
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.M):
            found |= {f"{kind.upper()}-{number}" for kind, number in re.findall(r"_([sfa])_(\d\d)(?=_)", name)}
    return found


def rows(text: str) -> set[str]:
    return {f"{kind}-{number}" for kind, number in ROW.findall(text)}


def test_every_row_that_is_called_proven_has_a_test_of_its_name():
    assert sorted(rows(PROVEN) - carried()) == []


def test_every_abuse_and_fault_is_either_proven_or_said_to_lack_its_test():
    wanted = {f"S-{n:02}" for n in range(1, ABUSES + 1)} | {f"F-{n:02}" for n in range(1, FAULTS + 1)}
    assert sorted(wanted - rows(PROVEN) - rows(MISSING)) == []
