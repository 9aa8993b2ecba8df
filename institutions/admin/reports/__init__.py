"""The reports of the SGE: of the platform, and of one institution, read only (institutions §4, §14)."""

from quipux.administration import Page, Section, site

SECTION = Section(
    label="Reportes", prefix="reportes", namespace="reports", urls="institutions.admin.reports.urls",
    pages=(
        Page("platform", "Reportes de la plataforma", "Implantaciones, capacitación, soporte e instituciones."),
        Page("institutions", "Reportes por institución", "Estructura, permisos, numeración y casos de una institución."),
    ),
)  # fmt: skip

site.add(SECTION)
