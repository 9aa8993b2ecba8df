"""Everything of the index part, from one pass over the documents and one over the payload (§5.1).

Nothing is kept in memory but counts: rows, tables and search data go to files of a working folder
as the documents pass by, and pages are cut from them at the end.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from backups.archive import bag
from backups.contents import events, lists, search, site, tables
from backups.contents.frozen import FrozenBackup, FrozenDocument, PartFile, Tally
from backups.contents.pages import ALL
from backups.contents.readme import readme
from backups.contents.records import dumps, record
from backups.contents.rendering import static_file
from backups.contents.workspace import IndexMember, Workspace
from backups.states import ArchiveList

Payload = Callable[[], Iterable[tuple[str, str, int]]]
SLUGS = tuple(ArchiveList.values)
_LEADING = ("LEAME.txt", "index.html", "sitio/estilos.css", "sitio/busqueda.js")
_BAG = ("bagit.txt", "bag-info.txt")
DATA = tuple(f"data/{name}" for name in (
    "metadatos.csv", "metadatos.json", "esquema.json", "diccionario.csv", "omisiones.csv", "eventos.json"))  # fmt: skip
_MANIFESTS = ("manifest-sha256.txt", "tagmanifest-sha256.txt")
ACTA = "ACTA_RESPALDO.pdf"


def index_members(
    backup: FrozenBackup,
    *,
    documents: Callable[[], Iterable[FrozenDocument]],
    payload: Payload,
    parts: Sequence[PartFile],
    workdir: Path,
    acta: Callable[[Tally, str], bytes] | None = None,
) -> list[IndexMember]:
    """The members of the index part, in their order; also all that follows the documents of a single ZIP.

    `documents` gives the frozen list by position. `payload` gives (path from the root folder,
    SHA-256, bytes) of every file the document parts hold: those under `data/` and their
    LEAME_parteNN.txt. `parts` are the document parts. `workdir` is an empty folder on a disk; the
    bytes wait there until the caller removes it. `acta` makes the PDF from the final figures and
    the manifest's SHA-256; without it there is no ACTA.

    Raises ValueError when positions are not 1, 2, 3 …
    """
    with Workspace(workdir, backup.name) as work:
        pages, missing = [lists.ListPages(slug, work.spool(slug)) for slug in (*SLUGS, ALL)], work.spool("omisiones")
        tally = _read_documents(backup, documents(), work, pages, missing)
        _write_data(backup, work)
        octets, files, tags = _write_manifest(work, payload())
        manifest_sha256 = work.member("manifest-sha256.txt").sha256
        if acta:
            work.put(ACTA, acta(tally, manifest_sha256))
        facts = {"manifest_sha256": manifest_sha256, "acta": acta is not None}
        _write_site(backup, tally, work, pages, missing, facts)
        work.put("LEAME.txt", readme(backup, tally, parts, **facts))
        work.put("bagit.txt", bag.BAGIT_TXT.encode())
        work.put("bag-info.txt", events.bag_info(backup, octets=octets, files=files))
        _write_tag_manifest(work, tags)
        return [work.member(path) for path in _order(work)]


def _read_documents(backup, documents, work: Workspace, pages, missing: BinaryIO) -> Tally:
    """The only pass over the documents: tables, rows of lists, search data and what is missing."""
    tally, search_files = Tally.empty(SLUGS), search.SearchFiles(work.create)
    table, data, omissions = (work.create(f"data/{name}") for name in ("metadatos.csv", "metadatos.json",
                                                                       "omisiones.csv"))  # fmt: skip
    table.write(tables.metadata_header())
    data.write(json_head(backup))
    omissions.write(tables.omission_header())
    for position, document in enumerate(documents, 1):
        _check_position(document, position)
        _add_to_lists(document, pages)
        search_files.add(search.search_row(document))
        table.write(tables.metadata_line(document))
        data.write((b",\n" if position > 1 else b"\n") + dumps(record(document)))
        rows = list(tables.omission_rows(document))
        tally.add(document, omissions=len(rows), missing_files=sum(row.scope == "archivo" for row in rows))
        _write_missing(rows, omissions, missing)
    tally.withheld = len(backup.withheld)
    _write_missing(map(tables.withheld_row, backup.withheld), omissions, missing)
    data.write(JSON_TAIL)
    for file in (table, data, omissions, search_files):
        file.close()
    return tally


def _check_position(document: FrozenDocument, position: int) -> None:
    if document.position != position:
        raise ValueError(f"Document {position} of the frozen list came with position {document.position}")


def _add_to_lists(document: FrozenDocument, pages) -> None:
    cells = lists.row_cells(document)
    for one in pages:
        if one.slug == ALL or one.slug in document.lists:
            one.add(document, lists.row(document, one.slug, cells))


def _write_missing(rows, omissions, missing: BinaryIO) -> None:
    for row in rows:
        omissions.write(row.line())
        missing.write(site.missing_row(row))


def json_head(backup: FrozenBackup) -> bytes:
    """The beginning of `metadatos.json`, up to its documents."""
    facts = dumps({
        "solicitud": backup.number, "institucion": backup.institution, "persona": backup.person,
        "cedula": backup.cedula, "puesto": backup.position, "area": backup.area,
        "desde": backup.date_from.isoformat(), "hasta": backup.date_to.isoformat(),
        "lista_fijada": events.machine_instant(backup.frozen_at), "retenidos": list(backup.withheld),
    })  # fmt: skip
    return b'{"respaldo":' + facts + b',\n"documentos":['


JSON_TAIL = b"\n]}\n"


def _write_data(backup: FrozenBackup, work: Workspace) -> None:
    """The files of `data/` that do not tell of single documents."""
    work.put("data/esquema.json", static_file("esquema.json"))
    work.put("data/diccionario.csv", tables.dictionary())
    work.put("data/eventos.json", events.events(backup))


def _write_manifest(work: Workspace, payload) -> tuple[int, int, list[tuple[str, str]]]:
    """Writes manifest-sha256.txt; gives bytes and files of the payload, and the tag files of the parts."""
    octets = files = 0
    tags: list[tuple[str, str]] = []
    manifest = work.create("manifest-sha256.txt")
    for path, sha256, size in _payload(work, payload):
        if path.startswith("data/"):
            manifest.write(bag.manifest_line(path, sha256).encode())
            octets, files = octets + size, files + 1
        else:
            tags.append((path, sha256))
    manifest.close()
    return octets, files, tags


def _payload(work: Workspace, payload) -> Iterator[tuple[str, str, int]]:
    yield from payload
    for path in DATA:
        member = work.member(path)
        yield path, member.sha256, member.size


def _write_site(backup, tally: Tally, work: Workspace, pages, missing: BinaryIO, facts: dict) -> None:
    for one in pages:
        for name, pieces in one.write(backup):
            work.put(f"sitio/{name}", pieces)
    search_files = len(work.paths("sitio/indice_"))
    missing.seek(0)
    work.put("index.html", site.general_page(backup, tally, missing, search_files=search_files, **facts))
    for name in ("estilos.css", "busqueda.js"):
        work.put(f"sitio/{name}", static_file(name))


def _write_tag_manifest(work: Workspace, tags: list[tuple[str, str]]) -> None:
    """Every file that is not payload, the manifest included, itself excepted (RFC 8493, 2.2.1)."""
    own = [(path, work.member(path).sha256) for path in work.paths() if not path.startswith("data/")]
    lines = (bag.manifest_line(path, sha256).encode() for path, sha256 in sorted([*tags, *own]))
    work.put("tagmanifest-sha256.txt", lines)


def _order(work: Workspace) -> list[str]:
    """LEAME and the site first, so that a person who lists the ZIP meets them; the ACTA last."""
    fixed = {*_LEADING, *_BAG, *DATA, *_MANIFESTS, ACTA}
    pages = [path for path in work.paths() if path not in fixed]
    return [*_LEADING, *pages, *_BAG, *DATA, *_MANIFESTS, *work.paths(ACTA)]
