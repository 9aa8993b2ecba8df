"""Kinds that are a ZIP inside: office files and plain archives."""

import zipfile
from collections.abc import Callable
from typing import BinaryIO

from quipux.files.kinds.containers import BROKEN
from quipux.files.kinds.signatures import Agrees, compound, head_of

LOCAL_HEADER, EMPTY = b"PK\x03\x04", b"PK\x05\x06"
LONGEST_MIMETYPE = 100
_protected = compound("EncryptedPackage")


def is_zip(file: BinaryIO) -> bool:
    """A ZIP that begins as one and whose directory can be read."""
    return _satisfies(file, lambda archive: True)


def office(folder: str) -> Agrees:
    """A rule: an Office Open XML file whose content stands in ``folder``, or one that its author protected."""

    def has_content(archive):
        names = archive.namelist()
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)

    return lambda file: _satisfies(file, has_content) or _protected(file)


def opendocument(kind: str) -> Agrees:
    """A rule: an OpenDocument file that declares itself a ``kind``."""

    def declares(archive):
        with archive.open("mimetype") as entry:
            return entry.read(LONGEST_MIMETYPE).decode("ascii") == f"application/vnd.oasis.opendocument.{kind}"

    return lambda file: _satisfies(file, declares)


def _satisfies(file: BinaryIO, rule: Callable[[zipfile.ZipFile], bool]) -> bool:
    if not head_of(file).startswith((LOCAL_HEADER, EMPTY)):
        return False
    try:
        with zipfile.ZipFile(file) as archive:
            return rule(archive)
    except (*BROKEN, KeyError):
        return False
    finally:
        file.seek(0)
