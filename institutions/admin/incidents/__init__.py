"""The pages of the register of incidents with personal data (safety §2.10, accounts-portal §13)."""

from quipux.administration import Page, Section, site

SECTION = Section(
    label="Protección de datos", prefix="incidentes", namespace="incidents", urls="institutions.admin.incidents.urls",
    pages=(Page("incidents", "Incidentes", "Los incidentes con datos personales, sus plazos y a quién se avisó."),),
)  # fmt: skip

site.add(SECTION)
