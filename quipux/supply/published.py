"""A list of published holes that somebody brings to a machine without an advisory service (safety §2.9, S-76).

Either the format of ``advisories.json``, or records of OSV (https://ossf.github.io/osv-schema/): one, a list of them,
or the archive of all of one ecosystem, as https://osv.dev gives them out.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

from quipux.supply.judging import Advisories, Advisory
from quipux.supply.lock import Unreadable

ECOSYSTEMS = ("PyPI", "npm")
BOUNDS = {"fixed": "fixed", "last_affected": "last"}


def read(path: Path) -> Advisories:
    """The holes of a file, dated by its newest record.

    Raises:
        Unreadable: no such file, or it says nothing that is understood.
    """
    try:
        records = list(_records(path))
        if len(records) == 1 and "advisories" in records[0]:
            own = records[0]
            return Advisories(date.fromisoformat(own["date"]), tuple(Advisory(**row) for row in own["advisories"]))
        newest = max(date.fromisoformat(record["modified"][:10]) for record in records)
        rows = [row for record in records if not record.get("withdrawn") for row in _rows(record)]
    except (OSError, ValueError, KeyError, TypeError, BadZipFile) as error:
        raise Unreadable(f"{path} no es una lista de fallos conocidos (ni la de Quipux ni registros OSV)") from error
    return Advisories(newest, tuple(rows))


def _records(path) -> Iterator[dict]:
    if is_zipfile(path):
        with ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json"):
                    yield json.loads(archive.read(name))
        return
    found = json.loads(path.read_text(encoding="utf-8"))
    yield from found if isinstance(found, list) else [found]


def _rows(record) -> Iterator[Advisory]:
    """One row per stretch of versions; a record lists either stretches or single versions, or both."""
    for affected in record.get("affected", []):
        package = affected.get("package", {})
        if package.get("ecosystem") not in ECOSYSTEMS:
            continue
        named = {"id": record["id"], "package": package["name"], "ecosystem": package["ecosystem"]}
        for stretch in affected.get("ranges", []):
            if stretch["type"] != "GIT":
                yield from _stretches(stretch["events"], named)
        if affected.get("versions"):
            yield Advisory(**named, versions=tuple(affected["versions"]))


def _stretches(events, named) -> Iterator[Advisory]:
    """From each «introduced» to the «fixed» or «last_affected» that follows it; without one, to this day."""
    begun = None
    for event in events:
        if "introduced" in event:
            begun = event["introduced"]
        for bound, field in BOUNDS.items():
            if bound in event and begun is not None:
                yield Advisory(**named, introduced=begun, **{field: event[bound]})
                begun = None
    if begun is not None:
        yield Advisory(**named, introduced=begun)
