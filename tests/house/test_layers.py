"""Which way dependencies point (design §3)."""

import subprocess
import sys

import pytest

from tests.house import source

ORDER = ["accounts", "institutions", "documents", "backups"]  # each may import those before it
TOP = ("quipux.settings", "quipux.urls", "quipux.celery", "quipux.demo", "quipux.launcher", "quipux.bootstrap", "quipux.apps",
       "quipux.checks", "quipux.management", "quipux.wsgi")  # fmt: skip
ARCHIVE_MAY = {"isal"}


def app_of(name: str) -> str | None:
    return name.split(".")[0] if name.split(".")[0] in ORDER else None


def upward(name: str, imported: set[str]) -> list[str]:
    """What ``name`` imports from a layer above its own."""
    if name.startswith(TOP):
        return []
    own = app_of(name)
    allowed = set() if own is None else set(ORDER[: ORDER.index(own) + 1])
    return sorted(i for i in imported if app_of(i) and app_of(i) not in allowed)


@pytest.mark.parametrize("name", source.modules())
def test_no_module_imports_a_layer_above_its_own(name):
    assert upward(name, source.imports(name, source.modules()[name])) == []


def test_the_layer_rule_sees_an_upward_import():
    assert upward("documents.models", {"backups.models", "institutions.models"}) == ["backups.models"]
    assert upward("quipux.web.menu", {"accounts.models"}) == ["accounts.models"]
    assert upward("quipux.demo.story", {"backups.models"}) == []


@pytest.mark.parametrize("name", [n for n in source.modules() if n.startswith("backups.archive")])
def test_the_archive_package_imports_only_the_standard_library_and_its_deflate_wheel(name):
    roots = {i.split(".")[0] for i in source.imports(name, source.modules()[name])}
    assert roots <= set(sys.stdlib_module_names) | ARCHIVE_MAY | {"backups", ""}
    inside = {i for i in source.imports(name, source.modules()[name]) if i.startswith("backups")}
    assert all(i == "backups" or i.startswith("backups.archive") for i in inside)


def test_the_archive_package_works_with_django_out_of_reach():
    program = (
        "import sys; sys.modules['django'] = None\n"
        "import backups.archive.writer, backups.archive.reader, backups.archive.plan, backups.archive.closing\n"
        "print('sound')"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=source.ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "sound\n", done.stderr


def test_only_the_pdf_package_imports_the_renderer():
    users = {
        n for n, path in source.modules().items() if any(i.startswith("weasyprint") for i in source.imports(n, path))
    }
    assert users
    assert all(name.startswith("quipux.pdf") for name in users)
