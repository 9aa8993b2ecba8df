"""`respaldo_N.meta4`: names, sizes, digests and addresses for download managers (RFC 5854)."""

from collections.abc import Callable
from datetime import datetime
from xml.etree import ElementTree

from backups.archive import naming

NAMESPACE = "urn:ietf:params:xml:ns:metalink"
MEDIA_TYPE = "application/metalink4+xml"


def metalink(name: str, parts, address: Callable, published: datetime) -> bytes:
    """The file for the set ``name``: each part once, under its name in the set.

    Args:
        parts: every BackupPart, in order.
        address: (part, file name) → absolute URL.
    """
    root = ElementTree.Element("metalink", xmlns=NAMESPACE)
    _add(root, "generator", "Quipux")
    _add(root, "published", published.isoformat(timespec="seconds"))
    for part, file_name in zip(parts, naming.part_names(name, len(parts)), strict=True):
        file = ElementTree.SubElement(root, "file", name=file_name)
        _add(file, "size", str(part.bytes))
        _add(file, "hash", part.sha256, type="sha-256")
        _add(file, "url", address(part, file_name), priority="1")
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def _add(parent, tag, text, **attributes):
    ElementTree.SubElement(parent, tag, attributes).text = text
