"""The text files of a BagIt 1.0 bag (RFC 8493), one line at a time where they are long.

backups.md §5.1: all parts of a set extracted into one folder form one valid bag.
"""

from collections.abc import Iterable

BAGIT_TXT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"  # RFC 8493, 2.1.1

_UNITS = ("B", "KB", "MB", "GB", "TB")


def bag_info(fields: Iterable[tuple[str, str]]) -> str:
    """bag-info.txt (2.2.2) from (label, value) pairs, in their order.

    Line breaks within a value become spaces: a value must not forge another label.
    """
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in fields)


def payload_oxum(*, octets: int, files: int) -> str:
    """Payload-Oxum (2.2.2): bytes and number of the files under `data/`."""
    return f"{octets}.{files}"


def bag_size(octets: int) -> str:
    """Bag-Size (2.2.2): `octets` bytes for people, in decimal units."""
    size, unit = float(octets), 0
    while size >= 1000 and unit < len(_UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.1f} {_UNITS[unit]}" if unit else f"{octets} B"


def manifest_line(path: str, sha256: str) -> str:
    """One line of a manifest (2.1.3): also what `sha256sum -c` reads.

    Line breaks and percent signs in `path` are written as percent codes.
    """
    path = path.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"{sha256}  {path}\n"


def manifest(files: Iterable[tuple[str, str]]) -> str:
    """manifest-sha256.txt or tagmanifest-sha256.txt from (path, SHA-256) pairs."""
    return "".join(manifest_line(path, sha256) for path, sha256 in files)


def parse_manifest(text: str) -> dict[str, str]:
    """Path to SHA-256, as `manifest` wrote them."""
    pairs = (line.split(maxsplit=1) for line in text.splitlines() if line)
    return {_decode(path): sha256.lower() for sha256, path in pairs}


def _decode(path: str) -> str:
    return path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
