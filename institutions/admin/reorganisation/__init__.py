"""The pages of the AGQ about the life of institutions: reorganisations between them, suspension, closing (§5.2, §10.3)."""

from quipux.administration import Page, Section, site

SECTION = Section(
    label="Instituciones", prefix="reorganizacion", namespace="reorganisation", urls="institutions.admin.reorganisation.urls",
    pages=(
        Page("plans", "Reorganización", "Áreas que pasan de una institución a otra, e instituciones que se unen."),
        Page("institutions", "Estado de las instituciones", "Suspender, reactivar, nombrar la custodia y cerrar.",
             ("instituciones/",)),
    ),
)  # fmt: skip

site.add(SECTION)
