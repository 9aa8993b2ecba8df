"""Lists as files: CSV, XLSX and PDF, safe to open, limited and audited (documents §5.3, §14; safety S-24).

The columns and the rows are those of a page's table: ``quipux.web.components.Column`` and lists of
values as ``cell`` draws them. A page asks for :func:`export_response`; a job for :func:`write`.
"""

from quipux.exports.answers import MEDIA_TYPES, Kind, export_response, file_name, record_export
from quipux.exports.cells import is_number
from quipux.exports.limits import PDF_AT_ONCE, check_total, take_turn
from quipux.exports.writers import Sheet, write, write_csv, write_pdf, write_xlsx

__all__ = ["MEDIA_TYPES", "PDF_AT_ONCE", "Kind", "Sheet", "check_total", "export_response", "file_name", "is_number", "record_export",
           "take_turn", "write", "write_csv", "write_pdf", "write_xlsx"]  # fmt: skip
