"""The pages of the SGE about the portal: its texts, and the notices for everybody (accounts-portal §11.1, §11.2)."""

from quipux.administration import Page, Section, site

SECTION = Section(
    label="Portal", prefix="portal", namespace="contents", urls="quipux.portal.admin.urls",
    pages=(
        Page("places", "Contenidos", "Los textos de las páginas públicas, con sus versiones."),
        Page("notices", "Alertas y bloqueos", "Lo que se anuncia a todas las personas y los cierres por mantenimiento."),
    ),
)  # fmt: skip

site.add(SECTION)
