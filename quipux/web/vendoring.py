"""The vendored style base: how the served copy is made from the untouched original (ui.md section 2.2).

The original names a typeface licensed for one foreign site only, and a crest; neither may be served.
"""

import hashlib
import json
import re
from pathlib import Path

from django.conf import settings

VERSION = "6.6.0"
ORIGINALS = Path(__file__).parent / "vendor" / f"govuk-frontend-{VERSION}"
EDITOR = Path(__file__).parent / "vendor" / "prosemirror"
# SHA-256 of what the pinned packages give; a byte of the editor that is another fails the tests.
EDITOR_SHA256 = "9ad35b7af1640265df401b78e7d575baed47f97c4fb9defb076a180708d87766"
FONT_FAMILIES = "GDS Transport,arial,sans-serif"
CREST = "url(/assets/images/govuk-crest.svg)"
FORBIDDEN = ("gds transport", "crest", "margaret calvert", "@font-face")


class VendorError(ValueError):
    """The original is not what the rules below were written for."""


def served_folder() -> Path:
    return Path(settings.BASE_DIR) / "static" / "vendor"


def unbranded_css(original: str) -> str:
    """Return the style sheet without the licensed typeface and without the crest.

    Raises VendorError if either is still named afterwards.
    """
    css = re.sub(r"@font-face\{[^}]*\}", "", original)
    css = re.sub(r"/\*! Copyright.*?\*/", "", css, flags=re.DOTALL)
    css = css.replace(FONT_FAMILIES, "var(--qx-fuente)").replace(CREST, "none")
    left = [word for word in FORBIDDEN if word in css.lower()]
    if left:
        raise VendorError(f"Still present in the processed style sheet: {', '.join(left)}")
    return css


def served_files() -> dict[str, bytes]:
    """Every served vendored file: path under static/vendor/ → its exact bytes."""
    css = (ORIGINALS / "govuk-frontend.min.css").read_text(encoding="utf-8")
    return {
        "govuk/govuk-frontend.css": unbranded_css(css).encode(),
        "govuk/govuk-frontend.min.js": (ORIGINALS / "govuk-frontend.min.js").read_bytes(),
        "govuk/LICENSE.txt": (ORIGINALS / "LICENSE.txt").read_bytes(),
    }


def editor_files() -> dict[str, bytes]:
    """The rich editor as it is served: path under static/vendor/ → bytes; `quipux/web/vendor/prosemirror` says how it is made."""
    return {
        path: (served_folder() / path).read_bytes()
        for path in ("prosemirror/LICENSE.txt", "prosemirror/prosemirror.js")
    }


def inventory_rows() -> list[tuple[str, str, str, str, str]]:
    """Path, origin, version, licence and SHA-256 of every vendored file."""
    origin = "govuk-frontend (npm)"
    rows = [(path, origin, VERSION, "MIT", sha256(content)) for path, content in served_files().items()]
    pinned = json.loads((EDITOR / "package.json").read_text(encoding="utf-8"))["dependencies"]
    version = ", ".join(f"{name.removeprefix('prosemirror-')} {number}" for name, number in pinned.items())
    return rows + [(path, "prosemirror-* (npm), unido con esbuild", version, "MIT", sha256(content))
                   for path, content in editor_files().items()]  # fmt: skip


def inventory() -> str:
    """Text of VENDOR.txt."""
    rows = ["Archivos de terceros que se sirven con Quipux. Los escribe: manage.py vendor_govuk"]
    rows.append("ruta | origen | versión | licencia | SHA-256")
    rows += [" | ".join(row) for row in inventory_rows()]
    return "\n".join(rows) + "\n"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
