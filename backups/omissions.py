"""What a published backup does not hold, counted and listed (backups §3.10)."""

from collections import Counter

from backups.models import Backup, Omission
from backups.states import OmissionReason, OmissionScope
from quipux.web import formatting
from quipux.web.components import Column

COLUMNS = (
    Column("No. Documento"),
    Column("Alcance"),
    Column("Archivo"),
    Column("Razón"),
    Column("Intentos", numeric=True),
)


def counts_of(backup: Backup) -> Counter:
    """Omissions by scope; withheld documents apart, they are no omission."""
    found = Omission.objects.filter(backup=backup).exclude(reason=OmissionReason.WITHHELD)
    return Counter(found.values_list("scope", flat=True))


def observations(backup: Backup) -> int:
    """K of «Con observaciones: K»."""
    return counts_of(backup).total()


def summary_of(backup: Backup) -> str:
    """«Documentos incluidos: N. Omitidos: O. Archivos omitidos: F. Retenidos: W.»"""
    counts = counts_of(backup)
    numbers = (backup.documents_included, counts[OmissionScope.DOCUMENT], counts[OmissionScope.FILE],
               backup.documents_withheld or 0)  # fmt: skip
    included, omitted, files, withheld = map(formatting.count_text, numbers)
    return f"Documentos incluidos: {included}. Omitidos: {omitted}. Archivos omitidos: {files}. Retenidos: {withheld}."


def rows_of(backup: Backup) -> list[list]:
    """One row per omission, as omisiones.csv has them; of a withheld document only number and reason."""
    found = Omission.objects.filter(backup=backup).order_by("item__position", "pk")
    return [[row.number, row.get_scope_display(), row.file_name, row.get_reason_display(),
             "" if row.reason == OmissionReason.WITHHELD else row.tries] for row in found]  # fmt: skip
