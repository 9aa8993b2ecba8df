"""How a long report is shown to who asked for it, in the office and in the administration."""

from documents import workshop
from documents.models import ReportFile
from documents.reports import files
from quipux import clock
from quipux.web.components import Column, Link, Tag

MOST = 100  # a person makes ten in an hour; older ones are gone after seven days
COLUMNS = (Column("Reporte"), Column("Formato"), Column("Pedido"), Column("Filas", numeric=True), Column("Archivo"),
           Column("Hasta", "Disponible hasta"))  # fmt: skip


def line(found: ReportFile, address: str) -> list:
    """One row of the table.

    Args:
        address: where its file is downloaded.
    """
    title, standing = files.title_of(found.report), Tag("En preparación", "blue")
    if found.file_id:
        standing = Link("Descargar", address, f"{title}, {found.get_kind_display()}")
    elif found.finished_at:
        standing = found.failure
    until = clock.local(found.finished_at + workshop.KEPT).date() if found.file_id else None
    return [title, found.get_kind_display(), found.asked_at, found.total, standing, until]


def file_name(found: ReportFile) -> str:
    """«reporte-<slug>_2026-05-23.csv»."""
    return f"reporte-{found.report}_{clock.local(found.finished_at):%Y-%m-%d}.{found.kind}"
