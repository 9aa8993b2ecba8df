"""The list pages of the site: 200 rows each, first/previous/next/last, months as an index (§5.1).

Rows are written to a spool as documents pass by, once; pages are cut from it afterwards, when the
number of pages and the months are known. Memory does not grow with the documents.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from backups.contents.frozen import ROWS_PER_PAGE, FrozenBackup, FrozenDocument
from backups.contents.pages import ALL, DOCUMENTS, LONGEST, page_name, row_anchor
from backups.contents.rendering import frame, render, render_around_rows, visible
from backups.contents.wording import instant_text, short_names_text, yes_no
from backups.states import ArchiveList, Outcome
from quipux.web.formatting import count_text

LABELS = {**dict(ArchiveList.choices), ALL: "respaldados, en orden"}
# The two more columns, and the frozen fact they come from.
ACTIONS = {
    ArchiveList.REASSIGNED.value: (("Fecha de reasignación", "Reasignado a"), "reassigned_by_me"),
    ArchiveList.INFORMED.value: (("Fecha en que se informó", "Informado por"), "informed_to_me"),
}
MONTHS = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
          "noviembre", "diciembre")  # fmt: skip


def row_cells(document: FrozenDocument, *, longest: bool = False) -> str:
    """The cells every list shows of a document; with `longest`, whatever its outcome may add."""
    data, whole = document.metadata, LONGEST if longest else document.missing_whole()
    inside = longest or document.is_inside
    return render("_fila.html", {
        "address": f"../{DOCUMENTS}/{document.folder}/pagina.html" if inside else "",
        "date": data["document_date"],
        "number": data["number"],
        "sender": short_names_text(data["from"]),
        "receivers": short_names_text(data["to"]),
        "subject": data["subject"],
        "confidential": data["confidentiality"] == "Confidencial",
        "omitted": whole.reason if whole else "",
        "partial": longest or document.outcome == Outcome.PARTIAL,
        "type": data["type"],
        "signed": yes_no(data["signed"]),
    }).strip()  # fmt: skip


def row(document: FrozenDocument, slug: str, cells: str) -> bytes:
    """The whole row of one list, from its common cells."""
    text = f'<tr id="{row_anchor(document.position)}">{cells}{_action_cells(slug, document.metadata)}</tr>\n'
    return visible(text).encode()


def _action_cells(slug: str, data: Mapping) -> str:
    if slug not in ACTIONS:
        return ""
    action = data[ACTIONS[slug][1]] or {"at": "", "other": ""}
    return render("_accion.html", {"date": instant_text(action["at"]), "other": action["other"]}).strip()


@dataclass(slots=True)
class _Month:
    page: int
    position: int
    count: int = 0


class ListPages:
    """One list: its rows in a spool, where each page begins, where each month begins."""

    def __init__(self, slug: str, spool: BinaryIO):
        self.slug, self.rows = slug, 0
        self._spool = spool
        self._starts: list[int] = []
        self._months: dict[str, _Month] = {}

    def add(self, document: FrozenDocument, content: bytes) -> None:
        """Adds the row of the next document, in frozen order."""
        if self.rows % ROWS_PER_PAGE == 0:
            self._starts.append(self._spool.tell())
        self.rows += 1
        month = document.metadata["document_date"][:7]
        self._months.setdefault(month, _Month(len(self._starts), document.position)).count += 1
        self._spool.write(content)

    @property
    def pages(self) -> int:
        """How many pages there are: one even without rows, so that the menu always leads somewhere."""
        return max(1, len(self._starts))

    def write(self, backup: FrozenBackup) -> Iterator[tuple[str, Iterator[bytes]]]:
        """(name within `sitio/`, pieces) of each page, in order; take the pieces before the next page."""
        shell, years = frame(backup, root="../", current=self.slug), self._years()
        bounds = [*self._starts, self._spool.tell()] if self._starts else [0, 0]
        for number in range(1, self.pages + 1):
            context = self._context(number, years)
            yield page_name(self.slug, number), self._pieces(shell, context, bounds[number - 1], bounds[number])

    def _pieces(self, shell, context: dict, start: int, end: int) -> Iterator[bytes]:
        pages = context["pages"]
        title = f"{self.title}, página {pages['number']} de {pages['count']}"
        head, foot = shell.ends(title)
        before, after = render_around_rows("lista.html", context)
        yield head + before
        self._spool.seek(start)
        yield self._spool.read(end - start)
        yield after + foot

    @property
    def title(self) -> str:
        return f"Documentos {LABELS[self.slug]}"

    def _context(self, number: int, years: list) -> dict:
        return list_context(self.slug, number=number, pages=self.pages, rows=self.rows, years=years)

    def _years(self) -> list[tuple[str, list[dict]]]:
        years: dict[str, list[dict]] = {}
        for name, month in sorted(self._months.items()):
            href = f"{page_name(self.slug, month.page)}#{row_anchor(month.position)}"
            years.setdefault(name[:4], []).append(
                {"label": MONTHS[int(name[5:7]) - 1], "href": href, "count": count_text(month.count)}
            )
        return list(years.items())


def list_context(slug: str, *, number: int, pages: int, rows: int, years: list) -> dict:
    """What the beginning and the end of a page say; every number already a text."""
    first, last = (number - 1) * ROWS_PER_PAGE + 1, min(number * ROWS_PER_PAGE, rows)
    many = f" Se muestran del {count_text(first)} al {count_text(last)}." if pages > 1 else ""
    return {
        "slug": slug,
        "label": LABELS[slug],
        "summary": f"{count_text(rows)} documento{'' if rows == 1 else 's'}.{many}",
        "years": years,
        "rows": rows > 0,
        "many": pages > 1,
        "action": ACTIONS[slug][0] if slug in ACTIONS else (),
        "pages": {
            "number": count_text(number),
            "count": count_text(pages),
            "first": page_name(slug, 1),
            "previous": page_name(slug, number - 1) if number > 1 else "",
            "next": page_name(slug, number + 1) if number < pages else "",
            "last": page_name(slug, pages),
        },
    }
