"""Información General: the page a person opens first (backups §5.1)."""

from collections.abc import Iterable, Iterator

from backups.contents.frozen import FrozenBackup, Tally
from backups.contents.pages import ALL, page_name
from backups.contents.rendering import frame, render, render_around_rows, visible
from backups.contents.tables import OmissionRow
from backups.states import ArchiveList
from quipux.web.formatting import count_text, official


def general_page(
    backup: FrozenBackup, tally: Tally, missing_rows: Iterable[bytes], *, search_files: int, manifest_sha256: str,
    acta: bool,
) -> Iterator[bytes]:  # fmt: skip
    """`index.html` in pieces; `missing_rows` are those of `missing_row`, which may be many."""
    context = general_context(backup, tally, search_files=search_files)
    context |= {"manifest_sha256": manifest_sha256, "acta": acta}
    head, foot = frame(backup, root="", current="index", search=True).ends("Información General")
    before, after = render_around_rows("index.html", context)
    yield head + before
    yield from missing_rows
    yield after + foot


def missing_row(row: OmissionRow) -> bytes:
    """One row of «Lo que no se incluyó»."""
    context = {"number": row.number, "file": row.file or "Documento completo", "reason": row.reason}
    return visible(render("_omision.html", context)).encode()


def general_context(backup: FrozenBackup, tally: Tally, *, search_files: int) -> dict:
    """Plain texts of the page."""
    return {
        "backup": backup,
        "data": "data",
        "search_files": str(search_files),
        "frozen_date": official(backup.frozen_at).date().isoformat(),
        "period_from": backup.date_from.isoformat(),
        "period_to": backup.date_to.isoformat(),
        "inside_sentence": f"Se respaldaron {count_text(tally.inside)} documentos",
        "omitted_sentence": f"{_counted(tally.omitted, 'documento')} y {_counted(tally.missing_files, 'archivo')}",
        "withheld_sentence": _counted(tally.withheld, "documento"),
        "lists": [(label, f"sitio/{page_name(slug, 1)}", count_text(count)) for slug, label, count in _lists(tally)],
        "missing": tally.omissions + tally.withheld > 0,
    }


def _counted(number: int, noun: str) -> str:
    return f"{count_text(number)} {noun}{'' if number == 1 else 's'}"


def _lists(tally: Tally) -> list[tuple[str, str, int]]:
    named = [(slug, label, tally.listed[slug]) for slug, label in ArchiveList.choices]
    return [*named, (ALL, "Todos, en orden", tally.documents)]
