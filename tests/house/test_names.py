"""Sizes, names and labels (design §6 and §7)."""

import ast
import io
import re
import tokenize

import pytest
from django.apps import apps
from django.db.models import CharField, Field, Model

from tests.house import source

LONGEST_FILE = 400  # lines
LONGEST_FUNCTION = 60
TESTS = sorted((source.ROOT / "tests").rglob("*.py"))
OWN = [*source.modules().values(), *TESTS]
OWN_APPS = [config for config in apps.get_app_configs() if config.name.split(".")[0] in source.PACKAGES]
MODELS = [model for config in OWN_APPS for model in config.get_models()]
WRITTEN = [path for folder in (*source.PACKAGES, "templates", "tests", "docs", ".ci") for path in (source.ROOT / folder).rglob("*")
           if path.suffix in {".py", ".html", ".txt", ".css", ".js", ".toml", ".md", ".yml", ".conf", ".json", ""}
           and path.is_file() and "__pycache__" not in path.parts]  # fmt: skip
WRITTEN += [
    path
    for path in source.ROOT.iterdir()
    if path.is_file() and path.suffix in {".py", ".toml", ".yml", ".md", ".txt", ""}
]
PROMISE = re.compile(r"\b(?:" + "|".join(("TO" + "DO", "FIX" + "ME", "HA" + "CK")) + r")\b")
TEMPLATE_COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.S)
# Put together here so that this file does not say what it looks for.
FOREIGN = re.compile(
    "|".join(map(re.escape, ("py" + "pi.org", "python" + "hosted", "npm" + "js.", "regis" + "try.", "/wo" + "rk/", "/tmp/" + "brief",
                             "/ro" + "ot/", "/ho" + "me/", "/tmp/" + "qpg")))
)  # fmt: skip
ENGLISH_LABELS = re.compile(
    r"\b(the|of|date|name|number|state|type|file|size|user|created|updated|key|code|is|at|by|for)\b", re.I
)


def short(path) -> str:
    return str(path.relative_to(source.ROOT))


# Sizes ------------------------------------------------------------------------------------------------


def test_no_file_is_longer_than_what_somebody_reads_at_once():
    lengths = {short(path): path.read_text(encoding="utf-8").count("\n") for path in OWN}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def long_functions(tree: ast.AST) -> list[str]:
    return [node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
            and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION]  # fmt: skip


def test_no_function_is_longer_than_a_screen():
    long = {short(path): long_functions(source.tree(path)) for path in OWN}
    assert {name: found for name, found in long.items() if found} == {}


def test_the_rule_of_length_sees_a_long_function():
    assert long_functions(ast.parse("def a():\n" + "    b()\n" * 60)) == ["a"]
    assert long_functions(ast.parse("def a():\n" + "    b()\n" * 59)) == []


# Names ------------------------------------------------------------------------------------------------


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "util", "helpers", "helper", "misc", "common", "tools_misc"}
    assert [short(path) for path in OWN if path.stem in drawers] == []


def test_every_test_is_a_sentence():
    """test_<scenario>_words: at least two words after the ids of scenarios."""
    short_names = []
    for path in TESTS:
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                words = [w for w in node.name.split("_")[1:] if not re.fullmatch(r"[a-z]{1,2}\d+", w)]
                if len(words) < 2:
                    short_names.append(f"{short(path)}::{node.name}")
    assert short_names == []


def names_of(tree: ast.AST) -> set[str]:
    found = {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.ClassDef))}
    return found | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}


def test_every_identifier_is_plain_ascii():
    odd = {short(path): sorted(n for n in names_of(source.tree(path)) if not n.isascii()) for path in OWN}
    assert {name: found for name, found in odd.items() if found} == {}


# Labels -----------------------------------------------------------------------------------------------


# Keys, hashes and leases, which no form and no list shows; the Recorrido and rights are drawn by words of their own.
MACHINERY = {"uuid", "slug", "lease_token", "lease_until", "storage_key", "alternative_key", "record", "idempotency_key",
             "bytes"}  # fmt: skip
DRAWN_ELSEWHERE = {"history.Entry", "institutions.Grant"}
SPANISH_TOO = {"sigla", "error", "material", "control", "total"}  # names that are Spanish as they stand


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_and_field_has_a_label_in_spanish(model):
    fields = [] if model._meta.label in DRAWN_ELSEWHERE else model._meta.local_fields
    assert [field.name for field in fields if is_unlabelled(field)] == []
    assert not is_machine_made(model)


def is_unlabelled(field: Field) -> bool:
    """The framework's own label, made of the name, or one in English."""
    if field.primary_key or field.auto_created or field.name in MACHINERY:
        return False
    label = str(field.verbose_name)
    made = label == field.name.replace("_", " ") and label not in SPANISH_TOO
    return made or bool(ENGLISH_LABELS.search(label))


def test_the_rule_of_labels_sees_a_field_without_one_and_an_english_one():
    assert is_unlabelled(labelled(CharField(max_length=9)))
    assert is_unlabelled(labelled(CharField("start date", max_length=9)))
    assert not is_unlabelled(labelled(CharField("fecha de inicio", max_length=9)))


def labelled(field: Field) -> Field:
    field.set_attributes_from_name("start_date")
    return field


def is_machine_made(model: type[Model]) -> bool:
    made = re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).lower()
    return str(model._meta.verbose_name) == made or str(model._meta.verbose_name_plural) == f"{made}s"


NAMES_TOO = {"quipux", "demo"}  # the product, and a word of Spanish


@pytest.mark.parametrize("config", OWN_APPS, ids=lambda config: config.label)
def test_every_app_has_a_name_for_people(config):
    assert config.verbose_name != config.label.replace("_", " ").title() or config.label in NAMES_TOO


# What is not written ----------------------------------------------------------------------------------


def comments_of(path) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def test_nothing_is_left_as_a_promise():
    left = {short(path): [c for c in comments_of(path) if PROMISE.search(c)] for path in OWN}
    for path in (source.ROOT / "templates").rglob("*.html"):
        left[short(path)] = [c for c in TEMPLATE_COMMENT.findall(path.read_text(encoding="utf-8")) if PROMISE.search(c)]
    assert {name: found for name, found in left.items() if found} == {}


def test_no_file_names_a_registry_of_packages_or_a_place_of_one_machine():
    named = {}
    for path in WRITTEN:
        found = set(FOREIGN.findall(path.read_text(encoding="utf-8", errors="replace")))
        if found and path.name != ".env":
            named[short(path)] = sorted(found)
    assert named == {}


def test_no_refusal_is_swallowed():
    """No ``except Exception: pass`` nor a bare ``except``."""
    swallowed = []
    for path in OWN:
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.ExceptHandler):
                broad = node.type is None or getattr(node.type, "id", "") in ("Exception", "BaseException")
                if broad and all(isinstance(statement, ast.Pass) for statement in node.body):
                    swallowed.append(f"{short(path)}:{node.lineno}")
    assert swallowed == []
