"""What others wrote enters the build with its hash, and a known hole stops it (safety S-76)."""

import hashlib
import json
import shutil
import subprocess
import sys
from io import StringIO
from zipfile import ZipFile

import pytest
from django.core.management import call_command

from quipux.bootstrap import environment
from quipux.supply import judging, lock
from quipux.supply.judging import Advisories, Advisory

WHEEL = "quipux_prueba-1.0-py3-none-any.whl"


def made(folder):
    """A package of one line, as an index would hand it out."""
    path = folder / WHEEL
    with ZipFile(path, "w") as wheel:
        wheel.writestr("quipux_prueba.py", "VALOR = 1\n")
        wheel.writestr(
            "quipux_prueba-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: quipux-prueba\nVersion: 1.0\n"
        )
        wheel.writestr(
            "quipux_prueba-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr("quipux_prueba-1.0.dist-info/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def installs(folder, digest, program) -> bool:
    """Whether a lock with this hash installs the package."""
    locked, place = folder / "requirements.txt", folder / f"puesto-{digest[:8]}"
    locked.write_text(f"quipux-prueba==1.0 --hash=sha256:{digest}\n")
    command = [*program, "install", "-q", "--no-index", "--find-links", str(folder), "--target", str(place),
               "--require-hashes", "-r", str(locked)]  # fmt: skip
    code = subprocess.run(command, capture_output=True).returncode
    assert (place / "quipux_prueba.py").exists() == (code == 0)
    return code == 0


def test_s_76_a_changed_hash_installs_nothing(tmp_path):
    digest, uv = made(tmp_path), [shutil.which("uv", path=f"{environment.VENV}/bin"), "pip"]
    assert installs(tmp_path, digest, uv)
    for program in (uv, [sys.executable, "-m", "pip", "--disable-pip-version-check"]):
        assert not installs(tmp_path, digest[::-1], program)


def test_s_76_every_way_to_install_asks_for_the_hashes():
    for path in ("quipux/bootstrap/environment.py", "quipux/deploy/Dockerfile"):
        assert "--require-hashes" in (environment.ROOT / path).read_text()
    assert [one.name for name in ("requirements.txt", "tests/requirements.txt")
            for one in lock.packages(environment.ROOT / name) if not one.hashes] == []  # fmt: skip


def test_s_76_the_build_is_sound_today():
    said = StringIO()
    call_command("sbom", "--check", stdout=said)
    assert "sin fallos conocidos" in said.getvalue()


def test_s_76_a_hole_another_version_a_missing_hash_and_a_changed_file_stop_the_build(tmp_path, monkeypatch):
    shutil.copytree(lock.vendor(), tmp_path / "vendor")
    script = tmp_path / "vendor/govuk/govuk-frontend.min.js"
    script.write_bytes(script.read_bytes() + b" ")
    packages = [lock.Package("weasyprint", "67.0", ("a" * 64,)), lock.Package("django", "5.2.19", ())]
    known = Advisories(
        judging.advisories().date, (Advisory("CVE-2025-68616", "WeasyPrint", "68.0"), Advisory("X", "Otro", "9"))
    )
    found = judging.findings(packages, lock.served(), known, vendor=tmp_path / "vendor",
                             version_of={"weasyprint": "66.0", "django": "5.2.19"}.get)  # fmt: skip
    assert found == [
        "django 5.2.19 no tiene huella en requirements.txt.",
        "weasyprint 66.0 está instalado y requirements.txt dice 67.0.",
        "static/vendor/govuk/govuk-frontend.min.js no tiene los bytes de VENDOR.txt.",
        "WeasyPrint 67.0 tiene el fallo CVE-2025-68616: use 68.0 o posterior.",
    ]
    monkeypatch.setattr(judging, "findings", lambda *a, **k: found)
    with pytest.raises(SystemExit) as ended:
        call_command("sbom", "--check", "--json", stdout=(said := StringIO()))
    assert (ended.value.code, json.loads(said.getvalue())["findings"]) == (1, found)


def test_the_list_of_components_names_every_pin_and_every_served_file():
    call_command("sbom", stdout=(said := StringIO()))
    document = json.loads(said.getvalue())
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.6")
    references = [one["bom-ref"] for one in document["components"]]
    assert len(set(references)) == len(references) == len(lock.packages()) + len(lock.served())
    assert "pkg:pypi/django@5.2.19" in references
    assert all(one["hashes"] for one in document["components"])
    assert document["dependencies"][0]["dependsOn"] == references


def test_without_its_lists_the_command_says_so(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    with pytest.raises(SystemExit) as ended:
        call_command("sbom", stderr=(said := StringIO()))
    assert (ended.value.code, "requirements.txt" in said.getvalue()) == (2, True)


# Lists that somebody brings ---------------------------------------------------------------------------------

OSV = [
    {"id": "PYSEC-2026-1", "modified": "2026-11-02T10:00:00Z", "affected": [
        {"package": {"ecosystem": "PyPI", "name": "Django"}, "versions": ["5.2.19"], "ranges": [
            {"type": "GIT", "events": [{"introduced": "0"}]},
            {"type": "ECOSYSTEM", "events": [{"introduced": "5.2"}, {"fixed": "5.2.20"}]}]}]},
    {"id": "PYSEC-2026-2", "modified": "2026-11-09T10:00:00Z", "affected": [
        {"package": {"ecosystem": "PyPI", "name": "gunicorn"},
         "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "1.0"}, {"introduced": "99.0"}]}]}]},
    {"id": "PYSEC-2026-3", "modified": "2026-11-09T10:00:00Z", "withdrawn": "2026-11-10T10:00:00Z", "affected": [
        {"package": {"ecosystem": "PyPI", "name": "celery"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}]},
    {"id": "GHSA-1", "modified": "2026-10-01T10:00:00Z", "affected": [
        {"package": {"ecosystem": "npm", "name": "prosemirror-view"},
         "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"last_affected": "1.42.9"}]}]},
        {"package": {"ecosystem": "Maven", "name": "django"}, "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}]}]},
]  # fmt: skip
FOUND = [
    "Django 5.2.19 tiene el fallo PYSEC-2026-1: use 5.2.20 o posterior.",
    "prosemirror-view 1.42.9 tiene el fallo GHSA-1: actualícelo a una versión que el aviso no nombre, o deje de usarlo.",
]


def judged(*arguments) -> tuple[int, str]:
    """The exit code of the command and what it said."""
    said = StringIO()
    try:
        call_command("sbom", *arguments, stdout=said, stderr=said)
    except SystemExit as ended:
        return ended.code, said.getvalue()
    return 0, said.getvalue()


@pytest.fixture(params=["list", "archive"])
def brought(request, tmp_path):
    """The records as a list and as the archive that holds all of an ecosystem."""
    path = tmp_path / ("todo.zip" if request.param == "archive" else "avisos.json")
    if request.param == "list":
        path.write_text(json.dumps(OSV))
        return path
    with ZipFile(path, "w") as archive:
        for record in OSV:
            archive.writestr(f"{record['id']}.json", json.dumps(record))
    return path


def test_s_76_a_list_that_is_brought_stops_the_build_by_what_it_names(brought, monkeypatch):
    monkeypatch.setattr(lock, "packages", lambda: [lock.Package(name, version, ("a",)) for name, version in (
        ("django", "5.2.19"), ("gunicorn", "27.0.1"), ("celery", "5.7.0"))])  # fmt: skip
    code, said = judged("--advisories", str(brought), "--json")
    told = json.loads(said)
    assert (code, told["findings"], told["advisories_of"]) == (1, FOUND, "2026-11-09")


def test_s_76_the_stored_list_counts_beside_the_one_that_is_brought(tmp_path, monkeypatch):
    monkeypatch.setattr(lock, "packages", lambda: [lock.Package("weasyprint", "67.0", ("a",))])
    path = tmp_path / "propia.json"
    path.write_text(json.dumps({"date": "2026-11-20", "advisories": [{"id": "X-1", "package": "otro", "fixed": "9"}]}))
    code, said = judged("--advisories", str(path))
    assert (code, "CVE-2025-68616" in said, "al 2026-11-20" in said) == (1, True, True)


def test_a_list_that_says_nothing_is_wrong_use_and_an_old_one_stops_the_build_where_that_is_asked(tmp_path):
    path = tmp_path / "avisos.json"
    for content in ("", "{}", '[{"id": 1}]', "[]"):
        path.write_text(content)
        code, said = judged("--advisories", str(path))
        assert (code, "no es una lista de fallos conocidos" in said) == (2, True), content
    assert judged("--check", "--max-age", "20000")[0] == 0
    code, said = judged("--check", "--max-age", "0")
    assert (code, "traiga una nueva" in said) == (1, True)
