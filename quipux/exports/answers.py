"""A list as the answer to a request: checked, counted, audited, whole before its first byte leaves."""

import logging
import tempfile

from django.db import models
from django.http import FileResponse, HttpRequest
from django.utils.text import slugify

from quipux import clock
from quipux.exports.limits import check_at_once, check_total, take_turn
from quipux.exports.writers import Sheet, write

# Exports go to the security log and not to a Recorrido (safety §4): a list is no subject with a history
# of its own, and an entry in that of each document listed would bury what was done to it.
logger = logging.getLogger("quipux.security")
IN_MEMORY = 1 << 20  # bytes; beyond it the file waits on disk


class Kind(models.TextChoices):
    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX"
    PDF = "pdf", "PDF"


MEDIA_TYPES = {
    Kind.CSV: "text/csv; charset=utf-8",
    Kind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Kind.PDF: "application/pdf",
}


def export_response(
    request: HttpRequest, sheet: Sheet, *, kind: str, total: int, name: str, actor=None
) -> FileResponse:
    """Answer with the list as an attachment.

    The whole file is made before the answer begins, in bounded memory: a fault is an error page and
    never half a file.

    Args:
        kind: one of `Kind`.
        total: how many rows the list has, counted before.
        name: what it is, for the file's name and for the security log: a slug without personal data.
        actor: who takes it away, where the request has no context of an office (an operator of the SGE).

    Raises:
        Invalid: more rows than ``QUIPUX_EXPORT_MAX_ROWS``, or than a PDF made at once may have.
        TooMany: the person made ten in this hour.
        quipux.pdf.PdfError: the PDF could not be made.
    """
    kind = Kind(kind)
    check_total(total)
    check_at_once(total, kind)
    take_turn(request.user)
    output = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    write(sheet, kind, output)
    output.seek(0)
    record_export(actor or request.actor, kind=kind, total=total, name=name)
    return FileResponse(output, as_attachment=True, filename=file_name(name, kind), content_type=MEDIA_TYPES[kind],
                        headers={"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})  # fmt: skip


def record_export(actor, *, kind: str, total: int, name: str) -> None:
    """Write one line of the security log: who took which list away, and how long it was."""
    appointment = actor.appointment
    logger.info("export", extra={"user": actor.user.pk, "appointment": str(appointment.uuid) if appointment else "",
                                 "list": name, "kind": str(kind), "rows": total})  # fmt: skip


def file_name(name: str, kind: str) -> str:
    """«reporte-02_2026-05-23.csv»: letters, digits and dashes that every disk accepts."""
    return f"{slugify(name) or 'lista'}_{clock.today().isoformat()}.{Kind(kind).value}"
