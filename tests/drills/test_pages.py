"""No page of docs/operacion.md without its five parts, its drill, and commands that exist (safety §15)."""

import ast
import re
from functools import cache

import pytest
from django.core.management import get_commands

from quipux.alarms.runbooks import Runbook
from tests.drills.rehearsals import REHEARSALS
from tests.house import source

PARTS = ["Señal", "Primera mirada", "Pasos", "Terminó cuando", "A quién avisar"]
_, _, GUIDES = (source.ROOT / "docs" / "operacion.md").read_text(encoding="utf-8").partition("\n## Guías\n")
GUIDES = GUIDES.partition("\n## ")[0]
PAGES = {text.partition("\n")[0]: text for text in GUIDES.split("\n### ")[1:]}
# Words in backquotes that look like an order of ours and are of another program.
FOREIGN = {"pg_terminate_backend", "accesslog_accessentry", "documents_party", "backups_partdownload", "build_attempt_failed",
           "repair_failed", "pg_dump", "job_done", "alarm_unasked", "sha256sum", "timedatectl"}  # fmt: skip
# Quoted from elsewhere: another chapter, PostgreSQL, and two words that a page of health puts together.
NOT_OF_A_PAGE = {"Llaves y secretos", "Instalar", "canceling statement due to lock timeout", "cola: advertencia"}


def test_each_page_is_one_that_alarms_may_name_and_has_a_drill():
    assert set(PAGES) == set(Runbook) == set(REHEARSALS)


@pytest.mark.parametrize("title", PAGES)
def test_a_page_has_its_five_parts_in_order_and_names_commands_that_exist(title):
    assert re.findall(r"^- \*\*(.+?)\.\*\*", PAGES[title], re.M) == PARTS
    said = {words.split()[0] for words in re.findall(r"`([a-z][a-z_]+(?: [^`]*)?)`", PAGES[title])}
    named = {word for word in said if "_" in word} - FOREIGN
    assert sorted(named - set(get_commands())) == []


@cache
def product() -> str:
    """Every sentence of the product, in one line."""
    files = [path for package in (*source.PACKAGES, "templates") for path in (source.ROOT / package).rglob("*")]
    texts = (path.read_text(encoding="utf-8") for path in files if path.suffix in {".py", ".html", ".txt"})
    return " ".join(" ".join(text.split()) for text in texts).lower()


@pytest.mark.parametrize("title", PAGES)
def test_what_a_page_quotes_of_the_product_is_written_there(title):
    """«…» and bold words are what an operator looks for on the screen; numbers and what varies is left out."""
    text = " ".join(PAGES[title].split())
    quoted = {words for pair in re.findall(r"«([^»]+)»|\*\*([^*]+)\*\*", text) for words in pair if words}
    quoted -= {f"{part}." for part in PARTS} | set(PAGES) | NOT_OF_A_PAGE
    parts = {part.strip(" .") for words in quoted for part in re.split(r"…|: \d+|No\.", words)} - {""}
    assert sorted(part for part in parts if part.lower() not in product()) == []


@pytest.mark.parametrize("title", REHEARSALS)
def test_every_drill_of_a_page_exists(title):
    for place in REHEARSALS[title]:
        path, _, name = place.partition("::")
        tree = ast.parse((source.ROOT / path).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, place
