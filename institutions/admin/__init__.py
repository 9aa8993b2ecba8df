"""The pages of the SGE about citizens: requests to sign electronically (accounts-portal §10.5, §12)."""

from quipux.administration import Page, Section, site

SECTION = Section(
    label="Ciudadanos", prefix="ciudadanos", namespace="citizens", urls="institutions.admin.urls",
    pages=(Page("applications", "Solicitudes de firma", "Quién pide firmar electrónicamente, y qué se decidió."),),
)  # fmt: skip

site.add(SECTION)
