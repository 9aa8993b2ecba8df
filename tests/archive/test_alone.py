"""The library stands alone: the standard library and one wheel."""

import ast
import subprocess
import sys
from pathlib import Path

import backups

PACKAGE = Path(backups.__file__).parent / "archive"
ROOT = PACKAGE.parents[1]
ALLOWED = {*sys.stdlib_module_names, "isal"}

BLOCK = """
import sys
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {blocked!r}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Wall())
"""


def in_new_interpreter(code, *, blocked):
    script = BLOCK.format(blocked=blocked) + code
    return subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)


def test_it_is_imported_whole_with_django_blocked():
    modules = [path.stem for path in PACKAGE.glob("*.py") if path.stem not in ("__init__", "__main__")]
    assert {"plan", "writer", "closing", "reader", "naming", "bag", "errors"} <= set(modules)
    code = "\n".join(f"import backups.archive.{module}" for module in modules)
    code += "\nimport backups.archive.__main__\nassert 'django' not in sys.modules"
    done = in_new_interpreter(code, blocked={"django", "celery", "boto3"})
    assert done.returncode == 0, done.stderr


def test_it_imports_the_standard_library_and_one_wheel():
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module]
            else:
                continue
            assert {name.split(".")[0] for name in names} <= ALLOWED, path


def test_the_reader_shares_no_code_with_the_writer():
    for module in ("reader", "part_reader", "parsing"):
        tree = ast.parse((PACKAGE / f"{module}.py").read_text())
        used = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level}
        assert used <= {"errors", "naming", "parsing", "part_reader"}


def test_a_missing_wheel_is_named_in_plain_words():
    done = in_new_interpreter("import backups.archive.writer", blocked={"isal"})
    assert done.returncode == 1
    assert "necesita el paquete «isal»" in done.stderr


def test_files_and_functions_stay_short():
    for path in PACKAGE.glob("*.py"):
        source = path.read_text()
        assert len(source.splitlines()) <= 300, path
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef):
                assert node.end_lineno - node.lineno < 40, f"{path}: {node.name}"
