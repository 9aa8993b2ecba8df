"""How large the generated texts can become, known before anything is packed (backups §5.3.3).

A bound is the length of the same text with every choice taken at its longest: all links and all
reasons at once, the longest reason, the widest numbers. The templates that write it measure it, so
a bound cannot fall behind them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from backups.archive import bag
from backups.archive.naming import MAX_PATH
from backups.contents import events, index, lists, search, site, tables
from backups.contents.frozen import ROWS_PER_PAGE, FrozenBackup, FrozenDocument, PartFile, Tally
from backups.contents.pages import ALL, DOCUMENTS, LONGEST, document_page, page_name, row_anchor
from backups.contents.readme import part_readme, readme
from backups.contents.records import dumps, record
from backups.contents.rendering import frame, render_around_rows, static_file
from backups.states import OmissionReason, OmissionScope

LARGEST = 9_999_999  # documents, and the position of the last
FOLDER = "f" * 60  # as wide as BackupItem.folder
SHA256 = "0" * 64
ACTA_BYTES, ACTA_PART_BYTES = 150_000, 500  # most bytes of ACTA_RESPALDO.pdf, and more per part it lists
_CODE = max(len(reason.value) for reason in OmissionReason)


def document_texts_bound(metadata: Mapping, lists: Sequence[str], backup: FrozenBackup) -> int:
    """Most bytes `document_texts` can give in all, whatever its outcome, position, part and links."""
    document = _widest(metadata, lists)
    page = document_page(document, backup, longest=True)
    return len(page) + len(dumps(record(document), indent=1)) + 1 + _record_slack(metadata)


def document_index_bound(metadata: Mapping, lists: Sequence[str]) -> int:
    """Most bytes one document adds to the index part: rows, tables, search data and manifest lines."""
    document = _widest(metadata, lists)
    return (
        _rows_bound(document)
        + len(search.search_row(document))
        + len(tables.metadata_line(document))
        + len(dumps(record(document)))
        + len(b",\n")
        + _record_slack(metadata)
        + sum(_omission_bound(row) for row in _all_omissions(document))
        + sum(_manifest_bound(path) for path in _paths(document))
    )


def _widest(metadata: Mapping, lists: Sequence[str]) -> FrozenDocument:
    return FrozenDocument(LARGEST, FOLDER, lists, metadata, part=LARGEST)


def _record_slack(metadata: Mapping) -> int:
    """A code where the packed record says null, for the document and for each file; false for true."""
    return (1 + len(metadata["files"])) * (_CODE + len('"",false'))


def _rows_bound(document: FrozenDocument) -> int:
    cells = lists.row_cells(document, longest=True)
    return sum(len(lists.row(document, slug, cells)) for slug in (*document.lists, ALL))


def _all_omissions(document: FrozenDocument) -> Iterator[tables.OmissionRow]:
    number = document.metadata["number"]
    names = ["", *(file["name"] or file["path"] for file in document.metadata["files"])]
    for name in names:
        scope = OmissionScope.FILE if name else OmissionScope.DOCUMENT
        yield tables.OmissionRow(LARGEST, number, tables.SCOPES[scope], name, LONGEST.code, LARGEST)


def _omission_bound(row: tables.OmissionRow) -> int:
    return len(row.line()) + _CODE + len(tables.SCOPES[OmissionScope.DOCUMENT]) + len(site.missing_row(row))


def _paths(document: FrozenDocument) -> Iterator[str]:
    files = [file["path"] for file in document.metadata["files"] if file["path"]]
    for name in ("pagina.html", "documento.json", *files):
        yield f"{DOCUMENTS}/{document.folder}/{name}"


def _manifest_bound(path: str) -> int:
    return len(bag.manifest_line(path, SHA256).encode())


def part_readme_bound(backup: FrozenBackup) -> int:
    """Most bytes the LEAME of any document part can have."""
    widest = replace(backup, parts_planned=LARGEST)
    path, text = part_readme(widest, number=LARGEST, documents=LARGEST, first_folder=FOLDER, last_folder=FOLDER)
    return len(path) + len(text)


def index_bound(
    backup: FrozenBackup, *, documents: int, rows: int, shares: int, parts: int = 1
) -> list[tuple[str, int]]:
    """(path with its root, most bytes) of each member the index part can have; the sum bounds it.

    `documents` is how many there are, `rows` the sum of `len(lists)`, `shares` the sum of
    `document_index_bound`, `parts` the most parts the set can have, index included.
    """
    members = [
        *_page_bounds(backup, documents=documents, rows=rows),
        *_fixed_bounds(backup, parts=parts),
        *((f"sitio/{search.file_name(number)}", len(search.BEGIN + search.END))
          for number in range(1, documents // search.ROWS_PER_FILE + 2)),
        ("data/metadatos.json", shares + len(index.json_head(backup) + index.JSON_TAIL)),
    ]  # fmt: skip
    lines = sum(_manifest_bound(path) for path, _ in members) + parts * _manifest_bound("x" * MAX_PATH)
    members.append(("tagmanifest-sha256.txt", lines + _manifest_bound("tagmanifest-sha256.txt")))
    return [(f"{backup.name}/{path}", size) for path, size in members]


def _page_bounds(backup: FrozenBackup, *, documents: int, rows: int) -> Iterator[tuple[str, int]]:
    """The most list pages there can be, without their rows, which are in the shares."""
    slugs = (*index.SLUGS, ALL)
    widest = max(_list_frame(backup, slug, documents) for slug in slugs)
    total = (rows + documents) // ROWS_PER_PAGE + len(slugs)
    longest = max(slugs, key=len)
    for number in range(1, total + 1):
        yield f"sitio/{page_name(longest, number)}", widest


def _list_frame(backup: FrozenBackup, slug: str, documents: int) -> int:
    """A page without rows that links to every month of the period."""
    pages = LARGEST // ROWS_PER_PAGE
    context = lists.list_context(slug, number=pages - 1, pages=pages, rows=LARGEST, years=_years(backup, documents))
    ends = frame(backup, root="../", current=slug).ends(f"{lists.LABELS[slug]}, página 9 999 999 de 9 999 999")
    return sum(map(len, (*ends, *render_around_rows("lista.html", context)))) + len("Documentos ")


def _years(backup: FrozenBackup, documents: int) -> list[tuple[str, list[dict]]]:
    first, last = (day.year * 12 + day.month for day in (backup.date_from, backup.date_to))
    months = min(documents, last - first + 1)
    href = f"{page_name('reasignados', LARGEST)}#{row_anchor(LARGEST)}"
    month = {"label": max(lists.MONTHS, key=len), "href": href, "count": "9 999 999"}
    return [("9999", [month]) for _ in range(months)]


def _fixed_bounds(backup: FrozenBackup, *, parts: int) -> Iterator[tuple[str, int]]:
    """Members whose length does not depend on the documents."""
    tally = _widest_tally()
    widest = replace(backup, parts_planned=max(parts, 2))
    part = PartFile(f"{backup.name}.z{parts:02d}", "", 1023 * 1024**3, SHA256)
    yield "LEAME.txt", len(readme(widest, tally, [part] * parts, manifest_sha256=SHA256, acta=True)) + parts
    withheld = [tables.withheld_row(number) for number in backup.withheld]
    rows = [site.missing_row(row) for row in withheld]
    page = site.general_page(backup, tally, rows, search_files=LARGEST, manifest_sha256=SHA256, acta=True)
    yield "index.html", sum(map(len, page))
    for name in ("estilos.css", "busqueda.js"):
        yield f"sitio/{name}", len(static_file(name))
    yield "bagit.txt", len(bag.BAGIT_TXT)
    yield "bag-info.txt", len(events.bag_info(backup, octets=10**18, files=10**9))
    yield "data/metadatos.csv", len(tables.metadata_header())
    yield "data/esquema.json", len(static_file("esquema.json"))
    yield "data/diccionario.csv", len(tables.dictionary())
    yield "data/omisiones.csv", len(tables.omission_header()) + sum(len(row.line()) for row in withheld)
    yield "data/eventos.json", len(events.events(backup))
    yield "manifest-sha256.txt", sum(map(_manifest_bound, index.DATA))
    yield index.ACTA, ACTA_BYTES + parts * ACTA_PART_BYTES


def _widest_tally() -> Tally:
    tally = Tally.empty(index.SLUGS)
    tally.listed = dict.fromkeys(index.SLUGS, LARGEST)
    for name in ("documents", "packed", "omitted", "withheld", "omissions", "missing_files"):
        setattr(tally, name, LARGEST)
    return tally
