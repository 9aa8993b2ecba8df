"""Names: of the parts of a set, and of what goes inside (backups.md §5.2).

Inside, names are plain ASCII, short, and unique because an ordinal leads each of them:
they open the same on every system. The real names are told in the pages and tables.
"""

import re
import unicodedata

MAX_PATH = 120  # bytes of a whole path
MAX_NAME = 0xFFFF  # bytes: what a ZIP header can say
MAX_NUMBER = 32  # characters of a document's number within its folder
MAX_STEM, MAX_EXTENSION = 24, 8  # characters of an annex's name; the extension's dot counts

_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin", "conout", "clock"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in range(10)]
)
# Control characters, backslashes, halves of characters; an empty segment, "." or "..";
# a drive letter.
_DANGEROUS = re.compile(r"[\x00-\x1f\x7f\\\ud800-\udfff]|(?:^|/)\.{0,2}(?:/|$)|^[A-Za-z]:")
_FOREIGN = re.compile(r"[^A-Za-z0-9._-]+")
_EXTENSION = re.compile(r"\.[A-Za-z0-9]+(\.p7[ms])?$")


def part_names(name: str, count: int) -> list[str]:
    """The names of a set of `count` parts: NAME.z01 … .z99, .z100 …, and last NAME.zip."""
    return [f"{name}.z{number:02d}" for number in range(1, count)] + [f"{name}.zip"]


def independent_names(name: str, count: int) -> list[str]:
    """The names under which each part is a ZIP by itself: NAME_parte01.zip …

    A set of one part has only its own name, NAME.zip.
    """
    if count == 1:
        return [f"{name}.zip"]
    return [f"{name}_parte{number:02d}.zip" for number in range(1, count + 1)]


def fold(name: str) -> str:
    """The form under which two names collide: NFC and case folding, as Windows and macOS."""
    if name.isascii():
        return name.lower()
    folded = unicodedata.normalize("NFC", name).casefold()
    return unicodedata.normalize("NFC", folded)


def check_entry_name(name: str) -> bool:
    """Whether an entry may have this name: relative, within its root, for any reader.

    Weaker than what `safe_segment` gives: other alphabets are allowed, dangers are not.
    """
    if _DANGEROUS.search(name):
        return False
    return (name.isascii() and len(name) <= MAX_NAME) or len(name.encode()) <= MAX_NAME


def is_portable_path(path: str) -> bool:
    """Whether `path` keeps every rule of §5.2: at most 120 bytes of safe segments."""
    return len(path) <= MAX_PATH and all(
        segment and segment == safe_segment(segment, len(segment)) for segment in path.split("/")
    )


def safe_segment(text: str, limit: int, *, fallback: str = "sin-nombre") -> str:
    """`text` as one ASCII path segment of at most `limit` characters.

    Accents are stripped, ñ gives n, anything else foreign becomes a dash; runs
    collapse; no leading or trailing dot, dash or underscore-only rest; never the name
    of a Windows device. `fallback` is given when nothing is left.
    """
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    dashed = _FOREIGN.sub("-", plain)
    collapsed = re.sub(r"\.{2,}", ".", re.sub(r"-{2,}", "-", dashed))
    segment = re.sub(r"[.-]*\.[.-]*", ".", collapsed).strip(".-")[:limit].rstrip(".-")
    if not segment:
        return fallback[:limit].rstrip(".-")
    return _off_devices(segment, limit)


def _off_devices(segment: str, limit: int) -> str:
    """Windows takes CON, con.txt and CON.tar.gz for the same device."""
    if segment.split(".")[0].lower() not in _DEVICES:
        return segment
    return f"x{segment}"[:limit].rstrip(".-")


def document_folder(position: int, number: str) -> str:
    """The folder of a document: six-digit position (seven from a million) and number."""
    return f"{position:06d}_{safe_segment(number, MAX_NUMBER, fallback='sin-numero')}"


def annex_name(ordinal: int, name: str, *, stem: int = MAX_STEM) -> str:
    """The name of an annex: three-digit ordinal, up to `stem` characters, short extension.

    An ending longer than 8 characters, dot included, is not taken for an extension.
    `.p7m` and `.p7s` keep the extension before them when both fit.
    """
    own, extension = split_extension(name)
    return f"{ordinal:03d}_{safe_segment(own, stem, fallback='anexo')}{extension}"


def split_extension(name: str) -> tuple[str, str]:
    """(stem, extension in small letters with its dot, or "")."""
    match = _EXTENSION.search(name)
    if not match or match.start() == 0 or len(match.group()) > MAX_EXTENSION:
        return name, ""
    return name[: match.start()], match.group().lower()
