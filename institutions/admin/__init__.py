"""The pages of the SGE about citizens: requests to sign electronically (accounts-portal §10.5, §12)."""

from quipux.administration import Page, Section, site

SECTION = Section(
    label="Ciudadanos", prefix="ciudadanos", namespace="citizens", urls="institutions.admin.urls",
    pages=(
        Page("applications", "Solicitudes de firma", "Quién pide firmar electrónicamente, y qué se decidió."),
        Page("registrations", "Registros", "Quién se registró en el portal y espera que validen su identidad."),
        Page("changes", "Cambios de datos", "Los nombres y cédulas que las personas piden corregir."),
        Page("merges", "Unificaciones", "Dos registros de una misma persona que se hacen uno."),
    ),
)  # fmt: skip

site.add(SECTION)
