"""The pages of the mesa de servicio: cases that reached the second level (institutions §13, accounts-portal §12)."""

from quipux.administration import Page, Section, site

SECTION = Section(
    label="Soporte", prefix="soporte", namespace="support", urls="institutions.admin.support.urls",
    pages=(Page("queue", "Casos de soporte", "Lo que las instituciones y los ciudadanos no pudieron resolver solos."),),
)  # fmt: skip

site.add(SECTION)
