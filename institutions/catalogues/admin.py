"""The pages of the SGE about the catalogues of every institution (institutions §6.5)."""

from quipux.administration import Page, Section, site

SECTION = Section(
    label="Catálogos", prefix="catalogos", namespace="catalogues", urls="institutions.catalogues.admin_urls",
    pages=(Page("entries", "Catálogos", "Países, provincias, ciudades, cantones y títulos académicos.", ("fila/",)),
           Page("proposals", "Propuestas", "Lo que las instituciones proponen.", ("propuestas/",))),
)  # fmt: skip

site.add(SECTION)
