"""The long reports that an operator asked for: hers alone (institutions §14)."""

from quipux.administration import Page, Section, site

SECTION = Section(
    label="Reportes de la plataforma generados", prefix="reportes-generados", namespace="report_files",
    urls="documents.admin.report_files.urls",
    pages=(Page("files", "Reportes de la plataforma generados", "Los reportes largos que usted pidió en los últimos 7 días."),),
)  # fmt: skip

site.add(SECTION)
