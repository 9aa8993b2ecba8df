"""U-01: the vendored base is the stored original, less a typeface and a crest that are not ours."""

import gzip
import re
from pathlib import Path

import pytest

from quipux.web import vendoring

ORIGINAL_CSS = "cda09c60ce00d90a4886f096817e237cdefcb7ff267e4cfe9816fb98a7d17b7f"
ORIGINAL_JS = "0391e416adb9af2c69addede9d650a5f31939a7092544fa82a6f4c70201026d0"


@pytest.fixture
def static(root) -> Path:
    return root / "static"


def differing(folder) -> list[str]:
    return [name for name, content in vendoring.served_files().items() if (folder / name).read_bytes() != content]


def test_u_01_the_originals_are_untouched():
    for name, expected in (("govuk-frontend.min.css", ORIGINAL_CSS), ("govuk-frontend.min.js", ORIGINAL_JS)):
        assert vendoring.sha256((vendoring.ORIGINALS / name).read_bytes()) == expected


def test_u_01_the_served_files_are_what_the_originals_give(static):
    assert differing(static / "vendor") == []


def test_u_01_one_changed_byte_is_found(static, tmp_path):
    for name in vendoring.served_files():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((static / "vendor" / name).read_bytes())
    sheet = tmp_path / "govuk/govuk-frontend.css"
    sheet.write_bytes(sheet.read_bytes().replace(b"0", b"1", 1))
    assert differing(tmp_path) == ["govuk/govuk-frontend.css"]


def test_u_01_every_vendored_file_is_listed_with_its_hash(static):
    listed = (static / "vendor" / "VENDOR.txt").read_text(encoding="utf-8")
    assert listed == vendoring.inventory()
    present = {str(path.relative_to(static / "vendor")) for path in (static / "vendor").rglob("*") if path.is_file()}
    assert present - {"VENDOR.txt"} == {*vendoring.served_files(), *vendoring.editor_files()}
    for line in listed.splitlines()[2:]:
        path, *_, digest = line.split(" | ")
        assert vendoring.sha256((static / "vendor" / path).read_bytes()) == digest


def test_u_01_the_editor_is_the_pinned_one():
    assert vendoring.sha256(vendoring.editor_files()["prosemirror/prosemirror.js"]) == vendoring.EDITOR_SHA256


def test_u_01_neither_the_licensed_font_nor_the_crest_is_served(static):
    for path in static.rglob("*"):
        if path.is_file():
            text = path.read_bytes().lower()
            assert not re.search(rb"gds transport|margaret calvert|crest\.svg|@font-face", text), path


def test_u_01_a_base_of_another_shape_is_refused():
    with pytest.raises(vendoring.VendorError, match="gds transport"):
        vendoring.unbranded_css("a{font-family:GDS Transport}")


@pytest.mark.parametrize(
    ("name", "kilobytes"),
    [("vendor/govuk/govuk-frontend.css", 16), ("css/quipux.css", 6), ("js/inicio.js", 0.2),
     ("vendor/govuk/govuk-frontend.min.js", 12), ("js/app.js", 10), ("js/huella.js", 5), ("vendor/prosemirror/prosemirror.js", 90),
     ("js/redactar.js", 6), ("js/imagenes.js", 2), ("js/destinatarios.js", 2), ("css/redactar.css", 2)],
)  # fmt: skip
def test_static_files_keep_within_their_weight(static, name, kilobytes):
    """ui.md section 5, measured as gzip sends them."""
    assert len(gzip.compress((static / name).read_bytes(), 9)) <= kilobytes * 1024


def test_production_names_reach_the_module_that_another_imports(settings, tmp_path):
    """ui.md 2.2.5: with hashed names the import inside app.js leads to a file that exists."""
    from django.contrib.staticfiles.storage import staticfiles_storage
    from django.core.management import call_command

    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "quipux.web.static_storage.HashedStaticFilesStorage"},
    }
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    call_command("collectstatic", interactive=False, verbosity=0)
    module = tmp_path / staticfiles_storage.stored_name("js/app.js")
    target = re.search(r'from "([^"]+)"', module.read_text(encoding="utf-8"))[1]
    assert re.fullmatch(r"\.\./vendor/govuk/govuk-frontend\.min\.[0-9a-f]{12}\.js", target)
    assert (module.parent / target).resolve().is_file()
    assert (tmp_path / (staticfiles_storage.stored_name("css/quipux.css") + ".gz")).is_file()
